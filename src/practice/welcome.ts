import type { PlaygroundAddress } from './playgrounds.js';

/** What the terminal says when the practice run is up: where to go, what to type first, how to move time and stop. */
export function practiceWelcome(addresses: readonly PlaygroundAddress[], botPort: number): string {
  const urlWidth = Math.max(0, ...addresses.map(({ url }) => url.length));
  const nameWidth = Math.max(0, ...addresses.map(({ person }) => person.name.length));
  return [
    `NemKonto-botten kører i øvetilstand på port ${botPort}. Åbn hver persons adresse i sin egen fane i browseren:`,
    '',
    ...addresses.map(
      ({ url, person }) => `  ${url.padEnd(urlWidth)}  ${person.name.padEnd(nameWidth)}  ${person.title}`,
    ),
    '',
    `Skriv først "start" hos ${addresses[0]?.person.name ?? 'projektlederen'}. Åbn også de andre faner: botten kan kun skrive til den, der har åbnet sin.`,
    'Skriv "spol 3 dage" for at lade tiden gå (også timer og uger) og "hjælp" for resten.',
    'Ctrl-C stopper det hele. Personer og kommune er opdigtede.',
    '',
  ].join('\n');
}

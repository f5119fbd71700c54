/** Answers to what people write in their own words. */
export const ask = {
  source: (place: string) => `Kilde: ${place}.`,
  sourceStep: (place: string, number: number, all: number, title: string) =>
    `Kilde: ${place}. Det hører til trin ${number} af ${all}: ${title}.`,
  yourCase: (municipality: string) => `Sådan ser det ud i sagen for ${municipality}`,
  privacy:
    'Det ser ud til, at du har skrevet et CPR-nummer. Det må ikke stå her, så jeg har ikke gemt det. Slet din besked i chatten, og skriv den igen uden CPR-nummer.',
  talk: {
    hello: 'Hej. Skriv hjælp for at se, hvad jeg kan, eller spørg mig om opgaven, fx: Hvad koster det?',
    thanks: 'Selv tak.',
    bye: 'Hav det godt.',
    fine: 'Godt. Skriv status, når du vil se sagen.',
  },
  filledIn:
    'Jeg har skrevet dine oplysninger ind på kortet. Se dem igennem, og tryk selv på knappen. Intet er gemt endnu.',
  opened: 'Det klarer du på kortet her. Udfyld det, og tryk selv på knappen. Intet er gemt endnu.',
  notAsked: 'Jeg har ikke spurgt dig om noget lige nu, så du skal ikke gøre noget.',
  whoIsIt: 'Jeg kan ikke se, hvem du mener. Vælg kollegaen på listen.',
  noDeadline: 'Der er ingen frist for det, sagen venter på nu.',
  progress: (done: string, next: string) => `${done}. ${next}`,
  officer: (who: string) => `${who} er sikkerhedsansvarlig for NemKonto.`,
  officerAsked: (who: string) => `${who} er spurgt, men har ikke svaret endnu.`,
  officerNone: 'Der er ikke valgt en sikkerhedsansvarlig endnu.',
  coordinator: (who: string) => `${who} er KY-projektleder i sagen.`,
  number: (number: string) => `NKS-aftalenummeret i sagen er ${number}.`,
  numberNone: 'NKS-aftalenummeret står ikke i sagen endnu.',
};

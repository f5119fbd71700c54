import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actionsOf, dataOf, inputsOf, textOf } from './cards.js';
import { type Json, startTown, type Town } from './town.js';
import { type Act, arrived, type Cast, opened, read, walk } from './walk.js';

let town: Town;
let cast: Cast;
let caseId: string;
beforeAll(async () => {
  town = await startTown();
  cast = await arrived(town);
  caseId = await opened(town, cast.karin);
});
afterAll(() => town.close());

const verbs = (card: unknown) => actionsOf(card).map((action) => action.verb);
const typedIn = (card: unknown, input: string) => inputsOf(card)[input]?.value;
/** Goes on with the case until it waits for that act. */
let at: Act = 'nameOfficer';
async function until(next: Act) {
  await walk(town, cast, caseId, next, at);
  at = next;
}

describe('a question about the task', () => {
  test('is answered from the task, with the step it comes from, who is to do it now, and one way on', async () => {
    const { card } = await town.say(cast.karin, 'hvem skal skrive under?');
    expect(textOf(card)).toContain('Aftalen skal underskrives af den sikkerhedsansvarlige for NemKonto.');
    expect(textOf(card)).toContain(
      'Kilde: SA 09, punkt 1 og 4, og bottens egen vejledning. Det hører til trin 4 af 8: Underskriv aftalen.',
    );
    expect(String(card?.fallbackText)).toContain('underskrives af den sikkerhedsansvarlige');
    expect(actionsOf(card).map(({ title }) => title)).toEqual(['Vis sagen']);
    const officer = await town.say(cast.karin, 'hvordan finder vi den sikkerhedsansvarlige');
    expect(textOf(officer.card)).toContain('Karin Holm skal oplyse');
    const [mine, ...others] = actionsOf(officer.card);
    expect([mine?.title, others]).toEqual(['Vis mit trin', []]);
    const step = await town.pressRaw(cast.karin, 'refresh', mine?.data as Json);
    expect(verbs(step.card)).toContain('nameOfficer');
  });

  test('is answered together with a second one in the same message', async () => {
    const { card } = await town.say(cast.karin, 'Hej, hvor skal aftalen sendes hen, og skal KOMBIT have en kopi?');
    expect(textOf(card)).toContain('nemkonto@sikker.kmd.dk');
    expect(textOf(card)).toContain('Der skal ikke sendes dokumentation til KOMBIT.');
  });

  test('is answered in the language of the reader, whatever language it is asked in', async () => {
    const { card } = await town.say(cast.bente, 'hvad koster det?', { locale: 'en-GB' });
    expect(textOf(card)).toContain('The fee for the administrative connection is DKK\u00a04,040.28 (rate for 2020).');
    expect(textOf((await town.say(cast.karin, 'what does it cost')).card)).toContain('4.040,28\u00a0kr.');
  });

  test('has its link, and the way to a first case for somebody without one', async () => {
    const { card } = await town.say(cast.bente, 'hvor er webformularen?');
    expect(JSON.stringify(card)).toContain('https://www.nemkonto.dk');
    expect(verbs((await town.say(cast.bente, 'hvad koster det?')).card)).toEqual(['start']);
  });
});

describe('a question about the case', () => {
  test.each([
    [
      'hvad mangler vi?',
      /Karin Holm skal oplyse, hvem der er sikkerhedsansvarlig for NemKonto\. Karin Holm skal finde NKS-aftalenummeret\. Senest fredag den 8\. maj 2026\./,
    ],
    ['hvor langt er vi i Vejle?', /0 af 8 udført\. Karin Holm skal/],
    ['hvornår er fristen', /Senest fredag den 8\. maj 2026\./],
    ['hvem er vores sikkerhedsansvarlige?', /Der er ikke valgt en sikkerhedsansvarlig endnu\./],
    ['hvem er projektleder', /Karin Holm er KY-projektleder i sagen\./],
    ['hvad er vores aftalenummer', /NKS-aftalenummeret står ikke i sagen endnu\./],
  ])('"%s" is answered from it, and with nothing else', async (text, says) => {
    const { card } = await town.say(cast.karin, text);
    expect(textOf(card)).toMatch(says);
    expect(textOf(card)).toContain('Kilde: sagen for Vejle Kommune.');
    expect(textOf(card)).not.toContain('Idriftsættelse (Go-Live)');
    expect(actionsOf(card)).toHaveLength(1);
  });

  test('about oneself is answered with what to do now', async () => {
    expect(verbs((await town.say(cast.karin, 'hvad skal jeg gøre?')).card)).toContain('nameOfficer');
    expect(read(await town.say(cast.karin, 'hvad er der sket indtil nu'))).toContain('Karin Holm åbnede sagen');
  });

  test('without a case says so and offers one', async () => {
    expect(verbs((await town.say(cast.bente, 'hvem venter vi på?')).card)).toContain('openCase');
  });
});

describe('a statement', () => {
  test('before its time says what comes first, and opens nothing to press', async () => {
    const { card } = await town.say(cast.karin, 'vi betalte i går');
    expect(textOf(card)).toContain('Det er for tidligt.');
    expect(verbs(card)).not.toContain('confirmPayment');
    expect(verbs(card)).toContain('nameOfficer');
  });

  test('names the officer on the card, when it is one known colleague', async () => {
    const { card } = await town.say(cast.karin, 'den sikkerhedsansvarlige er Søren Lund');
    expect(typedIn(card, 'officer')).toBe(cast.soeren.id);
    expect(typedIn((await town.say(cast.karin, 'den sikkerhedsansvarlige er Ole')).card, 'officer')).toBeUndefined();
  });

  test('"not me" opens the card that asks why', async () => {
    await until('acceptOfficer');
    const { card } = await town.say(cast.soeren, 'det er ikke mig');
    expect(verbs(card)).toContain('declineOfficer');
    expect(textOf((await town.say(cast.karin, 'det er ikke mig')).card)).toContain('Jeg har ikke spurgt dig om noget');
  });

  test('"I gave you the wrong one" opens the card that takes another officer, with that colleague chosen', async () => {
    await until('acceptOfficer');
    const text = 'Hov, jeg gav dig den forkerte. Det er Bente Krog, der er sikkerhedsansvarlig, ikke Søren';
    const { card } = await town.say(cast.karin, text);
    expect(verbs(card)).toContain('replaceOfficer');
    expect(typedIn(card, 'person')).toBe(cast.bente.id);
  });

  test('is filled in on the card, and nothing has happened until it is pressed', async () => {
    await until('giveAgreementNumber');
    const before = await town.history(cast.karin, caseId);
    const { card } = await town.say(cast.karin, 'aftalenummeret er 204511');
    expect(typedIn(card, 'agreementNumber')).toBe('204511');
    expect(textOf(card)).toContain('Intet er gemt endnu.');
    expect(await town.history(cast.karin, caseId)).toBe(before);
    await town.pressRaw(cast.karin, 'giveAgreementNumber', {
      ...dataOf(card, 'giveAgreementNumber'),
      agreementNumber: '123456',
    });
    at = 'confirmWebForm';
    expect(textOf((await town.say(cast.karin, 'aftalenummeret er 7')).card)).toContain(
      'Det er allerede gjort: Karin Holm oplyste',
    );
  });

  test('says where the printed agreement lies', async () => {
    const { card } = await town.say(cast.karin, 'formularen er udfyldt i dag, papiret ligger hos Bente i skranken');
    expect(verbs(card)).toContain('confirmWebForm');
    expect(typedIn(card, 'filledOn')).toBe('2026-05-04');
    expect(typedIn(card, 'paperAt')).toBe('hos Bente i skranken');
  });

  test('names who has left by first name and the successor in full: the card of that role opens, and not another', async () => {
    const { card } = await town.say(cast.karin, 'Søren har fået nyt job. Det er Bente Krog, der har den kasket nu');
    expect(verbs(card)).toContain('replaceOfficer');
    expect(typedIn(card, 'person')).toBe(cast.bente.id);
    // Who has no part in the case leaves nothing to take over, and takes nothing over.
    const { card: other } = await town.say(cast.karin, 'Bente Krog er stoppet hos os');
    expect(typedIn(other, 'person')).toBeUndefined();
  });

  test('by somebody who may not says who may', async () => {
    await until('confirmSignature');
    const { card } = await town.say(cast.karin, 'Søren har skrevet under');
    expect(textOf(card)).toContain(
      'Kun den sikkerhedsansvarlige for NemKonto kan bekræfte underskriften. Spørg Søren Lund',
    );
    expect(verbs(card)).not.toContain('confirmSignature');
    const own = await town.say(cast.soeren, 'jeg skrev under i går');
    expect(typedIn(own.card, 'signedOn')).toBe('2026-05-03');
    expect(verbs(own.card)).toContain('confirmSignature');
  });

  test('of the officer that they are away is noted, and the coordinator is told', async () => {
    await until('confirmSignature');
    const away = await town.say(cast.soeren, 'jeg er på ferie fra 5. til 20. maj');
    expect(typedIn(away.card, 'until')).toBe('2026-05-20');
    const days = { from: '2026-05-05', until: '2026-05-20' };
    const data = actionsOf(away.card).find((one) => one.verb === 'nameSubstitute')?.data as Json;
    const noted = await town.pressRaw(cast.soeren, 'nameSubstitute', { ...data, ...days, person: '' });
    expect(textOf(noted.card)).toContain(
      'Jeg spørger dig ikke om noget i de dage. Fristen ligger der, så jeg har sagt det til Karin Holm.',
    );
    await town.sees(cast.karin, 'men er væk fra tirsdag den 5. maj 2026');
  });

  test.each<[Act, string, string, Record<string, string>]>([
    ['confirmDispatch', 'aftalen er sendt i dag', 'confirmDispatch', { sentOn: '2026-05-04' }],
    ['confirmReceipt', 'vi fik bekræftelsen den 3. maj', 'confirmReceipt', { receivedOn: '2026-05-03' }],
    [
      'confirmReceipt',
      'fakturaen er på 4.040,28 kr. med forfald 1. juli',
      'registerInvoice',
      { invoiceAmount: '4.040,28', invoiceDue: '2026-07-01' },
    ],
    [
      'confirmReceipt',
      'jeg er på ferie fra 6. til 20. juli',
      'nameSubstitute',
      { from: '2026-07-06', until: '2026-07-20' },
    ],
    [
      'confirmReceipt',
      'Bente Krog skal betale, EAN 5798000345126, konteres på PSP 1042, art 40',
      'namePayer',
      { ean: '5798000345126', accounting: 'PSP 1042, art 40' },
    ],
    ['confirmReceipt', 'aftaleskemaet kom i går', 'recordAgreementForm', { receivedOn: '2026-05-03' }],
    ['confirmReceipt', 'jeg har sat den til fuldført i KLIK', 'markInKlik', {}],
    ['confirmReceipt', 'aftalenummeret er forkert', 'correctStep', { step: 'agreementNumber' }],
    ['confirmReceipt', 'vi går i drift den 1. marts 2027', 'moveGoLive', { goLive: '2027-03-01' }],
    ['confirmReceipt', 'udsæt 2 dage', 'snooze', { days: '2' }],
    ['confirmReceipt', 'mind mig på torsdag', 'snooze', { until: '2026-05-07' }],
    ['confirmPayment', 'vi betalte i går', 'confirmPayment', { paidOn: '2026-05-03' }],
  ])('at %s: "%s" opens the card of %s', async (next, text, verb, values) => {
    await until(next);
    const { card } = await town.say(cast.karin, text);
    expect(verbs(card)).toContain(verb);
    for (const [input, value] of Object.entries(values)) expect(typedIn(card, input)).toBe(value);
  });
});

describe('what is neither', () => {
  test.each([
    ['tak', 'Selv tak.'],
    ['hej', /Hej\. Skriv hjælp/],
    ['god weekend', 'Hav det godt.'],
    ['thanks', 'Selv tak.'],
  ])('"%s" gets a polite word', async (text, says) => {
    expect(read(await town.say(cast.karin, text))).toMatch(says);
  });

  test.each(['hvad er klokken', 'printeren virker ikke', 'kan du bestille et mødelokale'])(
    '"%s" is not understood, which is said, with help',
    async (text) => {
      const { card } = await town.say(cast.karin, text);
      expect(textOf(card)).toContain('Det forstod jeg ikke');
      expect(verbs(card)).toEqual(['help']);
    },
  );

  test('comes near a question: it is asked back, and pressing it answers it', async () => {
    const { card } = await town.say(cast.karin, 'underskrift og betaling');
    expect(textOf(card)).toContain('Mente du:');
    const [question, , help, ...others] = actionsOf(card);
    expect([question?.verb, question?.title]).toEqual(['ask', 'Hvem skal underskrive aftalen?']);
    expect([help?.verb, others]).toEqual(['help', []]);
    const answer = await town.pressRaw(cast.karin, 'ask', question?.data as Json);
    expect(textOf(answer.card)).toContain('sikkerhedsansvarlige for NemKonto');
    expect((await town.pressRaw(cast.karin, 'ask', { question: 'hans cpr er 010190-1234' })).text).toContain('CPR');
  });

  test.each([
    ['forkert', 'Ret et trin', 'correctStep'],
    ['jeg er ude', 'Jeg er væk i en periode', 'nameSubstitute'],
  ])('comes near an act: "%s" is asked back as "%s", which opens its card', async (text, title, verb) => {
    await until('confirmReceipt');
    const { card } = await town.say(cast.karin, text);
    expect(textOf(card)).toContain('Mente du:');
    const offered = actionsOf(card).find((one) => one.title === title);
    expect(offered?.verb).toBe('ask');
    const opened = await town.pressRaw(cast.karin, 'ask', offered?.data as Json);
    expect(verbs(opened.card)).toContain(verb);
  });

  test('comes near an act, from somebody without a case: only questions are asked back', async () => {
    const { card } = await town.say(town.person('Ida Bro'), 'forkert');
    expect(actionsOf(card).map(({ title }) => title)).not.toContain('Ret et trin');
  });

  test('a CPR number is refused before anything else and stands nowhere', async () => {
    for (const text of ['status 010190-1234', 'borgeren 010190-1234 mangler sin betaling', 'eksport 0101901234'])
      expect((await town.say(cast.karin, text)).text).toContain('CPR-nummer');
    const files = readdirSync(town.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files)
      expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toMatch(/010190-?1234/);
  });
});

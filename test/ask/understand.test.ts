import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CASE_QUESTIONS } from '../../src/ask/case-questions.js';
import { Classifier } from '../../src/ask/classifier.js';
import model from '../../src/ask/model.json' with { type: 'json' };
import type { Situation } from '../../src/ask/situation.js';
import { examplesIn, train, vocabularyOf } from '../../src/ask/training.js';
import { Understanding, type Understood } from '../../src/ask/understand.js';
import { PLACEHOLDERS } from '../../src/task/schema.js';
import { answerText, sourceLine } from '../../src/texts/answers.js';
import { task } from '../cards/cases.js';
import { SHORT, type Utterance } from './short.js';

/** The day on which everything here is said: a Wednesday. */
const TODAY = '2026-05-06';

const understanding = new Understanding(task.questions);

/** What was made of a text, in the words of the lists. */
function outcomeOf(understood: Understood): string {
  switch (understood.kind) {
    case 'answers': {
      const [first] = understood.answers;
      if (first.kind === 'task') return `task:${first.question.id}`;
      return first.kind === 'case' ? `case:${first.about}` : 'nothing';
    }
    case 'statement':
      return `statement:${understood.statements[0].about}`;
    case 'talk':
      return `talk:${understood.talk}`;
    case 'unclear':
      return 'nothing';
    default:
      return understood.kind;
  }
}

/** Right only with the values that were expected; nothing is neither answered nor wanted. */
function measure(list: readonly Utterance[]) {
  const wrong: string[] = [];
  let [answered, right, wanted] = [0, 0, 0];
  for (const [text, expected, values] of list) {
    const understood = understanding.of(text, TODAY);
    const outcome = outcomeOf(understood);
    const found = understood.kind === 'statement' ? JSON.stringify(understood.statements[0].values) : '';
    const good = outcome === expected && (values === undefined || found === JSON.stringify(values));
    if (expected !== 'nothing') wanted++;
    if (outcome !== 'nothing') answered++;
    if (good && expected !== 'nothing') right++;
    if (!good) wrong.push(`${text} -> ${outcome} ${found} (${expected})`);
  }
  return { precision: right / answered, recall: right / wanted, wrong };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
/** Words only: two sentences that differ in signs are one. */
const plain = (text: string) =>
  text
    .replaceAll('·', 'x')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const examples = ['case', 'other', 'said', 'task'].flatMap((name) =>
  examplesIn(readFileSync(new URL(`../../src/ask/examples/${name}.txt`, import.meta.url), 'utf8')),
);

describe('what the bot has learnt', () => {
  test('is what the examples teach: `npm run learn` was run after the last change to them', () => {
    const { intents, examples: each, features, rareness } = model;
    const learnt = JSON.stringify({ intents, examples: each, features, rareness });
    // As one word: the difference of two models fills a screen and says nothing.
    expect(JSON.stringify(vocabularyOf(examples)) === learnt ? 'learnt' : 'run npm run learn').toBe('learnt');
  });

  test('is learnt from examples alone, the same each time: what they tell apart, it tells apart', () => {
    const two = examplesIn('# pay\nhvem betaler\nbetaler vi\n# sign\nhvem skriver under\nskriver vi under\n');
    const learnt = train(two);
    expect(train(two)).toEqual(learnt);
    expect(learnt).toMatchObject(vocabularyOf(two));
    const best = (text: string) =>
      [...new Classifier(learnt).read(text).intents].sort((a, b) => b.score - a.score).at(0)?.intent;
    expect([best('hvornår betaler I'), best('må hun skrive under')]).toEqual(['pay', 'sign']);
  });

  test('has a sentence once, and each meaning in many', () => {
    const all = examples.map(([text, intent]) => `${plain(text)} ${text.includes('?')} ${intent}`);
    expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([]);
    const few = model.intents.filter((intent) => examples.filter(([, one]) => one === intent).length < 8);
    expect(few).toEqual([]);
  });

  test('is about the questions of the task and of cases, and statements that open a card', () => {
    const known = new Set([
      ...task.questions.map(({ id }) => `task:${id}`),
      ...Object.keys(CASE_QUESTIONS).map((about) => `case:${about}`),
    ]);
    expect(model.intents.filter((intent) => /^(task|case):/.test(intent)).sort()).toEqual([...known].sort());
  });

  test.each([
    'other-hand',
    'fresh',
    'fresh-second',
    'fresh-third',
    'fresh-fourth',
    'fresh-fifth',
    'fresh-sixth',
    'fresh-seventh',
  ])('is not what measures it: set %s', (name) => {
    const learnt = new Set(examples.map(([text]) => plain(text)));
    const own = new Set(task.questions.flatMap(({ ask, also }) => [ask.da, ask.en, ...also.da, ...also.en].map(plain)));
    const set: { text: string }[] = JSON.parse(readFileSync(new URL(`./sets/${name}.json`, import.meta.url), 'utf8'));
    const both = set.map(({ text }) => text).filter((text) => learnt.has(plain(text)) && !own.has(plain(text)));
    expect(both).toEqual([]);
  });
});

describe('what people write is understood, or answered with "not understood"', () => {
  test('a list of short ones', () => {
    const { precision, recall, wrong } = measure(SHORT);
    process.stdout.write(
      `free text: ${SHORT.length} utterances, precision ${percent(precision)}, recall ${percent(recall)}\n`,
    );
    expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(0.92);
    expect(recall, wrong.join('\n')).toBeGreaterThanOrEqual(0.9);
  });

  test('every question of the task is found by its own words in both languages', () => {
    const lost = task.questions.flatMap(({ ask, also }) =>
      [ask.da, ask.en, ...also.da, ...also.en].filter((text) => {
        const understood = understanding.of(text, TODAY);
        const [first] = understood.kind === 'answers' ? understood.answers : [];
        return first?.kind !== 'task' || first.question.ask.da !== ask.da;
      }),
    );
    expect(lost).toEqual([]);
  });

  test('a single word only matches a question that is about nothing else', () => {
    for (const text of ['gem mit svar', 'hvad hedder du'])
      expect([text, outcomeOf(understanding.of(text, TODAY))]).toEqual([text, 'nothing']);
    expect(outcomeOf(understanding.of('gebyret?', TODAY))).toBe('task:cost');
    expect(outcomeOf(understanding.of('formularen', TODAY))).toBe('task:form');
  });

  test.each([
    ['vi betalte i går', 'payment', { paidOn: '2026-05-05' }],
    [
      'vi har fået faktura 70012345 på kr. 4040,28, skal betales senest den 30/6',
      'invoice',
      { invoiceNumber: '70012345', invoiceAmount: '4040,28', invoiceDue: '2026-06-30' },
    ],
    [
      'fakturaen er på 4.040,28 kr. med forfald 1. juli',
      'invoice',
      { invoiceAmount: '4.040,28', invoiceDue: '2026-07-01' },
    ],
    ['Nks nr: 12 34 56', 'agreementNumber', { agreementNumber: '12 34 56' }],
    ['lønkontoret har fundet aftalenummeret, det er 123456', 'agreementNumber', { agreementNumber: '123456' }],
    ['aftalen er sendt til nemkonto i dag', 'dispatch', { sentOn: '2026-05-06' }],
    ['jeg underskrev aftalen den 4/5', 'signature', { signedOn: '2026-05-04' }],
    ['I signed it last Monday', 'signature', { signedOn: '2026-05-04' }],
    ['vi fik bekræftelsen den 3. maj', 'confirmation', { receivedOn: '2026-05-03' }],
    ['formularen er udfyldt i forgårs', 'webForm', { filledOn: '2026-05-04' }],
    ['jeg er på ferie fra 6. til 20. juli', 'absence', { from: '2026-07-06', until: '2026-07-20' }],
    ['holder fri i uge 28 og 29', 'absence', { from: '2026-07-06', until: '2026-07-19' }],
    ['mind mig igen på torsdag', 'snooze', { until: '2026-05-07' }],
    ['udsæt tre dage', 'snooze', { days: '3' }],
    ['udsæt 3 dage', 'snooze', { days: '3' }],
    ['vi går først i drift den 1. marts 2027', 'goLive', { goLive: '2027-03-01' }],
    ['aftalenummeret er forkert', 'correct', { step: 'agreementNumber' }],
    [
      'nemkonto har sendt aftalen retur i går, underskriften mangler',
      'returned',
      { returnedOn: '2026-05-05', again: 'signature' },
    ],
    ['spørg programlederen ·, han ved hvem det er', 'adviserIs', { office: 'programmeManager' }],
  ])('"%s" is a statement, with what it says for the card', (text, about, values) => {
    expect(understanding.of(text, TODAY)).toMatchObject({ kind: 'statement', statements: [{ about, values }] });
  });

  test.each([
    'vi har ikke betalt endnu',
    'aftalen er ikke sendt endnu',
    'vi betaler i morgen',
    'jeg har ikke nået at skrive under',
    'jeg har ikke sendt aftalen til nemkonto',
    'fakturaen bliver betalt på fredag',
  ])('what is denied or planned opens no card: "%s"', (text) => {
    expect(understanding.of(text, TODAY).kind).not.toBe('statement');
  });

  test.each([
    ['underskrevet og sendt til nemkonto i dag', ['dispatch', 'signature']],
    ['bekræftelsen blev modtaget og fakturaen er kommet', ['confirmation', 'invoice']],
  ])('of two deeds both are told: "%s"', (text, abouts) => {
    const understood = understanding.of(text, TODAY);
    const told = understood.kind === 'statement' ? understood.statements.map(({ about }) => about) : [];
    expect([...told].sort()).toEqual(abouts);
  });

  test.each<[string, Situation[], string]>([
    ['i fredags', ['at:dispatch'], 'statement:dispatch'],
    ['i fredags', ['at:payment'], 'statement:payment'],
    ['den 27.', ['at:signature'], 'statement:signature'],
    ['by when do i have to pay this', ['at:payment', 'has:invoice'], 'case:invoiceDue'],
    ['vi har 334455 stående som aftalenummer', ['at:agreementNumber'], 'statement:agreementNumber'],
    ['skal vi bruge vores p-nummer eller aftalenummeret', ['at:agreementNumber'], 'task:findNumber'],
    ['Is the agreement signed?', ['at:signature'], 'case:signed'],
    ['tusind tak, det var lige det jeg skulle bruge', ['at:webForm'], 'talk:thanks'],
  ])('where the case stands decides what "%s" means at %s', (text, situation, outcome) => {
    expect(outcomeOf(understanding.of(text, TODAY, new Set(situation)))).toBe(outcome);
  });

  test('a day is no agreement number, and stands on the card of what was done then', () => {
    expect(understanding.of('vi fik brev 1.5', TODAY).kind).not.toBe('statement');
    const invoice = { invoiceNumber: '7004511', invoiceAmount: '4312,50', invoiceDue: '2026-05-20' };
    expect(understanding.of('faktura 7004511 på 4312,50 kr forfalder 20.5', TODAY)).toMatchObject({
      statements: [{ about: 'invoice', values: invoice }],
    });
  });

  test('what the case knows comes before the rule', () => {
    const answers = (text: string, ...situation: Situation[]) => {
      const understood = understanding.of(text, TODAY, new Set(situation));
      return understood.kind === 'answers'
        ? understood.answers.map((one) => outcomeOf({ kind: 'answers', answers: [one] }))
        : [];
    };
    expect(answers('how much is it', 'at:payment', 'has:invoice')).toEqual(['case:invoiceAmount', 'task:cost']);
    expect(answers('how much is it')).toEqual(['task:cost']);
    expect(answers('hvem skal betale fakturaen?', 'has:payer')).toEqual(['case:payer', 'task:payer']);
  });

  test('a CPR number is seen before anything else, in any text', () => {
    for (const text of ['vi betalte i går 010190-1234', 'hvad koster det 0101901234', 'tak 010190 1234'])
      expect(understanding.of(text, TODAY)).toEqual({ kind: 'privacy' });
  });

  test('a task without questions still knows what is asked about a case, and nothing else', () => {
    const bare = new Understanding([]);
    expect(outcomeOf(bare.of('hvem venter vi på?', TODAY))).toBe('case:who');
    expect(outcomeOf(bare.of('hvad koster det?', TODAY))).toBe('nothing');
  });

  test('where the number is awaited, digits within a word or an id are not one', () => {
    const here = new Set(['at:agreementNumber'] as const);
    expect(outcomeOf(understanding.of('det er 123456', TODAY, here))).toBe('statement:agreementNumber');
    for (const text of ['hjælp 0630-uvwepg', 'hjælp 0630abc', 'status a0630'])
      expect(outcomeOf(understanding.of(text, TODAY, here)), text).not.toBe('statement:agreementNumber');
  });

  test('a message is read in under 20 ms', () => {
    understanding.of('hvad koster det', TODAY);
    const start = performance.now();
    for (const [text] of SHORT) understanding.of(text, TODAY);
    expect((performance.now() - start) / SHORT.length).toBeLessThan(20);
  });

  test('what a text speaks of beside its question makes it less certain', () => {
    expect(outcomeOf(understanding.of('hvad koster det', TODAY))).toBe('task:cost');
    expect(outcomeOf(understanding.of('hvad koster en sofa', TODAY))).toBe('nothing');
    expect(outcomeOf(understanding.of('hvem har lavet hvad', TODAY))).toBe('case:history');
    expect(outcomeOf(understanding.of('hvem har lavet bilag 1', TODAY))).toBe('nothing');
  });

  test('a clause cut off from its text decides nothing that the whole does not speak of', () => {
    const read = (text: string) => outcomeOf(understanding.of(text, TODAY));
    expect(read('hvor afleverer jeg papiret når jeg har skrevet under')).toBe('case:paper');
    expect(read('Jeg skal bruge et navn til mit bilag. Hvem har underskrevet aftalen?')).not.toBe('task:annex');
  });

  test('what is said of an act is found in any clause', () => {
    const said = (text: string, ...situation: Situation[]) => understanding.of(text, TODAY, new Set(situation));
    const one = (about: string, values: Record<string, string>) => ({
      kind: 'statement',
      statements: [{ about, values }],
    });
    expect(
      said('ja det er mig, der er sikkerhedsansvarlig. Jeg er på ferie 9.-13. november', 'at:acceptOfficer'),
    ).toEqual(one('isMe', { awayFrom: '2026-11-09', awayUntil: '2026-11-13' }));
    expect(said('ja det er mig, jeg tager den i dag', 'at:acceptOfficer')).toEqual(one('isMe', {}));
    expect(said('mind mig om den d. 11. november, vi betaler kun om onsdagen', 'at:payment')).toEqual(
      one('snooze', { until: '2026-11-11' }),
    );
    expect(said('færdig, det var i går', 'at:webForm')).toEqual(one('done', { filledOn: '2026-05-05' }));
    expect(said('· er sygemeldt de næste tre uger', 'at:payment')).toMatchObject(one('left', {}));
  });

  test('what is told comes before the question what next, which its card answers', () => {
    const sending = new Set(['at:dispatch', 'has:signature', 'by:coordinator'] as const);
    expect(understanding.of('så, formularen er færdig. hvad nu?', TODAY, sending)).toMatchObject({ kind: 'statement' });
  });

  test('a statement about something else is none', () => {
    for (const [text, outcome] of [
      ['jeg overtager sagen', 'statement:handOver'],
      ['jeg overtager cykelskuret', 'nothing'],
      ['jeg er på barsel fra december', 'statement:absence'],
      ['· er på barsel fra december', 'statement:left'],
    ])
      expect([text, outcomeOf(understanding.of(text ?? '', TODAY))]).toEqual([text, outcome]);
  });

  test('a return is one whatever NemKonto found wrong; a wish to wait is no question; who is done with invoices says so', () => {
    const sent = new Set(['at:confirmation', 'has:dispatch', 'by:coordinator'] as const);
    const read = (text: string) => outcomeOf(understanding.of(text, TODAY, sent));
    expect(read('NemKonto har sendt den retur, forkert aftalenummer i formularen')).toBe('statement:returned');
    expect(read('aftalen er afvist, nummeret er forkert')).toBe('statement:returned');
    expect(read('aftalenummeret er forkert')).toBe('statement:correct');
    expect(read('kan du ikke lige vente til på mandag')).toBe('statement:snooze');
    expect(read('jeg sidder ikke med fakturaer mere')).toBe('statement:payerIs');
  });

  test('long, empty and odd texts are not understood', () => {
    for (const text of [
      '',
      ' ',
      '🙂',
      '?',
      'x'.repeat(10_000),
      'hvor '.repeat(2_000),
      '1 '.repeat(5_000),
      '\u202e\u0000',
    ])
      expect(outcomeOf(understanding.of(text, TODAY)), text.slice(0, 20)).toBe('nothing');
  });
});

describe('the answers of the task', () => {
  test.each(['da', 'en'] as const)(
    'say what the task says, in %s, with their placeholders filled in and their source',
    (language) => {
      const answers = task.questions.map((question) => answerText(question, task, language));
      const all = answers.join('\n');
      expect(all).not.toMatch(/\$\{|undefined|\.\./);
      for (const value of [
        '4',
        '2020',
        'nemkonto@sikker.kmd.dk',
        '33 98 00 60',
        '14',
        '178',
        '99999999',
        'www.nemkonto.dk',
      ])
        expect(all).toContain(value);
      for (const question of task.questions)
        expect(sourceLine(question, task, language)).toMatch(/^(Kilde|Source): \S.*\.$/);
    },
  );

  test('use every placeholder', () => {
    const named = JSON.stringify(task.questions.map(({ answer }) => answer));
    for (const one of PLACEHOLDERS) expect(named).toContain(`\${${one}}`);
  });
});

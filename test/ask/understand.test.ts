import { describe, expect, test } from 'vitest';
import { Understanding, type Understood } from '../../src/ask/understand.js';
import { PLACEHOLDERS } from '../../src/task/schema.js';
import { answerText, sourceLine } from '../../src/texts/task-answers.js';
import { task } from '../cards/cases.js';
import { ASKED, FIRST, TODAY, type Utterance } from './utterances.js';
import { HELD_OUT } from './utterances-held-out.js';
import { SECOND } from './utterances-second.js';
import { THIRD } from './utterances-third.js';

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

describe('what people write is understood, or answered with "not understood"', () => {
  test.each([
    ['tuned on', [...FIRST, ...SECOND, ...THIRD], 0.98, 0.98],
    ['held out once', HELD_OUT, 0.95, 0.94],
  ] as const)('%s', (name, list, leastPrecision, leastRecall) => {
    const { precision, recall, wrong } = measure(list);
    process.stdout.write(
      `free text, ${name}: ${list.length} utterances, precision ${percent(precision)}, recall ${percent(recall)}\n`,
    );
    expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(leastPrecision);
    expect(recall, wrong.join('\n')).toBeGreaterThanOrEqual(leastRecall);
  });

  test('no utterance stands in two lists, and more than a quarter is held out', () => {
    const all = [...FIRST, ...SECOND, ...THIRD, ...HELD_OUT].map(([text]) => text.toLowerCase());
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(120);
    expect(HELD_OUT.length / all.length).toBeGreaterThan(0.25);
  });

  test('every question of the task is found by its own words in both languages', () => {
    expect(Object.fromEntries(task.questions.map(({ id, ask }) => [id, ask.da]))).toEqual(ASKED);
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
    for (const text of ['vi er i gang', 'gem mit svar', 'hvad hedder du'])
      expect([text, outcomeOf(understanding.of(text, TODAY))]).toEqual([text, 'nothing']);
    expect(outcomeOf(understanding.of('gebyret?', TODAY))).toBe('task:cost');
    expect(outcomeOf(understanding.of('formularen', TODAY))).toBe('task:form');
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
    const all = [...FIRST, ...SECOND, ...THIRD];
    const start = performance.now();
    for (const [text] of all) understanding.of(text, TODAY);
    expect((performance.now() - start) / all.length).toBeLessThan(20);
  });

  test('what a text speaks of beside its question makes it less certain', () => {
    expect(outcomeOf(understanding.of('hvad koster det', TODAY))).toBe('task:cost');
    expect(outcomeOf(understanding.of('hvad koster en sofa', TODAY))).toBe('nothing');
    expect(outcomeOf(understanding.of('hvem har lavet hvad', TODAY))).toBe('case:history');
    expect(outcomeOf(understanding.of('hvem har lavet bilag 1', TODAY))).toBe('nothing');
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

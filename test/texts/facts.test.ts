import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerText, sourceLine } from '../../src/texts/answers.js';
import { texts } from '../../src/texts/texts.js';
import { task } from '../cards/cases.js';

const PAGE = readFileSync(new URL('../../docs/facts-of-the-task.md', import.meta.url), 'utf8');
const FACTS = [...PAGE.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, number = '', says = '', key = '', words = '']) => ({ number: Number(number), says, key, words }),
);

/** The Danish text under a key of the table: a question's answer, or a place in the task file or the texts. */
function textOf(key: string): string {
  const asked = task.questions.find(({ ask }) => ask.da === key);
  if (asked) return answerText(asked, task, 'da');
  const path = key.replaceAll('`', '').split('.');
  const found = path.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], {
    task,
    texts: texts('da'),
  });
  return typeof found === 'string' ? found : String((found as { da?: unknown } | undefined)?.da);
}

describe('every fact of the task has its place', () => {
  test('in the table, one after the other', () => {
    expect(FACTS.map(({ number }) => number)).toEqual(Array.from({ length: 67 }, (_, at) => at + 1));
  });

  test.each(FACTS)('$number: $says', ({ key, words }) => {
    expect(textOf(key).replaceAll('\u00a0', ' ')).toContain(words);
  });
});

describe.each(['da', 'en'] as const)('the answers of the task, in %s', (language) => {
  const answers = task.questions.map((question) => ({
    answer: answerText(question, task, language),
    source: sourceLine(question, task, language),
  }));

  test('begin with no yes or no, which a question the other way round would turn into its opposite', () => {
    expect(answers.filter(({ answer }) => /^(ja|nej|jo|yes|no)\b[.,:;]?/i.test(answer))).toEqual([]);
  });

  test('name the task as their only source when they say nothing of the bot’s own', () => {
    const ours =
      /\b(jeg|I)\b(?= (giver|send|gemmer|keep|give|count|regner|cannot|kan ikke))|33 98|sikre mail|secure mail|ESDH/;
    const onlyTask = /^(Kilde|Source): SA 09(?!.*(bottens egen vejledning|bot's own guidance))/;
    expect(answers.filter(({ answer, source }) => ours.test(answer) && onlyTask.test(source))).toEqual([]);
    expect(answers.filter(({ source }) => /bottens egen|bot's own/i.test(source)).length).toBeGreaterThan(5);
  });
});

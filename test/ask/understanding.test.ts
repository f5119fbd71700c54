import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Judged, openStage, type Sentence, type Verdict } from './stage.js';

const read = (name: string): Sentence[] =>
  JSON.parse(readFileSync(new URL(`./sets/${name}.json`, import.meta.url), 'utf8'));

/** The first is tuned on; the others are only run. `floor` is the least share that must be useful, `most` the largest that may mislead. */
const SETS = [
  { name: 'tuned', floor: 0.92, most: 0.02 },
  { name: 'tuned-second', floor: 0.95, most: 0.02 },
  { name: 'other-hand', floor: 0.9, most: 0.04 },
  { name: 'tuned-third', floor: 0.9, most: 0.03 },
  { name: 'two-voices', floor: 0.9, most: 0.05 },
  { name: 'newcomers', floor: 0.9, most: 0.05 },
  { name: 'fresh', floor: 0.88, most: 0.04 },
  { name: 'fresh-second', floor: 0.88, most: 0.04 },
  { name: 'fresh-third', floor: 0.85, most: 0.04 },
  { name: 'fresh-fourth', floor: 0.85, most: 0.04 },
  { name: 'fresh-fifth', floor: 0.88, most: 0.03 },
  { name: 'fresh-sixth', floor: 0.85, most: 0.03 },
  { name: 'fresh-seventh', floor: 0.86, most: 0.03 },
];

const stage = openStage();

const percent = (part: number, of: number) => `${((100 * part) / Math.max(1, of)).toFixed(0)} %`.padStart(6);

function figures(judged: readonly Judged[]) {
  const count = (verdict: Verdict) => judged.filter((one) => one.verdict === verdict).length;
  const wanted = judged.filter(({ sentence }) => !sentence.unsure);
  const right = wanted.filter(({ verdict }) => verdict === 'useful').length;
  const answered = right + count('wrong');
  return {
    useful: count('useful'),
    offered: count('offered'),
    wrong: count('wrong'),
    right,
    answered,
    wanted: wanted.length,
  };
}

/** Ten sentences without a useful answer, those with a misleading one first. */
function worst(judged: readonly Judged[]): readonly Judged[] {
  const order: readonly Verdict[] = ['wrong', 'unclear', 'offered'];
  return order
    .flatMap((verdict) => judged.filter((one) => one.verdict === verdict))
    .slice(0, process.env.SHOW ? 99 : 10);
}

test.each(SETS)('what clerks write gets a useful answer: $name', async ({ name, floor, most }) => {
  const judged: Judged[] = [];
  for (const sentence of read(name)) judged.push(await stage.judge(sentence));
  const all = judged.length;
  const { useful, offered, wrong, right, answered, wanted } = figures(judged);
  const line = `${name.padEnd(11)} ${String(all).padStart(4)} | precision ${percent(right, answered)} | recall ${percent(right, wanted)} | useful ${percent(useful, all)} | one press away ${percent(offered, all)} | misleading ${percent(wrong, all)}`;
  process.stdout.write(`${line}\n`);
  // Of the sets that are only run nothing is shown unless it is asked for, so that nobody tunes to them by the way.
  if (name === (process.env.SHOW ?? 'tuned'))
    for (const { sentence, verdict, said } of worst(judged))
      process.stdout.write(
        `  ${verdict.padEnd(7)} ${sentence.text} [${sentence.at}/${sentence.by}] -> ${said.slice(0, 160)}\n`,
      );
  expect(useful / all).toBeGreaterThanOrEqual(floor);
  expect(wrong / all).toBeLessThanOrEqual(most);
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Judged, openStage, type Sentence, type Stage, type Verdict } from './stage.js';

const read = (name: string): Sentence[] =>
  JSON.parse(readFileSync(new URL(`./sets/${name}.json`, import.meta.url), 'utf8'));

/** The first is tuned on; the others are only run. `floor` is the least share that must be useful, `most` the largest that may mislead. */
const SETS = [
  { name: 'tuned', floor: 0.9, most: 0.05 },
  { name: 'tuned2', floor: 0.9, most: 0.05 },
  { name: 'tuned3', floor: 0.5, most: 0.2 },
  { name: 'other-hand', floor: 0.8, most: 0.12 },
  { name: 'fresh', floor: 0.75, most: 0.15 },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

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

test.each(SETS)('what clerks write gets a useful answer: $name', async ({ name, floor, most }) => {
  const judged: Judged[] = [];
  for (const sentence of read(name)) judged.push(await stage.judge(sentence));
  const all = judged.length;
  const { useful, offered, wrong, right, answered, wanted } = figures(judged);
  const line = `${name.padEnd(11)} ${String(all).padStart(4)} | precision ${percent(right, answered)} | recall ${percent(right, wanted)} | useful ${percent(useful, all)} | one press away ${percent(offered, all)} | misleading ${percent(wrong, all)}`;
  process.stdout.write(`${line}\n`);
  if (process.env.SHOW === name)
    for (const { sentence, verdict, said } of judged.filter((one) => one.verdict !== 'useful'))
      process.stdout.write(
        `  ${verdict.padEnd(7)} ${sentence.text} [${sentence.at}/${sentence.by}] -> ${said.slice(0, 160)}\n`,
      );
  expect(useful / all).toBeGreaterThanOrEqual(floor);
  expect(wrong / all).toBeLessThanOrEqual(most);
});

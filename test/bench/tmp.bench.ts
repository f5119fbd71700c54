import { test } from 'vitest';
import { processorMs, residentMb, spreadOf, restingMb } from './measure.js';
import { startOurs, startEcho } from './rivals.js';
test('tmp', async () => {
  const N = Number(process.env.N ?? 600);
  const ours = process.env.ECHO ? await startEcho() : await startOurs();
  for (let i = 0; i < 200; i++) await ours.turn(i % 8);
  await ours.quiet();
  const c = await processorMs(ours.process.pid);
  const times: number[] = [];
  for (let i = 0; i < N; i++) { times.push(await ours.turn(i % 8)); if (process.env.ALONE) await ours.quiet(); }
  await ours.quiet();
  const s = spreadOf(times);
  console.log(`median ${s.median.toFixed(2)} p99 ${s.p99.toFixed(1)} cpu ${((await processorMs(ours.process.pid)) - c) / N} rss ${(await residentMb(ours.process.pid)).toFixed(0)} ready ${ours.process.readyMs.toFixed(0)} rest ${(await restingMb(ours.process.pid)).toFixed(0)}`);
  await ours.stop();
});

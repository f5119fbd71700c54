import { test } from 'vitest';
import { processorMs, spreadOf } from './measure.js';
import { startOurs } from './rivals.js';
test('tmp', async () => {
  const ours = await startOurs();
  for (let i = 0; i < 200; i++) await ours.turn(i % 8);
  await ours.quiet();
  const c = await processorMs(ours.process.pid);
  const t: number[] = [];
  for (let i = 0; i < 800; i++) t.push(await ours.turn(i % 8));
  await ours.quiet();
  process.stdout.write(`median ${spreadOf(t).median} cpu ${((await processorMs(ours.process.pid)) - c) / 800}\n`);
  await ours.stop();
});

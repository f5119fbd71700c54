// Loaded before the bot (`node --import`): measures how long its event loop keeps others waiting, and writes that down
// when the process ends.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const path = process.env.LOOP_DELAY_FILE;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
// The start has a cost of its own; what counts is how the running bot answers.
setTimeout(() => delay.enable(), Number(process.env.LOOP_DELAY_AFTER_MS ?? 0)).unref();
process.once('exit', () => {
  // The histogram holds the wait between two samples, the sampling pause included.
  const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const { min, max } = delay;
  const read = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), min: ms(min), max: ms(max) };
  if (path) writeFileSync(path, JSON.stringify({ ...read, samples: delay.count }));
});

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLoopbackConnector } from '../teams/loopback-connector.js';
import { run } from './process.js';
import { activityOf, personOf, type Rival } from './rival.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** A bot that answers each message with one reply. A turn: one message in, one request to the connector, then the answer. */
export async function startTalker(script: string): Promise<Rival> {
  const connector = await startLoopbackConnector();
  const running = await run([join(here, script)], {});
  let turns = 0;
  let requests = 0;
  return {
    process: running,
    turns: () => turns,
    requests: () => requests,
    async turn(lane) {
      const activity = activityOf(connector, ++turns, `a:echo-${lane}`, personOf(lane, 0));
      const { ms } = await running.post({ ...activity, type: 'message', text: 'Er sagen klar?' });
      return ms;
    },
    async quiet() {
      requests += connector.heard.length;
      connector.forget();
    },
    async stop() {
      await running.stop();
      await connector.close();
    },
  };
}

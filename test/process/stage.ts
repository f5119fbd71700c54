import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type LoopbackConnector, startLoopbackConnector } from '../teams/loopback-connector.js';
import { type MicrosoftBehindProxy, startMicrosoftBehindProxy } from '../teams/microsoft-behind-proxy.js';

/** What a process under test meets: Microsoft's hosts and an empty folder, anew for each test. */
export interface Stage {
  connector: LoopbackConnector;
  microsoft: MicrosoftBehindProxy;
  folder: string;
}

/** Sets the stage before each test of the file and clears it afterwards. */
export function setStage(): Stage {
  const stage = {} as Stage;
  beforeEach(async () => {
    stage.connector = await startLoopbackConnector();
    stage.microsoft = await startMicrosoftBehindProxy(stage.connector);
    stage.folder = await mkdtemp(join(tmpdir(), 'nemkonto-stage-'));
  });
  afterEach(async () => {
    await stage.microsoft.close();
    await stage.connector.close();
    await rm(stage.folder, { recursive: true, force: true });
  });
  return stage;
}

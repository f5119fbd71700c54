import type { Logger } from 'pino';
import type { Config } from './config.js';
import type { CommandHandler } from './delivery/flow.js';
import type { CaseStore, Directory } from './delivery/ports.js';
import { Retention } from './delivery/retention.js';
import { jsonOf } from './export/json.js';
import { nodeDisk } from './store/disk.js';
import { writeDurably } from './store/durable-file.js';
import { exportPath } from './store/export-path.js';

/**
 * The bot's retention, wired: copies go to `exports` in the data folder, also when the cases lie in a database, and the
 * log says which case went and how many people were forgotten, never who.
 */
export function retentionOf(
  { dataDir, retentionDays, credentials }: Config,
  parts: { readonly store: CaseStore; readonly flow: CommandHandler; readonly directory: Directory },
  log: Pick<Logger, 'info' | 'error'>,
): Retention {
  return new Retention({
    ...parts,
    days: retentionDays,
    keepsPeople: credentials === undefined,
    keepCopy: (caseId, told) => writeDurably(nodeDisk, exportPath(dataDir, caseId), jsonOf(told)),
    onRemoved: (caseId) => log.info({ caseId }, 'a closed case was removed after its time'),
    onForgotten: (people) => log.info({ people }, 'people without a case were forgotten after their time'),
    onError: (error, caseId) =>
      log.error({ caseId, error: error instanceof Error ? error.name : typeof error }, 'retention failed'),
  });
}

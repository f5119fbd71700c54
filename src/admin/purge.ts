import { resolve } from 'node:path';
import { tombstoneOf } from '../case/case.js';
import { jsonOf } from '../export/json.js';
import { exportPath } from '../store/data-folder.js';
import { openLowdbCaseStore } from '../store/lowdb/case-store.js';
import { nodeDisk } from '../store/lowdb/disk.js';
import { writeDurably } from '../store/lowdb/durable-adapter.js';
import { type AdminCommand, AdminError, text, writeNew } from './command.js';
import { caseIn, inFolder, NO_REMINDERS, openSource } from './source.js';

/** Removes a closed case by hand, as RETENTION_DAYS does by itself. */
export const purge: AdminCommand = {
  name: 'purge',
  usage: '<case id> [--out <file>]',
  summary: 'Removes a closed case for good, after writing a copy of it. The bot must be stopped.',
  help: `Only a closed case (paid or cancelled) can be removed. Its whole log is written as JSON first, and only when that copy
is safely on the disk the case is removed.

  --out <file>   where the copy goes; default: exports/<case id>.json in the data folder

What is left of the case is a tombstone without personal data: its id, tenant and municipality code, how and when it
was closed, when it was removed, the number of its entries and its head. With the head, verify --file shows years later
that an archived copy is whole. Old cards of the case answer that it was deleted, and its id is never used again.

The copy holds personal data: move it into the archive, or delete it. Backups made before still hold the case.`,
  options: { out: { type: 'string' } },
  words: { from: 1, to: 1 },
  async run(typed, config, io) {
    inFolder(config);
    const caseId = typed.words[0] ?? '';
    await caseIn(await openSource(config), caseId);
    const store = await openLowdbCaseStore(config.dataDir, NO_REMINDERS);
    try {
      // Read again now that no other process can write.
      const record = await caseIn(await openSource(config), caseId);
      const stone = tombstoneOf(record.case, record.hashes, io.now());
      if (!stone)
        throw new AdminError(
          `The case ${caseId} is open. Only a closed case can be removed: cancel it in Teams first.`,
        );
      const copy = jsonOf(record);
      const out = text(typed, 'out');
      const path = resolve(out ?? exportPath(config.dataDir, caseId));
      await (out === undefined ? writeDurably(nodeDisk, path, copy) : writeNew(path, copy));
      if (!(await store.remove(stone)))
        throw new AdminError(`The case ${caseId} changed meanwhile and was kept. Run purge again.`);
      io.out(`${caseId}: copy written to ${path}; the case is removed. Its head was ${stone.head}.\n`);
      return 0;
    } finally {
      await store.close();
    }
  },
};

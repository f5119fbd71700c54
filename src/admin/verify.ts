import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { digitsOfCode, type Entry, verifyChain } from '../store/event-chain.js';
import { type AdminCommand, AdminError, entries, type Typed, text } from './command.js';
import { CHANGED, type Found, openSource } from './source.js';

/** What was found out about one log, and whether it is as it should be. */
interface Verdict {
  readonly whole: boolean;
  readonly line: string;
}

/** Shows that a case was not changed, or where it was. */
export const verify: AdminCommand = {
  name: 'verify',
  usage: '[<case id>] [--head <code>]   or   --file <export.json> [--head <code>]',
  summary: 'Checks that no entry of any case was changed, and names the first that was.',
  help: `Every entry carries a hash over itself and the entry before it, so that changing, removing, adding or moving one breaks
the chain at that place. Without a case id all cases are checked. Entries are counted from 1, as in the history, the
PDF and the CSV.

  --head <code>   the control code you know from a signature's confirmation, a closing summary or a PDF, as
                  ab12-cd34-ef56, or the whole head from a backup or a list: also finds entries cut off at the end. A case
                  that has gone on since is whole: the code is then that of an earlier entry.
  --file <file>   checks an exported JSON file instead of the bot's data

Exit code 1 when anything is broken, cannot be read, or does not hold the head. It changes nothing; a broken case is
set aside by the bot until its file is put back from a backup.`,
  options: { head: { type: 'string' }, file: { type: 'string' } },
  words: { from: 0, to: 1 },
  async run(typed, config, io) {
    const verdicts = await judged(typed, () => openSource(config));
    for (const { whole, line } of verdicts) (whole ? io.out : io.err)(`${line}\n`);
    const broken = verdicts.filter(({ whole }) => !whole).length;
    if (broken === 0) io.out(`${verdicts.length} checked, all whole.\n`);
    else io.err(`${broken} of ${verdicts.length} not whole.\n`);
    return broken === 0 ? 0 : 1;
  },
};

async function judged(typed: Typed, source: () => ReturnType<typeof openSource>): Promise<Verdict[]> {
  const [caseId] = typed.words;
  const [code, file] = [text(typed, 'head'), text(typed, 'file')];
  const head = code === undefined ? undefined : digitsOfCode(code);
  if (code !== undefined && head === undefined)
    throw new AdminError(
      '--head is the control code that people were shown, as ab12-cd34-ef56, or the whole head of 64 digits from 0 to f.',
    );
  if (file !== undefined && caseId !== undefined) throw new AdminError('Give a case id or --file, not both.');
  if (file !== undefined) return [judgedFile(file, await readFile(file, 'utf8'), head)];
  if (head !== undefined && caseId === undefined)
    throw new AdminError('--head is of one case: give its id too, as in verify 0630-k3f9 --head ab12-cd34-ef56.');
  const verdicts: Verdict[] = [];
  if (caseId === undefined) for await (const found of (await source()).all()) verdicts.push(verdict(found, head));
  else {
    const found = await (await source()).find(caseId);
    if (!found) throw new AdminError(`There is no case ${caseId}. Run list to see the ids.`);
    verdicts.push(verdict(found, head));
  }
  return verdicts;
}

/** The verdict on one case. A code that is an earlier entry's proves everything up to there. */
function verdict(found: Found, head: string | undefined): Verdict {
  const { id } = found;
  if (found.kind === 'aside') {
    const where = found.entry === undefined ? 'set aside' : `broken at entry ${found.entry}`;
    return { whole: false, line: `${id}  ${where}: ${found.reason}` };
  }
  if (found.kind === 'removed') {
    const { stone } = found;
    const summary = `${id}  removed ${stone.removed.slice(0, 10)}, ${entries(stone.facts)}, head ${stone.head}`;
    return stone.head.startsWith(head ?? '')
      ? { whole: true, line: summary }
      : { whole: false, line: `${summary}: that is not the code you gave` };
  }
  return heads(id, found.record.hashes, head);
}

function heads(id: string, hashes: readonly string[], head: string | undefined): Verdict {
  const summary = `${entries(hashes.length)}, head ${hashes.at(-1)}`;
  const at = head === undefined ? hashes.length - 1 : hashes.findIndex((hash) => hash.startsWith(head));
  if (at < 0)
    return { whole: false, line: `${id}  cut off or exchanged: ${summary}; no entry of it has the code you gave` };
  const since = hashes.length - 1 - at;
  return {
    whole: true,
    line: `${id}  whole, ${summary}${since > 0 ? `; the code you gave is of entry ${at + 1}` : ''}`,
  };
}

const exportSchema = z.object({
  schema: z.literal(1),
  id: z.string(),
  head: z.string(),
  entries: z.array(z.object({ event: z.unknown(), hash: z.string() })).min(1),
});

function judgedFile(name: string, content: string, head: string | undefined): Verdict {
  let file: z.infer<typeof exportSchema> | undefined;
  try {
    file = exportSchema.safeParse(JSON.parse(content)).data;
  } catch {
    // Reported below.
  }
  if (!file) throw new AdminError(`${name} is not a case that export has written as JSON.`);
  const log = file.entries as Entry[];
  const broken = verifyChain(log);
  if (broken !== undefined) return { whole: false, line: `${file.id}  broken at entry ${broken + 1}: ${CHANGED}` };
  const hashes = log.map(({ hash }) => hash);
  if (file.head !== hashes.at(-1))
    return { whole: false, line: `${file.id}  broken at entry ${hashes.length + 1}: entries were cut off at the end` };
  return heads(file.id, hashes, head);
}

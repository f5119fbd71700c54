import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, test } from 'vitest';

/** The rooms of src as the architecture draws them: what each may import of the others (a room or one file of it). */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  case: ['task'],
  task: ['case/steps', 'case/dates'],
  ask: ['case', 'task'],
  texts: ['case', 'task'],
  cards: ['case', 'task', 'texts'],
  export: ['case', 'task', 'texts'],
  flow: ['case'],
  store: ['case', 'delivery/ports', 'delivery/instances', 'delivery/turns'],
  teams: ['case', 'flow', 'ask', 'cards', 'texts', 'export', 'limits', 'watch'],
  http: ['limits'],
  limits: [],
  watch: ['case', 'delivery/ports', 'limits'],
  clock: ['case/dates', 'delivery/ports'],
  admin: ['case', 'task', 'export', 'delivery/ports', 'store', 'config', 'task-file'],
  package: ['config'],
  config: [],
};

/** Rooms without clock, chance, surroundings or SDK, and the packages they may use. */
const PURE: Readonly<Record<string, readonly string[]>> = {
  case: ['zod'],
  task: ['zod'],
  ask: ['minisearch'],
  texts: [],
  cards: [],
};

const SDK = /^(@microsoft\/teams-ai|botbuilder[^/]*|botframework-[^/]*)(\/|$)/;
const LINES_MAX = 250;

const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b/, 'reads a clock'],
  [/\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/, 'draws lots'],
  [/\bprocess\b\s*[.[]/, 'reads its surroundings'],
  [/\bfetch\(|\bsetTimeout\(|\bsetInterval\(/, 'acts on the world'],
];

const IMPORTS = /(?:^|[\s}*(=])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/gm;

/** Everything a source file does that its room may not; empty for a file that keeps to the architecture. */
function violations(path: string, text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  const found = sizeOf(path, text);
  if (!path.startsWith('src/')) return found;
  const room = roomOf(path);
  for (const [, from = ''] of code.matchAll(IMPORTS)) {
    const said = forbidden(path, room, from);
    if (said) found.push(`${path} ${said}`);
  }
  if (/\bexport\s+default\b|\bas default\b/.test(code)) found.push(`${path} has a default export`);
  if (path !== 'src/config.ts' && /\bprocess\s*\.\s*env\b|\bprocess\[/.test(code))
    found.push(`${path} reads process.env`);
  if (room in PURE) for (const [sign, what] of IMPURE) if (sign.test(code)) found.push(`${path} ${what}`);
  return found;
}

function sizeOf(path: string, text: string): string[] {
  const lines = text.trimEnd().split('\n').length;
  return lines > LINES_MAX ? [`${path} has ${lines} lines`] : [];
}

function forbidden(path: string, room: string, from: string): string | undefined {
  if (!from.startsWith('.')) return forbiddenPackage(room, from);
  const target = join(dirname(path), from).replace(/\.(js|ts)$/, '');
  if (!target.startsWith('src/')) return room === 'cards' ? undefined : `imports ${target} from outside src`;
  const inner = target.slice('src/'.length);
  const doors = DOORS[room];
  const open = !doors || [room, ...doors].some((door) => inner === door || inner.startsWith(`${door}/`));
  return open ? undefined : `imports ${inner}`;
}

function forbiddenPackage(room: string, from: string): string | undefined {
  if (SDK.test(from)) return room === 'teams' ? undefined : `imports the SDK ${from}`;
  const known = PURE[room];
  return !known || known.some((one) => from === one || from.startsWith(`${one}/`)) ? undefined : `imports ${from}`;
}

/** The folder under src, or the name of a file that stands in src itself. */
function roomOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.[mc]?tsx?$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

describe('the sources keep to the architecture', () => {
  const all = [...sources('src'), ...sources('test')];

  test('of which there are some', () => {
    const rooms = new Set(all.filter(({ path }) => path.startsWith('src/')).map(({ path }) => roomOf(path)));
    expect([...rooms]).toEqual(expect.arrayContaining(Object.keys(DOORS)));
  });

  test('and none of them loads the search before somebody asks something', () => {
    const early = all.filter(
      ({ path, text }) =>
        path.startsWith('src/') &&
        roomOf(path) !== 'ask' &&
        /^import (?!type\b)[^;]*\/ask\/(understand|search)\.js'/m.test(text),
    );
    expect(early.map(({ path }) => path)).toEqual([]);
  });

  test('every one of them', () => {
    expect(all.flatMap(({ path, text }) => violations(path, text))).toEqual([]);
  });
});

describe('each rule can fail', () => {
  test.each([
    ['src/case/a.ts', `import { x } from '../delivery/flow.js';`, 'imports flow/flow'],
    ['src/case/a.ts', `import type { x } from '../texts/da.js';`, 'imports texts/da'],
    ['src/case/a.ts', `import {\n  x,\n} from '../store/memory.js';`, 'imports store/memory'],
    ['src/case/a.ts', `export * from "../cards/frame.js";`, 'imports cards/frame'],
    ['src/case/a.ts', `const x = await import('../teams/app.js');`, 'imports teams/app'],
    ['src/case/a.ts', `import '../bot.js';`, 'imports bot'],
    [
      'src/case/a.ts',
      `import x from '../../package.json' with { type: 'json' };`,
      'imports package.json from outside src',
    ],
    ['src/case/a.ts', `import { x } from 'luxon';`, 'imports luxon'],
    ['src/case/a.ts', `import { readFileSync } from 'node:fs';`, 'imports node:fs'],
    ['src/cards/a.ts', `import fs from 'fs';`, 'imports fs'],
    ['src/texts/a.ts', `import { z } from 'zod';`, 'imports zod'],
    ['src/cards/a.ts', `import MiniSearch from 'minisearch';`, 'imports minisearch'],
    ['src/ask/a.ts', `import { x } from '../texts/da.js';`, 'imports texts/da'],
    ['src/task/a.ts', `import { x } from '../case/decide.js';`, 'imports case/decide'],
    ['src/texts/a.ts', `import { x } from '../cards/frame.js';`, 'imports cards/frame'],
    ['src/cards/a.ts', `import { x } from '../delivery/ports.js';`, 'imports flow/ports'],
    ['src/export/a.ts', `import { x } from '../cards/frame.js';`, 'imports cards/frame'],
    ['src/delivery/a.ts', `import { x } from '../store/lowdb.js';`, 'imports store/lowdb'],
    ['src/delivery/a.ts', `import { x } from '../teams/messenger.js';`, 'imports teams/messenger'],
    ['src/store/a.ts', `import { x } from '../delivery/flow.js';`, 'imports flow/flow'],
    ['src/store/a.ts', `import { x } from '../texts/da.js';`, 'imports texts/da'],
    ['src/teams/a.ts', `import { x } from '../store/lowdb.js';`, 'imports store/lowdb'],
    ['src/http/a.ts', `import { x } from '../delivery/flow.js';`, 'imports flow/flow'],
    ['src/clock/a.ts', `import { x } from '../case/decide.js';`, 'imports case/decide'],
    ['src/config.ts', `import { x } from './task/schema.js';`, 'imports task/schema'],
    ['src/http/a.ts', `import { x } from 'botbuilder';`, 'imports the SDK botbuilder'],
    ['src/delivery/a.ts', `import { x } from 'botbuilder-core/lib/x.js';`, 'imports the SDK botbuilder-core/lib/x.js'],
    ['src/bot.ts', `import { x } from '@microsoft/teams-ai';`, 'imports the SDK @microsoft/teams-ai'],
    ['src/bot.ts', `const port = process.env['PORT'];`, 'reads process.env'],
    ['src/practice/a.ts', `const { PORT } = process.env;`, 'reads process.env'],
    ['src/teams/a.ts', `export default class A {}`, 'has a default export'],
    ['src/teams/a.ts', `export { x as default };`, 'has a default export'],
    ['src/case/a.ts', `const now = Date.now();`, 'reads a clock'],
    ['src/texts/a.ts', `const now = new Date();`, 'reads a clock'],
    ['src/task/a.ts', `const one = Math.random();`, 'draws lots'],
    ['src/cards/a.ts', `const id = crypto.randomUUID();`, 'draws lots'],
    ['src/cards/a.ts', `const where = process.cwd();`, 'reads its surroundings'],
    ['src/ask/a.ts', `const today = new Date();`, 'reads a clock'],
    ['src/case/a.ts', `setTimeout(x, 5);`, 'acts on the world'],
  ])('%s: %s', (path, text, what) => {
    expect(violations(path, text)).toEqual([`${path} ${what}`]);
  });

  test.each([
    [
      'src/case/a.ts',
      `import { z } from 'zod';\nimport { x } from '../task/schema.js';\nimport { y } from './dates.js';`,
    ],
    ['src/case/a.ts', `const day = new Date(instant);\n/** Never Date.now() here. */\n// nor process.env.PORT`],
    ['src/task/a.ts', `import { STEPS } from '../case/steps.js';`],
    ['src/ask/a.ts', `import MiniSearch from 'minisearch';\nimport { x } from '../task/schema.js';`],
    ['src/cards/a.ts', `import frame from '../../cards/frame.json' with { type: 'json' };`],
    ['src/cards/a.ts', `import { steps } from '../task/schema.js';`],
    ['src/store/a.ts', `import { x } from '../delivery/ports.js';\nimport { open } from 'node:fs/promises';`],
    ['src/teams/a.ts', `import { x } from 'botbuilder';`],
    ['src/config.ts', `const env = process.env;`],
    ['src/main.ts', `import { x } from './store/lowdb.js';\nimport { y } from './teams/app.js';`],
  ])('and none fails what is allowed: %s', (path, text) => {
    expect(violations(path, text)).toEqual([]);
  });
  test('a file of more than 250 lines, in src and in test', () => {
    for (const path of ['src/http/a.ts', 'test/a.test.ts']) {
      expect(violations(path, 'x\n'.repeat(251))).toEqual([`${path} has 251 lines`]);
      expect(violations(path, 'x\n'.repeat(250))).toEqual([]);
    }
  });
});

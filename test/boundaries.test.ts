import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, test } from 'vitest';

/** The rooms of src from the bottom up, and what each may import of the others: a room, or one file of it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  task: ['case/steps', 'case/dates'],
  case: ['task'],
  ask: ['case', 'task'],
  texts: ['case', 'task'],
  cards: ['case', 'task', 'texts'],
  export: ['case', 'task', 'texts'],
  limits: [],
  delivery: ['case', 'limits'],
  store: ['case', 'limits', 'delivery/ports', 'delivery/keyed-mutex'],
  observability: ['case', 'limits', 'delivery/ports'],
  answers: ['case', 'ask', 'texts', 'cards', 'limits', 'delivery'],
  teams: ['case', 'answers', 'texts', 'cards', 'export', 'limits', 'delivery', 'observability'],
  http: ['limits'],
  settings: [],
  certificate: ['settings'],
  config: ['settings', 'certificate'],
  resources: ['case', 'task', 'cards'],
  package: ['config', 'settings'],
  admin: [
    ...['case', 'task', 'export', 'delivery/ports', 'store', 'storage', 'resources', 'config', 'settings'],
    ...['package', 'teams/adapter', 'http/outgoing-proxy'],
  ],
};

/** Rooms without clock, chance, environment, input and output or SDK, and the packages they may use. */
const PURE: Readonly<Record<string, readonly string[]>> = {
  case: ['zod'],
  task: ['zod', 'date-easter'],
  ask: [],
  texts: [],
  cards: [],
};

const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b/, 'reads a clock'],
  [/\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b/, 'draws a random number'],
  [/\bprocess\b\s*[.[]/, 'reads its environment'],
  [/\bfetch\(|\bsetTimeout\(|\bsetInterval\(/, 'acts on the world'],
];

/** The only file that reads the environment. */
const SETTINGS = 'src/config.ts';

const SDK = /^(@microsoft\/teams-ai|botbuilder[^/]*|botframework-[^/]*)(\/|$)/;
const IMPORTS = /(?:^|[\s}*(=])(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/gm;

interface Source {
  readonly path: string;
  readonly text: string;
}

/** Everything a file does that its room may not; empty for a file that keeps to the architecture. */
function violations({ path, text }: Source): string[] {
  const code = withoutComments(text);
  const room = roomOf(path);
  const found = importsOf({ path, text }).flatMap((from) => forbidden(path, room, from) ?? []);
  if (/\bexport\s+default\b|\bas default\b/.test(code)) found.push('has a default export');
  if (path !== SETTINGS && /\bprocess\s*\.\s*env\b|\bprocess\[/.test(code)) found.push('reads process.env');
  if (room in PURE) for (const [sign, what] of IMPURE) if (sign.test(code)) found.push(what);
  return found.map((what) => `${path} ${what}`);
}

function forbidden(path: string, room: string, from: string): string | undefined {
  if (!from.startsWith('.')) return forbiddenPackage(room, from);
  const target = targetOf(path, from);
  if (!target.startsWith('src/')) return room === 'cards' ? undefined : `imports ${target} from outside src`;
  const inner = target.slice('src/'.length);
  const allowed = ROOMS[room];
  const isOpen = !allowed || [room, ...allowed].some((one) => inner === one || inner.startsWith(`${one}/`));
  return isOpen ? undefined : `imports ${inner}`;
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

function importsOf({ text }: Source): string[] {
  return [...withoutComments(text).matchAll(IMPORTS)].map(([, from = '']) => from);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

function targetOf(path: string, from: string): string {
  return join(dirname(path), from).replace(/\.(js|ts)$/, '');
}

/** The first circle of imports, types included, as the files it goes through; undefined when there is none. */
function circle(sources: readonly Source[]): string[] | undefined {
  const names = new Map(sources.map(({ path }) => [path.replace(/\.ts$/, ''), path]));
  const edges = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source)
        .filter((from) => from.startsWith('.'))
        .flatMap((from) => names.get(targetOf(source.path, from)) ?? []),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of edges.get(path) ?? []) {
      const found = visit(next, [...way, path]);
      if (found) return found;
    }
    done.add(path);
    return undefined;
  };
  for (const { path } of sources) {
    const found = visit(path, []);
    if (found) return found;
  }
  return undefined;
}

const all: Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

describe('the sources keep to the architecture', () => {
  test('which has the rooms named here and no others', () => {
    const rooms = new Set(all.map(({ path }) => roomOf(path)));
    expect([...rooms].sort()).toEqual([...Object.keys(ROOMS), 'bot', 'main', 'practice', 'storage'].sort());
  });

  test('every file of them', () => {
    expect(all.flatMap(violations)).toEqual([]);
  });

  test('without a circle of imports', () => {
    expect(circle(all)).toBeUndefined();
  });
});

describe('each rule can fail', () => {
  test.each([
    ['src/case/a.ts', `import { x } from '../delivery/ports.js';`, 'imports delivery/ports'],
    ['src/case/a.ts', `import {\n  x,\n} from '../store/memory.js';`, 'imports store/memory'],
    ['src/case/a.ts', `export * from "../cards/frame.js";`, 'imports cards/frame'],
    ['src/case/a.ts', `const x = await import('../teams/app.js');`, 'imports teams/app'],
    ['src/case/a.ts', `import { x } from 'luxon';`, 'imports luxon'],
    ['src/case/a.ts', `import { readFileSync } from 'node:fs';`, 'imports node:fs'],
    ['src/task/a.ts', `import { x } from '../case/decide.js';`, 'imports case/decide'],
    ['src/ask/a.ts', `import { x } from '../texts/da.js';`, 'imports texts/da'],
    ['src/cards/a.ts', `import pg from 'pg';`, 'imports pg'],
    ['src/delivery/a.ts', `import { x } from '../teams/messenger.js';`, 'imports teams/messenger'],
    ['src/store/a.ts', `import { x } from '../delivery/sender.js';`, 'imports delivery/sender'],
    ['src/answers/a.ts', `import { x } from '../teams/app.js';`, 'imports teams/app'],
    ['src/answers/a.ts', `import { x } from 'botbuilder';`, 'imports the SDK botbuilder'],
    ['src/teams/a.ts', `import { x } from '../store/memory.js';`, 'imports store/memory'],
    ['src/http/a.ts', `import { x } from 'botbuilder';`, 'imports the SDK botbuilder'],
    ['src/bot.ts', `import { x } from '@microsoft/teams-ai';`, 'imports the SDK @microsoft/teams-ai'],
    ['src/bot.ts', `const port = process.env['PORT'];`, 'reads process.env'],
    ['src/practice/a.ts', `const { PORT } = process.env;`, 'reads process.env'],
    ['src/teams/a.ts', `export { x as default };`, 'has a default export'],
    ['src/case/a.ts', `const now = Date.now();`, 'reads a clock'],
    ['src/texts/a.ts', `const now = new Date();`, 'reads a clock'],
    ['src/cards/a.ts', `const id = crypto.randomUUID();`, 'draws a random number'],
    ['src/cards/a.ts', `const where = process.cwd();`, 'reads its environment'],
    ['src/case/a.ts', `setTimeout(x, 5);`, 'acts on the world'],
  ])('%s: %s', (path, text, what) => {
    expect(violations({ path, text })).toEqual([`${path} ${what}`]);
  });

  test('a circle of two files', () => {
    const a = { path: 'src/case/a.ts', text: `import type { B } from './b.js';` };
    const b = { path: 'src/case/b.ts', text: `import { a } from './a.js';` };
    expect(circle([a, b])).toEqual([a.path, b.path, a.path]);
  });

  test.each([
    ['src/case/a.ts', `import { x } from '../task/schema.js';\n/** Never Date.now() here. */\n// nor process.env.PORT`],
    ['src/task/a.ts', `import { STEPS } from '../case/steps.js';`],
    ['src/cards/a.ts', `import frame from '../../cards/frame.json' with { type: 'json' };`],
    ['src/teams/a.ts', `import { x } from 'botbuilder';`],
    ['src/config.ts', `const env = process.env;`],
    ['src/main.ts', `import { x } from './store/memory.js';\nimport { y } from './teams/app.js';`],
  ])('and none fails what is allowed: %s', (path, text) => {
    expect(violations({ path, text })).toEqual([]);
  });
});

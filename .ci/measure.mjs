// `npm run measure [-- folder [knip settings]]` prints what the house measures: lines and files by folder, import
// circles, long files, what nothing uses (knip), and the files on the path of a press as docs/ARCHITECTURE.md names them.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('../', import.meta.url));
const root = resolve(process.argv[2] ?? '.');
const knipSettings = process.argv[3] ?? join(here, 'knip.jsonc');
/** What the project exists in spite of: these folders, and the files that lie in src itself ('.'). */
const PLUMBING = ['store', 'delivery', 'flow', 'teams', '.'];
const LONG = 400;
/** `from './x.js'`, `import('./x.js')`: what a file takes from another one of the house. */
const IMPORTS = /(?:^|[\s}*(=])(?:from|import)\s*\(?\s*['"](\.[^'"\n]+)['"]/gm;
/** Between these two comments ARCHITECTURE.md walks through the files of a press, in backticks, in their order. */
const WALK = /<!-- press:start -->([\s\S]*?)<!-- press:end -->/;

const read = (path) => readFileSync(join(root, path), 'utf8');
const linesOf = (path) => read(path).trimEnd().split('\n').length;
const print = (text) => process.stdout.write(`${text}\n`);

const source = filesUnder('src');
/** Each file of src and the files of src that it imports, types included. */
const graph = new Map(source.map((path) => [path, importsOf(path)]));

print(`${root}\n`);
const rooms = printFolder('src', source);
const plumbing = PLUMBING.flatMap((room) => rooms.get(room) ?? []);
print(row('plumbing', plumbing));
print('');
printFolder('test', filesUnder('test'));
print('');
printList(
  'import circles in src, types included',
  circles().map((files) => files.join(' ')),
);
printList(
  `source files over ${LONG} lines`,
  source.filter((path) => linesOf(path) > LONG),
);
printUnused();
printPathOfAPress();

function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .sort();
}

/** Prints the files and lines of each room of a folder; '.' are the files that lie in the folder itself. */
function printFolder(folder, files) {
  const found = new Map();
  for (const path of files) {
    const parts = relative(folder, path).split('/');
    const room = parts.length > 1 ? parts[0] : '.';
    found.set(room, [...(found.get(room) ?? []), path]);
  }
  print(`${folder.padEnd(16)} files   lines`);
  for (const [room, paths] of [...found].sort()) print(row(room, paths));
  print(row('together', files));
  return found;
}

function row(name, paths) {
  const lines = paths.reduce((sum, path) => sum + linesOf(path), 0);
  return `  ${name.padEnd(14)} ${String(paths.length).padStart(5)} ${String(lines).padStart(7)}`;
}

function printList(title, lines, most = 20) {
  print(`${title}: ${lines.length}`);
  for (const line of lines.slice(0, most)) print(`  ${line}`);
  if (lines.length > most) print(`  ... and ${lines.length - most} more`);
}

function importsOf(path) {
  return [...read(path).matchAll(IMPORTS)]
    .map(([, name]) => join(dirname(path), name).replace(/\.js$/, '.ts'))
    .filter((name) => source.includes(name));
}

/** Groups of files that import one another in circles: the strongly connected components (Tarjan). */
function circles() {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const found = [];
  const visit = (path) => {
    index.set(path, index.size);
    low.set(path, index.get(path));
    stack.push(path);
    for (const next of graph.get(path)) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path), low.get(next)));
    }
    if (low.get(path) !== index.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1) found.push(group);
  };
  for (const path of graph.keys()) if (!index.has(path)) visit(path);
  return found;
}

function printUnused() {
  const knip = [join(here, 'node_modules/knip/bin/knip.js'), '--config', knipSettings, '--reporter', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, knip, { cwd: root, encoding: 'utf8' });
  if (!stdout.startsWith('{')) return print(`knip failed: ${stderr}`);
  const { issues } = JSON.parse(stdout);
  const named = (...kinds) =>
    issues.flatMap((issue) => kinds.flatMap((kind) => issue[kind].map(({ name }) => `${issue.file}: ${name}`))).sort();
  printList(
    'unused files (knip)',
    issues.filter(({ files }) => files.length > 0).map(({ file }) => file),
  );
  printList('unused exports (knip)', named('exports', 'types'), 60);
  printList('unused packages (knip)', named('dependencies', 'devDependencies'));
  printList('packages used but not named (knip)', named('unlisted', 'unresolved', 'binaries'));
}

function printPathOfAPress() {
  const [, walk] = WALK.exec(read('docs/ARCHITECTURE.md')) ?? [];
  if (walk === undefined) return print('files on the path of a press: docs/ARCHITECTURE.md does not name them');
  const files = [...new Set(walk.match(/src\/[\w./-]+\.ts\b/g))];
  const links = files.map((path, at) =>
    linkOf(
      path,
      files.slice(0, at).filter((one) => graph.has(one)),
    ),
  );
  printList(
    'files on the path of a press',
    files.map((path, at) => `${path}: ${links[at] ?? 'NO FILE BEFORE IT LEADS HERE'}`),
    files.length,
  );
  if (links.includes(undefined)) process.exitCode = 1;
}

/** How a file of the walk hangs on those before it; undefined when there is no such file or no import tells. */
function linkOf(path, before) {
  if (!graph.has(path)) return undefined;
  if (before.length === 0) return 'where it begins';
  const importer = before.findLast((one) => graph.get(one).includes(path));
  if (importer) return `imported by ${importer}`;
  // What is called without an import is an object that the composition root, or a file of src beside it, has handed over.
  const composition = ['src/bot.ts', ...(graph.get('src/bot.ts') ?? []).filter((one) => dirname(one) === 'src')];
  const composer = composition.find((one) => graph.get(one)?.includes(path));
  return composer && `handed over by ${composer}`;
}

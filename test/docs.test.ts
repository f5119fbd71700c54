import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const PATH = /\b(?:test|src|docs|manifest|infra|cards)\/[\w./-]+\.(?:ts|mjs|md|json|yml|bicep|service)\b/g;
const documents = [
  ...['README.md', 'CHANGELOG.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

test('every file that a document names is there', () => {
  const named = documents.flatMap((from) =>
    [...readFileSync(from, 'utf8').matchAll(PATH)].map(([path]) => ({ from, path })),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ path }) => !existsSync(path))).toEqual([]);
});

test('every source file that a document names without its folder is there', () => {
  const files = ['src', 'test'].flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }));
  const known = new Set(files.map((path) => basename(path)));
  const named = documents.flatMap((from) =>
    [...readFileSync(from, 'utf8').matchAll(/(?<![\w./-])[\w.-]+\.ts\b/g)].map(([name]) => ({ from, name })),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
});

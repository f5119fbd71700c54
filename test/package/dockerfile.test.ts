import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const lines = readFileSync('Dockerfile', 'utf8')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const of = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const ignored = readFileSync('.dockerignore', 'utf8').split('\n');

describe('the Dockerfile', () => {
  test('copies only what exists and what .dockerignore lets in', () => {
    const sources = of('COPY')
      .filter((line) => !line.includes('--from='))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(sources).toContain('src');
    for (const source of sources) {
      expect(existsSync(source), source).toBe(true);
      expect(ignored, source).toContain(`!${source.split('/')[0]}`);
    }
    expect(ignored.filter((line) => line !== '' && !line.startsWith('#'))[0]).toBe('*');
  });

  test('copies from stages that are there what they make', () => {
    const stages = of('FROM').map((line) => line.split(' AS ')[1]);
    const taken = of('COPY').flatMap((line) => /--from=(\S+) (\S+)/.exec(line)?.slice(1, 3).join(' ') ?? []);
    expect(taken).toEqual(['packages /app/node_modules', 'build /app/dist']);
    for (const one of taken) expect(stages).toContain(one.split(' ')[0]);
  });

  test('calls scripts that the package has, and installs nothing that runs a script', () => {
    const called = lines.flatMap((line) => /npm run (?:--silent )?(\S+)/.exec(line)?.[1] ?? []);
    expect(called).toEqual(['build']);
    for (const script of called) expect(scripts).toHaveProperty(script);
    const installs = lines.filter((line) => line.includes('npm ci'));
    expect(installs).toHaveLength(2);
    for (const line of installs) expect(line).toContain('--ignore-scripts');
    expect(installs.at(-1)).toContain('--omit=dev');
  });

  test('starts the bot as npm run serve does, as a user without rights, from images pinned by their major version', () => {
    const [command = ''] = of('CMD');
    const [node, program] = JSON.parse(command.slice('CMD '.length));
    expect(scripts.serve).toBe(`${node} run.mjs ${program}`);
    expect(lines.indexOf('USER node')).toBeLessThan(lines.indexOf(command));
    expect(lines).toContain('USER node');
    for (const line of of('FROM')) expect(line).toMatch(/^FROM node:\d+-bookworm-slim( AS \w+)?$/);
  });

  test('takes along everything the sources read beside themselves', () => {
    const resources = readFileSync('src/resources.ts', 'utf8');
    const read = [...resources.matchAll(/new URL\(['`]\.\.\/([^'`$]+?)\/?(?:\$\{.*?)?['`], import/g)].map(
      ([, path]) => path,
    );
    expect(read.toSorted()).toEqual(['cards', 'src/task/sa09-nemkonto.json']);
    for (const path of read) expect(of('COPY').some((line) => line.endsWith(` ./${path}`))).toBe(true);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { practiceWelcome } from '../../src/practice/playgrounds.js';

const read = (path: string) => readFileSync(path, 'utf8');
const { scripts } = JSON.parse(read('package.json'));

/** The names a `.env` file gives a value to, also an empty one, and those in its comments. */
const namesIn = (path: string) => [...read(path).matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
/** The names of the placeholders in a text. */
const placeholdersIn = (text: string) => [...text.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name]) => name);

const PROJECT_FILES = ['m365agents.yml', 'm365agents.local.yml'];

describe('the Agents Toolkit project', () => {
  test('names no placeholder that its environment does not have', () => {
    const sources = [...PROJECT_FILES, 'infra/azure.parameters.json', 'manifest/manifest.json', 'manifest/en.json'];
    const known = [...namesIn('env/.env.dev'), 'SECRET_DATABASE_PASSWORD'];
    for (const source of sources)
      for (const name of placeholdersIn(read(source)))
        expect({ source, known }).toMatchObject({ known: arrayWith(name) });
  });

  test('explains every name of its environment, and keeps neither a real id nor a secret', () => {
    const explained = namesIn('env/.env.dev.example');
    for (const name of namesIn('env/.env.dev')) expect(explained).toContain(name);
    expect(read('env/.env.dev').match(/^(BOT_ID|TEAMS_APP_ID)=.*$/gm)).toEqual([
      'TEAMS_APP_ID=00000000-0000-0000-0000-000000000000',
      'BOT_ID=00000000-0000-0000-0000-000000000000',
    ]);
    expect(namesIn('env/.env.dev').filter((name) => name?.startsWith('SECRET_'))).toEqual([]);
    expect(read('.gitignore')).toMatch(/^env\/\.env\.\*\.user$/m);
  });

  test.each(PROJECT_FILES)('names only files and scripts that are there: %s', (file) => {
    const text = read(file);
    for (const [, path = ''] of text.matchAll(/(?:manifestPath|path|parameters|ignoreFile): (\S+)$/gm))
      expect([path, existsSync(path)]).toEqual([path, true]);
    for (const [, script = ''] of text.matchAll(/args: run (\S+)$/gm)) expect(scripts).toHaveProperty(script);
  });

  test('gives the template in infra/ every parameter without a default, and no other', () => {
    const declared = [...read('infra/azure.bicep').matchAll(/^param (\w+) \w+( = .+)?$/gm)];
    const given = Object.keys(JSON.parse(read('infra/azure.parameters.json')).parameters);
    const needed = declared.filter(([, , fallback]) => fallback === undefined).map(([, name]) => name);
    expect(given).toEqual(expect.arrayContaining(needed));
    expect(declared.map(([, name]) => name)).toEqual(expect.arrayContaining(given));
  });

  test('starts in Azure what npm run serve starts, in production and with a database', () => {
    const bicep = read('infra/azure.bicep');
    const [, program] = /appCommandLine: 'node (\S+)'/.exec(bicep) ?? [];
    expect(scripts.serve).toBe(`node run.mjs ${program}`);
    const settings = [...bicep.matchAll(/\bname: '(\w+)'\s+value:|name: '(\w+)', value:/g)].map(([, a, b]) => a ?? b);
    expect(settings).toEqual(
      expect.arrayContaining([
        'NODE_ENV',
        'MicrosoftAppType',
        'MicrosoftAppId',
        'MicrosoftAppTenantId',
        'DATABASE_URL',
      ]),
    );
  });

  test('sends to Azure what the bot reads beside its code', () => {
    const ignored = read('.webappignore').split('\n');
    for (const needed of ['dist', 'cards', 'src', 'node_modules', 'package.json'])
      expect(ignored.filter((line) => line.replaceAll('/', '') === needed)).toEqual([]);
  });
});

describe('VS Code', () => {
  const { configurations } = JSON.parse(read('.vscode/launch.json'));
  const { tasks } = JSON.parse(read('.vscode/tasks.json'));

  test('starts the practice run as npm start does, and attaches where it listens', () => {
    const [{ preLaunchTask, port }] = configurations;
    const task = tasks.find(({ label }: { label: string }) => label === preLaunchTask);
    expect(task.command).toBe(scripts.start.replace('node ', `node --inspect=127.0.0.1:${port} `));
  });

  test('knows from what is printed when the practice run builds and when it is ready', () => {
    const [{ problemMatcher }] = tasks;
    expect(read('run.mjs')).toMatch(new RegExp(problemMatcher.background.beginsPattern));
    expect(practiceWelcome([], 3978)).toMatch(new RegExp(problemMatcher.background.endsPattern));
  });

  test('is asked for nothing but what the files here need', () => {
    expect(readdirSync('.vscode').sort()).toEqual(['extensions.json', 'launch.json', 'tasks.json']);
  });
});

function arrayWith(value: unknown) {
  return expect.arrayContaining([value]);
}

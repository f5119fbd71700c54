import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

interface Entry {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

/** A lock file leaves the address out when it is the registry's own. */
const REGISTRY = 'https://registry.npmjs.org/';
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> };
const named = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
const installed = Object.entries(lock.packages).filter(([path]) => path !== '');

describe('what is installed', () => {
  test('comes from the registry and nowhere else, each package with the hash it must have', () => {
    expect(installed.length).toBeGreaterThan(200);
    const odd = installed.filter(
      ([, { resolved, integrity = '', link }]) =>
        link || !(resolved ?? REGISTRY).startsWith(REGISTRY) || !/^sha512-/.test(integrity),
    );
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  test('is named with one version each, and runs no scripts', () => {
    const versions = Object.entries({ ...named.dependencies, ...named.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('ignore-scripts=true');
    expect(
      Object.keys(named.scripts ?? {}).filter((name) => /^(pre|post)?(install|prepare|publish)$/.test(name)),
    ).toEqual([]);
  });

  test('has axios above the versions with known advisories', () => {
    const versions = installed
      .filter(([path]) => path.endsWith('node_modules/axios'))
      .map(([path]) => (JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) as { version: string }).version);
    expect(versions.length).toBeGreaterThan(0);
    for (const version of versions) {
      const [major = 0, minor = 0] = version.split('.').map(Number);
      expect(major > 1 || (major === 1 && minor >= 16)).toBe(true);
    }
  });

  test('is listed with its licences, all of which let it be handed on', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['docs/licences.mjs']);
    expect(readFileSync('docs/licences.md', 'utf8')).toBe(stdout);
    const licences = [...stdout.matchAll(/^\| ([^|]+) \| \d+ \|/gm)].map(([, licence = '']) => licence);
    const fine =
      /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|OFL-1\.1)( AND OFL-1\.1| \(its file LICENSE\))?$/;
    expect(licences.length).toBeGreaterThan(4);
    expect(licences.filter((licence) => !fine.test(licence))).toEqual([]);
  });
});

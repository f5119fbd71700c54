import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dist, root } from '../built.js';
import { adminAlone } from './admin.js';

let tree: string;
beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'nemkonto-production-'));
  await cp(dist, join(tree, 'dist'), { recursive: true });
  for (const beside of ['package.json', 'cards', 'src/task/sa09-nemkonto.json', ...(await productionPackages())]) {
    await mkdir(dirname(join(tree, beside)), { recursive: true });
    await symlink(join(root, beside), join(tree, beside));
  }
}, 60_000);
afterAll(() => rm(tree, { recursive: true, force: true }));

/** What `npm ci --omit=dev` installs at the top of node_modules. */
async function productionPackages(): Promise<string[]> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  };
  return Object.entries(packages).flatMap(([path, { dev, optional, devOptional }]) =>
    /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional && !devOptional ? [path] : [],
  );
}

/** The settings with which only the way to Microsoft is missing. */
const SETTINGS = {
  ...{ MicrosoftAppId: '11111111-1111-4111-8111-111111111111', MicrosoftAppPassword: 'secret' },
  ...{ MicrosoftAppTenantId: '22222222-2222-4222-8222-222222222222', HTTPS_PROXY: 'http://127.0.0.1:1' },
  ...{ DEVELOPER_NAME: 'Vejle Kommune', DEVELOPER_URL: 'https://vejle.dk/nemkonto' },
  ...{ PRIVACY_URL: 'https://vejle.dk/persondata', TERMS_URL: 'https://vejle.dk/vilkaar' },
};

async function admin(...argv: string[]): Promise<string> {
  const env = { DATA_DIR: join(tree, 'data'), ...SETTINGS };
  const { out, err } = await adminAlone(env, argv, tree, join(tree, 'dist'));
  return out + err;
}

/** The container image and a server after `npm prune --omit=dev` have no more than this. */
test('given a tree without development packages, then every operator command works that needs none', async () => {
  const checked = await admin('check');
  expect(checked).toMatch(/^OK {4}App package +its settings can be used; it is made in a checkout with all packages/m);
  expect(checked).toMatch(/^OK {4}Task file/m);
  for (const command of [['verify'], ['list'], ['backup', join(tree, 'copy')]])
    expect(await admin(...command), command.join(' ')).not.toMatch(/unexpected|Cannot find/);
}, 60_000);

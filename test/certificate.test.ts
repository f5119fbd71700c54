import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCertificate } from '../src/certificate.js';
import { readConfig } from '../src/config.js';
import { SettingsError } from '../src/settings.js';

const GOOD = 'test/certificates/bot.pem';
const [CERTIFICATE = '', KEY = ''] = readFileSync(GOOD, 'utf8').match(/-----BEGIN[\s\S]+?-----END[^\n]+\n/g) ?? [];
const LOCKED = createPrivateKey(KEY).export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
const id = '11111111-1111-4111-8111-111111111111';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nemkonto-certificate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a certificate stands in for the password, with the thumbprint that Entra shows', () => {
  const { credentials } = readConfig({ MicrosoftAppId: id, MicrosoftAppTenantId: id, CERTIFICATE_FILE: GOOD });
  const thumbprint = new X509Certificate(CERTIFICATE).fingerprint.replaceAll(':', '');
  expect(credentials).toMatchObject({ type: 'SingleTenant', certificate: { thumbprint } });
  expect(credentials?.certificate?.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  expect(credentials).not.toHaveProperty('password');
});

test.each([
  ['nothing.pem', undefined, 'cannot be read (ENOENT)'],
  ['empty.pem', '', 'holds no certificate in PEM form'],
  ['key-only.pem', KEY, 'holds no certificate in PEM form'],
  ['no-key.pem', CERTIFICATE, 'holds no private key that can be read without a password'],
  ['locked.pem', CERTIFICATE + LOCKED, 'without a password'],
  ['elliptic.pem', readFileSync('test/certificates/elliptic.pem', 'utf8'), 'Entra takes RSA keys only'],
  ['other.pem', readFileSync('test/certificates/other-key.pem', 'utf8'), 'does not belong to the certificate'],
])('%s is refused with a sentence', async (name, text, sentence) => {
  const path = join(folder, name);
  if (text !== undefined) await writeFile(path, text);
  expect(() => readCertificate(path)).toThrow(SettingsError);
  expect(() => readCertificate(path)).toThrow(`CERTIFICATE_FILE: ${path} `);
  expect(() => readCertificate(path)).toThrow(sentence);
});

test('a certificate that ran out is refused with the day', () => {
  const { validTo } = new X509Certificate(CERTIFICATE);
  const day = new Date(validTo).toISOString().slice(0, 10);
  expect(() => readCertificate(GOOD, new Date(validTo))).toThrow(`ran out on ${day}. Upload a new one in Entra`);
});

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Transfers } from '../../src/teams/file-transfer.js';
import { isTrustedFileUrl } from '../../src/teams/trusted-urls.js';
import { type LoopbackConnector, startLoopbackConnector } from './loopback-connector.js';
import { type LoopbackFiles, startLoopbackFiles } from './loopback-files.js';

let drive: LoopbackFiles;
let pauses: number[];
beforeEach(async () => {
  drive = await startLoopbackFiles();
  pauses = [];
});
afterEach(() => drive.close());

const transfers = (timeoutMs = 2_000) =>
  new Transfers({ trust: { kind: 'practice' }, timeoutMs, pause: async (ms) => pauses.push(ms) });
const file = Buffer.from('Sagens hændelser');

describe('an address a file is sent to or fetched from', () => {
  const production = { kind: 'production' } as const;

  test.each([
    'https://vejle-my.sharepoint.com/personal/karin/_api/v2.0/drive/items/1/uploadSession?guid=1',
    'https://vejle.sharepoint.com/sites/ky/file.pdf?tempauth=x',
    'https://agency.sharepoint.us/x',
  ])('is trusted in production: %s', (address) => {
    expect(isTrustedFileUrl(address, production)).toBe(true);
  });

  test.each([
    'http://vejle-my.sharepoint.com/x',
    'https://sharepoint.com/x',
    'https://evilsharepoint.com/x',
    'https://vejle.sharepoint.com.evil.example/x',
    'https://vejle.sharepoint.com@evil.example/x',
    'https://karin:secret@vejle.sharepoint.com/x',
    'https://vejle.sharepoint.com:8443/x',
    'https://127.0.0.1/x',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'not an address',
    '',
    undefined,
    42,
  ])('is not trusted in production: %s', (address) => {
    expect(isTrustedFileUrl(address, production)).toBe(false);
  });

  test('may be a host added by name, in any letter case', () => {
    const trust = { ...production, moreHosts: ['Files.Vejle.dk'] };
    expect(isTrustedFileUrl('https://files.vejle.dk/x', trust)).toBe(true);
    expect(isTrustedFileUrl('https://more.files.vejle.dk/x', trust)).toBe(false);
  });

  test('is this computer in practice, and nothing else', () => {
    expect(isTrustedFileUrl('http://127.0.0.1:4000/x', { kind: 'practice' })).toBe(true);
    expect(isTrustedFileUrl('https://vejle.sharepoint.com/x', { kind: 'practice' })).toBe(false);
    expect(isTrustedFileUrl('ftp://127.0.0.1/x', { kind: 'practice' })).toBe(false);
  });
});

describe('a file that is sent', () => {
  test('goes in one request that says its whole length and kind', async () => {
    expect(await transfers().send(drive.address('up'), file, 'text/csv')).toBe('sent');
    const range = `bytes 0-${file.length - 1}/${file.length}`;
    expect(drive.arrived).toEqual([{ path: '/up', range, type: 'text/csv', bytes: file }]);
  });

  test('goes nowhere when the address is not trusted', async () => {
    expect(await transfers().send('http://example.com/up', file, 'text/csv')).toBe('untrusted');
    expect(await transfers().measure('http://example.com/up')).toBe('untrusted');
  });

  test('does not follow a redirect', async () => {
    drive.trouble({ status: 307, location: drive.address('elsewhere') });
    expect(await transfers().send(drive.address('up'), file, 'text/csv')).toBe('failed');
    expect(drive.arrived.map(({ path }) => path)).toEqual(['/up']);
  });

  test('is tried again when the drive is busy, as late as it asks', async () => {
    drive.trouble({ status: 503 }, { status: 429, retryAfter: '4' });
    expect(await transfers().send(drive.address('up'), file, 'text/csv')).toBe('sent');
    expect(pauses).toEqual([1_000, 4_000]);
  });

  test('is given up after three tries', async () => {
    drive.trouble({ status: 503, retryAfter: '3600' }, 'drop', { status: 500 }, { status: 503 });
    expect(await transfers().send(drive.address('up'), file, 'text/csv')).toBe('failed');
    expect(drive.arrived).toHaveLength(3);
    expect(pauses).toEqual([10_000, 2_000]);
  });

  test('is not tried again after a no', async () => {
    drive.trouble({ status: 404 });
    expect(await transfers().send(drive.address('up'), file, 'text/csv')).toBe('failed');
    expect(drive.arrived).toHaveLength(1);
  });

  test('is given up when no answer comes', async () => {
    drive.trouble('hang', 'hang', 'hang');
    expect(await transfers(20).send(drive.address('up'), file, 'text/csv')).toBe('failed');
  });
});

test('a transfer under way ends when the process does, and is not tried again', async () => {
  drive.trouble('hang');
  const under = transfers(60_000);
  const sending = under.send(drive.address('up'), file, 'text/csv');
  await expect.poll(() => drive.arrived.length).toBe(1);
  under.close();
  expect(await sending).toBe('failed');
  expect(await under.send(drive.address('up'), file, 'text/csv')).toBe('failed');
  expect(drive.arrived).toHaveLength(1);
});

describe('a file that is measured', () => {
  test('is told by its size and SHA-256', async () => {
    const bytes = Buffer.alloc(300_000, 'underskrevet ');
    drive.hold('a.pdf', bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await transfers().measure(drive.address('a.pdf'))).toEqual({ size: 300_000, sha256 });
  });

  test('may be exactly as large as is taken, not one byte more', async () => {
    drive.hold('a.pdf', Buffer.alloc(1_000));
    expect(await transfers().measure(drive.address('a.pdf'), 1_000)).toMatchObject({ size: 1_000 });
    expect(await transfers().measure(drive.address('a.pdf'), 999)).toBe('tooBig');
  });

  test('may not be empty, missing, elsewhere or cut off', async () => {
    drive.hold('empty.pdf', Buffer.alloc(0));
    expect(await transfers().measure(drive.address('empty.pdf'))).toBe('empty');
    expect(await transfers().measure(drive.address('missing.pdf'))).toBe('failed');
    drive.trouble({ status: 302, location: drive.address('empty.pdf') });
    expect(await transfers().measure(drive.address('a.pdf'))).toBe('failed');
    drive.trouble('drop', 'drop', 'drop');
    expect(await transfers().measure(drive.address('a.pdf'))).toBe('failed');
  });
});

describe('a picture that was pasted into a message', () => {
  let connector: LoopbackConnector;
  beforeEach(async () => {
    connector = await startLoopbackConnector();
  });
  afterEach(() => connector.close());

  test('is asked for with the bot’s token, and measured', async () => {
    const address = `${connector.serviceUrl}/v3/attachments/1/views/original`;
    const measured = await transfers().measurePasted(address, connector.serviceUrl, 'Bearer bot');
    expect(measured).toMatchObject({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(connector.heard).toMatchObject([{ kind: 'attachment', authorization: 'Bearer bot' }]);
  });

  test.each(['/x', 'nowhere', 'https://evil.example/v3/attachments/1'])('at %s gets no token', async (where) => {
    drive.hold('x', file);
    const address = where === '/x' ? drive.address('x') : where;
    expect(await transfers().measurePasted(address, connector.serviceUrl, 'Bearer bot')).toBe('untrusted');
    expect(drive.fetched).toEqual([]);
  });
});

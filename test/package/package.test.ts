import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTyped } from '../../src/answers/typed-commands.js';
import { readPackageSettings } from '../../src/config.js';
import { buildAppPackage, filled, schemaFlaws, shippedSchema } from '../../src/package/app-package.js';
import { texts } from '../../src/texts/texts.js';

const settings = {
  MicrosoftAppId: '11111111-1111-4111-8111-111111111111',
  DEVELOPER_NAME: `Vejle "IT" ${placeholder('BOT_ID')}`,
  DEVELOPER_URL: 'https://vejle.example/nemkonto',
  PRIVACY_URL: 'https://vejle.example/persondata',
  TERMS_URL: 'https://vejle.example/vilkaar',
};

interface CommandList {
  readonly scopes: readonly string[];
  readonly commands: readonly { readonly title: string; readonly description: string }[];
}

interface Manifest {
  readonly [key: string]: unknown;
  readonly bots: readonly [{ readonly commandLists: readonly CommandList[]; readonly [key: string]: unknown }];
}

let zip: Uint8Array;
let files: Record<string, Uint8Array>;
let manifest: Manifest;
let english: Record<string, string>;

beforeAll(async () => {
  zip = await buildAppPackage(readPackageSettings(settings));
  files = unzipSync(zip);
  const json = (name: string) => JSON.parse(strFromU8(files[name] ?? new Uint8Array()));
  manifest = json('manifest.json');
  english = json('en.json');
});

describe('the zip', () => {
  test('holds the manifest, its English and the icons at the top, and nothing else', () => {
    expect(Object.keys(files).sort()).toEqual(['color.png', 'en.json', 'manifest.json', 'outline.png']);
    for (const icon of ['color.png', 'outline.png'])
      expect(Buffer.from(files[icon] ?? []).equals(readFileSync(`manifest/${icon}`))).toBe(true);
  });

  test('is the same to the byte for the same settings', async () => {
    expect(Buffer.from(await buildAppPackage(readPackageSettings(settings))).equals(Buffer.from(zip))).toBe(true);
    const [time, day] = [10, 12].map((at) => new DataView(zip.buffer, zip.byteOffset).getUint16(at, true));
    expect({ time, day }).toEqual({ time: 0, day: 0x21 });
  });

  test('has no placeholder left but what the developer is called', () => {
    expect(JSON.stringify({ ...manifest, developer: {} }) + JSON.stringify(english)).not.toContain('${{');
    expect(manifest.developer).toMatchObject({ name: settings.DEVELOPER_NAME, privacyUrl: settings.PRIVACY_URL });
    expect(() => filled(placeholder('UNKNOWN'), {})).toThrow('UNKNOWN');
  });
});

describe('the manifest', () => {
  test('is what its schema says, and so is the English', () => {
    expect(schemaFlaws(manifest, shippedSchema(manifest))).toEqual([]);
    expect(schemaFlaws(english, shippedSchema(english))).toEqual([]);
  });

  test('that Teams would refuse is not packed, and every reason is said', async () => {
    const wrong = { MicrosoftAppId: 'my-bot', DEVELOPER_NAME: 'x'.repeat(33), PRIVACY_URL: 'ftp://x' };
    await expect(buildAppPackage({ ...readPackageSettings(settings), ...wrong })).rejects.toThrow(
      /manifest\.json: \/id .*manifest\.json: \/developer\/name .*manifest\.json: \/developer\/privacyUrl/s,
    );
  });

  test.each([
    ['a text too long', { name: { short: 'x'.repeat(31) } }, /\/name\/short/],
    ['an id that is none', { id: 'bot' }, /\/id/],
    ['an unknown property', { colour: 'blue' }, /additional/],
    ['a missing one', { icons: undefined }, /icons/],
  ])('would be refused with %s', (_what, change, said) => {
    const changed = JSON.parse(JSON.stringify({ ...manifest, ...change }));
    expect(schemaFlaws(changed, shippedSchema(manifest)).join()).toMatch(said);
  });

  test('is of the version its schema is of, and no preview', () => {
    expect(manifest.$schema).toContain(`/v${manifest.manifestVersion}/`);
    expect(english.$schema).toContain(`/v${manifest.manifestVersion}/`);
    expect(() => shippedSchema({ $schema: 'https://example.com/x.json' })).toThrow('no schema');
  });

  test('is of the bot in the settings, at home in the three kinds of conversation', () => {
    expect(manifest.id).toBe(settings.MicrosoftAppId);
    const [bot] = manifest.bots;
    expect(bot).toMatchObject({ botId: settings.MicrosoftAppId, supportsFiles: true, isNotificationOnly: false });
    expect(bot.scopes).toEqual(['personal', 'team', 'groupChat']);
    expect(manifest.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
    expect(manifest.supportsChannelFeatures).toBe('tier1');
  });

  test('has an id of its own, a page for administrators and a tie to Entra only where the settings give them', async () => {
    expect(manifest).not.toHaveProperty('publisherDocsUrl');
    const more = {
      TEAMS_APP_ID: '22222222-2222-4222-8222-222222222222',
      PUBLISHER_DOCS_URL: 'https://vejle.example/administrator',
      GRAPH_INSTALL: 'true',
    };
    const { 'manifest.json': json } = unzipSync(await buildAppPackage(readPackageSettings({ ...settings, ...more })));
    const { id, publisherDocsUrl, webApplicationInfo, bots } = JSON.parse(strFromU8(json ?? new Uint8Array()));
    expect({ id, publisherDocsUrl }).toEqual({ id: more.TEAMS_APP_ID, publisherDocsUrl: more.PUBLISHER_DOCS_URL });
    expect(webApplicationInfo).toEqual({ id: settings.MicrosoftAppId, resource: `api://${settings.MicrosoftAppId}` });
    expect(bots[0].botId).toBe(settings.MicrosoftAppId);
  });

  test('asks for no more rights than it shows: no reading of messages, no page of its own', () => {
    for (const right of ['authorization', 'webApplicationInfo', 'devicePermissions', 'staticTabs', 'composeExtensions'])
      expect(manifest).not.toHaveProperty(right);
    expect(manifest.validDomains).toEqual([]);
  });
});

describe('the texts', () => {
  const danish = () => {
    const { name, description, bots } = manifest as unknown as { name: object; description: object; bots: object };
    return textsIn({ name, description, bots });
  };

  test('are all there in English, and none is left in Danish', () => {
    const original = danish();
    const { $schema: _schema, ...translated } = english;
    expect(Object.keys(translated).sort()).toEqual(Object.keys(original).sort());
    const same = Object.keys(original).filter((key) => english[key] === original[key] && !/title$/.test(key));
    expect(same).toEqual([]);
    expect(manifest.localizationInfo).toEqual({
      defaultLanguageTag: 'da',
      additionalLanguages: [{ languageTag: 'en', file: 'en.json' }],
    });
  });

  test('keep to the store’s rules: one sentence, at most 500 words, a way to help, nothing of Microsoft’s in the name', () => {
    for (const language of [danish(), english]) {
      const full = language['description.full'] ?? '';
      expect(full.split(/\s+/).length).toBeLessThanOrEqual(500);
      expect(full).toContain(settings.DEVELOPER_URL);
      expect(language['description.short']).toMatch(/^[^.]+\.$/);
      expect(language['description.short']).not.toMatch(/\bapp/i);
      expect(language['name.short']).not.toMatch(/teams|microsoft|help|chat/i);
    }
  });
});

/** Texts under what Teams translates, each by its path in the form of a localisation file. */
function textsIn(node: unknown, path = ''): Record<string, string> {
  if (typeof node === 'string') return TRANSLATED.test(path) ? { [path]: node } : {};
  if (typeof node !== 'object' || node === null) return {};
  const into = (key: string) => (Array.isArray(node) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
  return Object.assign({}, ...Object.entries(node).map(([key, value]) => textsIn(value, into(key))));
}

const TRANSLATED = /(^name\.|^description\.|\.)(short|full|title|description)$/;

/** A placeholder as `manifest/` names it. */
function placeholder(name: string): string {
  return `\${{${name}}}`;
}

describe('the command lists', () => {
  const listed = () => manifest.bots[0].commandLists;
  const englishAt = (list: number, at: number, what: 'title' | 'description') =>
    english[`bots[0].commandLists[${list}].commands[${at}].${what}`] ?? '';

  test('are one for each kind of conversation, no longer than Teams takes', () => {
    expect(listed().map(({ scopes }) => scopes)).toEqual([['personal'], ['team'], ['groupChat']]);
    for (const { commands } of listed())
      for (const { title, description } of commands) {
        expect(commands.length).toBeLessThanOrEqual(12);
        expect(title.length).toBeLessThanOrEqual(32);
        expect(description.length).toBeLessThanOrEqual(128);
      }
  });

  test('name only what the bot answers, the same in Danish and English', () => {
    for (const [list, { commands }] of listed().entries())
      for (const [at, { title }] of commands.entries()) {
        const command = readTyped(title);
        expect([title, command === undefined]).toEqual([title, false]);
        expect(readTyped(englishAt(list, at, 'title'))).toEqual(command);
      }
  });

  test.each(['da', 'en'] as const)('say together all that the help card says, in its words: %s', (language) => {
    const inManifest = listed().flatMap(({ commands }, list) =>
      commands.map(({ title, description }, at): readonly string[] =>
        language === 'da' ? [title, description] : [englishAt(list, at, 'title'), englishAt(list, at, 'description')],
      ),
    );
    const distinct = [...new Set(inManifest.map((command) => command.join(': ')))].sort();
    const { commands } = texts(language).cards.help;
    const help = { da: 'hjælp: Se, hvad du kan skrive til mig', en: 'help: See what you can type to me' };
    expect(distinct).toEqual([...commands.map((command) => command.join(': ')), help[language]].sort());
  });
});

describe('a setting of the package', () => {
  test('that is missing is named with the others, with what it must be', () => {
    expect(() => readPackageSettings({})).toThrow(
      /MicrosoftAppId: .*\n.*DEVELOPER_NAME: .*\n.*DEVELOPER_URL: .*\n.*PRIVACY_URL: .*\n.*TERMS_URL: /,
    );
    expect(() => readPackageSettings({ ...settings, PRIVACY_URL: ' ' })).toThrow(
      'The app package cannot be made without\n  PRIVACY_URL: the address of the privacy policy, for example https://kommune.dk/persondata\nSet what is missing and try again.',
    );
  });

  test.each([
    ['MicrosoftAppId', 'my-bot'],
    ['DEVELOPER_NAME', 'x'.repeat(33)],
    ['DEVELOPER_URL', 'vejle.example'],
    ['TERMS_URL', 'http://vejle.example'],
    ['PRIVACY_URL', 'see the intranet'],
  ])('that cannot be used is answered with what it must be and an example: %s=%s', (name, value) => {
    expect(() => readPackageSettings({ ...settings, [name]: value })).toThrow(
      new RegExp(`^${name} must be .+, for example .+\\. It is: ${value}\\.$`),
    );
  });
});

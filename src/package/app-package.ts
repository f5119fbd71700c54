import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { zipSync } from 'fflate';
import type { PackageSettings } from '../config.js';

/** A package that Teams would refuse; says every reason. */
export class PackageError extends Error {
  override readonly name = 'PackageError';
}

const folder = new URL('../../manifest/', import.meta.url);
const modules = createRequire(import.meta.url);

/** The oldest moment a zip file can name. Always the same, so that the same input gives the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/** The sizes Teams asks of the two icons, in pixels each way. */
const ICON_SIZES = { 'color.png': 192, 'outline.png': 32 } as const;
type IconName = keyof typeof ICON_SIZES;
const ICONS = Object.keys(ICON_SIZES) as IconName[];

/** A JSON schema as `@microsoft/app-manifest` ships it: of draft 4, whose own schema ajv does not know. */
type Schema = Readonly<Record<string, unknown>>;
const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true, validateSchema: false });
formats.default(ajv);

/**
 * The app package as an administrator uploads it: the manifest, English beside the Danish in it, and the two icons.
 * @throws PackageError if Teams would refuse it
 */
export async function buildAppPackage(settings: PackageSettings): Promise<Uint8Array> {
  const {
    MicrosoftAppId: botId,
    TEAMS_APP_ID = botId,
    PUBLISHER_DOCS_URL = '',
    GRAPH_INSTALL,
    ...developer
  } = settings;
  const placeholders = { ...developer, BOT_ID: botId, TEAMS_APP_ID, PUBLISHER_DOCS_URL };
  const [template, texts] = await Promise.all([readJson('manifest.json'), readJson('en.json')]);
  const { publisherDocsUrl, ...rest } = filled(template, placeholders);
  const manifest = {
    ...rest,
    ...(publisherDocsUrl !== '' && { publisherDocsUrl }),
    ...(GRAPH_INSTALL && { webApplicationInfo: { id: botId, resource: `api://${botId}` } }),
  };
  const english = filled(texts, placeholders);
  const icons = await Promise.all(ICONS.map(async (name) => [name, await readFile(new URL(name, folder))] as const));

  const flaws = [
    ...namedFlaws('manifest.json', manifest, shippedSchema(manifest)),
    ...namedFlaws('en.json', english, shippedSchema(english)),
    ...icons.flatMap(([name, png]) => iconFlaws(name, png)),
  ];
  if (flaws.length > 0) throw new PackageError(`Teams would refuse the package:\n  ${flaws.join('\n  ')}`);

  const files = { 'manifest.json': bytesOf(manifest), 'en.json': bytesOf(english), ...Object.fromEntries(icons) };
  return zipSync(files, { mtime: NO_TIME, level: 9 });
}

/** The schema a document declares in `$schema`, from the package instead of the address: works without internet. */
export function shippedSchema(document: object): Schema {
  const address = '$schema' in document ? String(document.$schema) : '';
  const [, where] = /\/json-schemas\/(teams\/v[\d.]+\/[\w.]+\.json)$/.exec(address) ?? [];
  if (!where) throw new PackageError(`"${address}" is no schema of a Teams manifest.`);
  return modules(`@microsoft/app-manifest/build/json-schemas/${where}`) as Schema;
}

/** Everything in a manifest or a language file that Teams would refuse, by place; empty for a good one. */
export function schemaFlaws(document: unknown, schema: Schema): string[] {
  ajv.validate(schema, document);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the whole'} ${message}`);
}

/** What is wrong with an icon's file, by its PNG header; empty for a good one. */
export function iconFlaws(name: IconName, png: Uint8Array): string[] {
  const size = ICON_SIZES[name];
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.length < 24 || header.getUint32(0) !== 0x89504e47) return [`${name} is no PNG file`];
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  return width === size && height === size
    ? []
    : [`${name} is ${width} x ${height} pixels, and Teams asks for ${size} x ${size}`];
}

function namedFlaws(name: string, document: object, schema: Schema): string[] {
  return schemaFlaws(document, schema).map((flaw) => `${name}: ${flaw}`);
}

async function readJson(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(new URL(name, folder), 'utf8'));
}

function bytesOf(document: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
}

/**
 * A manifest or a language file with each `${{NAME}}` replaced by its value; the Agents Toolkit fills in the same names.
 * @throws Error on a name without a value
 */
export function filled<T>(document: T, placeholders: Readonly<Record<string, string>>): T {
  const values = new Map(Object.entries(placeholders));
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string')
      return node.replace(/\$\{\{(\w+)\}\}/g, (_all, name: string) => {
        const value = values.get(name);
        if (value === undefined) throw new Error(`manifest/ names ${name}, which has no value`);
        return value;
      });
    if (Array.isArray(node)) return node.map(fill);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
  };
  return fill(document) as T;
}

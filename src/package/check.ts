import { Ajv } from 'ajv';
import formats from 'ajv-formats';

/** A JSON schema as `@microsoft/app-manifest` ships it: draft 4, of which ajv takes all but the version line. */
export type Schema = Readonly<Record<string, unknown>>;

/** Everything in a manifest or a language file that Teams would refuse, by place; empty for a good one. */
export function schemaFlaws(document: unknown, schema: Schema): string[] {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
  formats.default(ajv);
  const { $schema: _draft4, ...rules } = schema;
  ajv.validate(rules, document);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the whole'} ${message}`);
}

/** The sizes Teams asks of the two icons, in pixels each way. */
export const ICON_SIZES = { 'color.png': 192, 'outline.png': 32 } as const;
export type IconName = keyof typeof ICON_SIZES;

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

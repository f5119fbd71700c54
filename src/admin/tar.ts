/** A tar file is a row of blocks of this many bytes. */
const BLOCK = 512;
const NAME_MAX = 100;
const PREFIX_MAX = 155;

/** A file in a tar archive. */
export interface TarFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What ends a tar archive. */
export const TAR_END = new Uint8Array(2 * BLOCK);

/**
 * One file as it stands in a tar archive (POSIX ustar), which any tar can unpack. Undefined for a path too long for it.
 * `seconds` is the time written beside it, since 1970.
 */
export function tarred({ path, bytes }: TarFile, seconds: number): Uint8Array | undefined {
  const named = splitPath(path);
  if (!named) return undefined;
  const out = Buffer.alloc(BLOCK + Math.ceil(bytes.length / BLOCK) * BLOCK);
  out.write(named.name, 0, 'utf8');
  out.write('0000600\0', 100, 'latin1');
  out.write('0000000\0', 108, 'latin1');
  out.write('0000000\0', 116, 'latin1');
  out.write(`${octal(bytes.length, 11)} `, 124, 'latin1');
  out.write(`${octal(seconds, 11)} `, 136, 'latin1');
  out.write('        0', 148, 'latin1');
  out.write('ustar\x0000', 257, 'latin1');
  out.write(named.prefix, 345, 'utf8');
  out.write(`${octal(sum(out.subarray(0, BLOCK)), 6)}\0 `, 148, 'latin1');
  out.set(bytes, BLOCK);
  return out;
}

/** What a header says; undefined for the zeros at the end. Throws a RangeError for what is no header of a plain file. */
export function readHeader(block: Uint8Array): { path: string; size: number; padded: number } | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const header = Buffer.from(block);
  const said = Number.parseInt(textAt(header, 148, 8), 8);
  header.write('        ', 148, 'latin1');
  if (said !== sum(header)) throw new RangeError('a header is damaged');
  const kind = textAt(header, 156, 1);
  if (kind !== '0' && kind !== '') throw new RangeError('it holds something else than plain files');
  const size = Number.parseInt(textAt(header, 124, 12), 8);
  const prefix = textAt(header, 345, PREFIX_MAX);
  const name = textAt(header, 0, NAME_MAX);
  return { path: prefix ? `${prefix}/${name}` : name, size, padded: Math.ceil(size / BLOCK) * BLOCK };
}

export const TAR_BLOCK = BLOCK;

/** A long path is cut at a slash: its last part is the name, the rest the prefix. */
function splitPath(path: string): { name: string; prefix: string } | undefined {
  if (Buffer.byteLength(path) <= NAME_MAX) return { name: path, prefix: '' };
  const cut = path.lastIndexOf('/');
  const [prefix, name] = [path.slice(0, Math.max(cut, 0)), path.slice(cut + 1)];
  return Buffer.byteLength(name) <= NAME_MAX && Buffer.byteLength(prefix) <= PREFIX_MAX ? { name, prefix } : undefined;
}

function octal(value: number, digits: number): string {
  return Math.trunc(value).toString(8).padStart(digits, '0');
}

function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}

function textAt(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end).trim();
}

import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of a pixel, 0 to 255 each. */
  at(x: number, y: number): readonly [number, number, number, number];
}

/** Reads a PNG of 8 bits a channel, with or without alpha, not interlaced: what a browser's screenshot is. */
export function readPng(file: Uint8Array): Picture {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = file[25] === 6 ? 4 : 3;
  if (file[24] !== 8 || (channels === 3 && file[25] !== 2) || file[28] !== 0)
    throw new Error('no such PNG is read here');
  const raw = inflateSync(Buffer.concat(dataOf(file, view)));
  const line = width * channels;
  const pixels = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x++) {
      const left = x < channels ? 0 : (pixels[y * line + x - channels] ?? 0);
      const up = y === 0 ? 0 : (pixels[(y - 1) * line + x] ?? 0);
      const corner = y === 0 || x < channels ? 0 : (pixels[(y - 1) * line + x - channels] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      pixels[y * line + x] = (raw[y * (line + 1) + 1 + x] ?? 0) + guess;
    }
  }
  const channel = (x: number, y: number, at: number) => pixels[y * line + x * channels + at] ?? 0;
  return {
    width,
    height,
    at: (x, y) => [channel(x, y, 0), channel(x, y, 1), channel(x, y, 2), channels === 4 ? channel(x, y, 3) : 255],
  };
}

function dataOf(file: Uint8Array, view: DataView): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    if (new TextDecoder().decode(file.subarray(at + 4, at + 8)) === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return parts;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map((one) => Math.abs(left + up - corner - one)) as [number, number, number];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

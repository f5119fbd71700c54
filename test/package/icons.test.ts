import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { iconFlaws } from '../../src/package/app-package.js';
import { type Picture, readPng } from './png.js';

const color = readFileSync('appPackage/color.png');
const outline = readFileSync('appPackage/outline.png');

function pixels(picture: Picture) {
  return Array.from({ length: picture.width * picture.height }, (_none, at) => {
    const [x, y] = [at % picture.width, Math.floor(at / picture.width)];
    return { x, y, colour: picture.at(x, y) };
  });
}

test('the icons have the sizes Teams asks for', () => {
  expect(iconFlaws('color.png', color)).toEqual([]);
  expect(iconFlaws('outline.png', outline)).toEqual([]);
});

test('an icon of another size, or that is no picture, is named', () => {
  expect(iconFlaws('color.png', outline)).toEqual(['color.png is 32 x 32 pixels, and Teams asks for 192 x 192']);
  expect(iconFlaws('outline.png', new Uint8Array(40))).toEqual(['outline.png is no PNG file']);
  expect(iconFlaws('outline.png', new Uint8Array(3))).toEqual(['outline.png is no PNG file']);
});

test('the colour icon keeps its symbol within the middle 120 pixels, on one solid colour', () => {
  const picture = readPng(color);
  const background = [15, 76, 92, 255];
  expect(picture.at(0, 0)).toEqual(background);
  const apart = (colour: readonly number[]) => colour.some((one, at) => Math.abs(one - (background[at] ?? 0)) > 3);
  const symbol = pixels(picture).filter(({ colour }) => apart(colour));
  expect(symbol.length).toBeGreaterThan(4_000);
  const within = (n: number) => n >= 36 && n < 156;
  expect(symbol.filter(({ x, y }) => !within(x) || !within(y))).toEqual([]);
});

test('the outline icon is white on nothing, without a margin that makes it small', () => {
  const drawn = pixels(readPng(outline)).filter(({ colour: [, , , alpha] }) => alpha > 0);
  expect(drawn.filter(({ colour: [red, green, blue] }) => Math.min(red, green, blue) < 250)).toEqual([]);
  expect(drawn.length).toBeGreaterThan(150);
  expect(drawn.length).toBeLessThan(32 * 32 * 0.6);
  const reach = (theCase: (pixel: { x: number; y: number }) => number) =>
    Math.max(...drawn.map(theCase)) - Math.min(...drawn.map(theCase)) + 1;
  expect(reach(({ x }) => x)).toBeGreaterThanOrEqual(26);
  expect(reach(({ y }) => y)).toBeGreaterThanOrEqual(28);
});

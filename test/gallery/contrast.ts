import { type BoxStyle, type TextColour, type Theme, wordColour } from './hosts.js';

/** A text of a card with what decides its colours. */
export interface Inked {
  readonly text: string;
  readonly colour: TextColour;
  readonly subtle: boolean;
  readonly box: BoxStyle;
}

type Node = Readonly<Record<string, unknown>>;

/** Every text a card draws, with its colour and the box it stands in; a container without a style is in its parent's. */
export function inked(node: unknown, box: BoxStyle = 'default', colour: TextColour = 'default'): Inked[] {
  if (Array.isArray(node)) return node.flatMap((one) => inked(one, box, colour));
  if (typeof node !== 'object' || node === null) return [];
  const { type, text, style } = node as Node;
  const own = typeof node === 'object' && 'color' in node ? (String(node.color).toLowerCase() as TextColour) : colour;
  if ((type === 'TextBlock' || type === 'TextRun') && typeof text === 'string')
    return [{ text, colour: own, subtle: 'isSubtle' in node && node.isSubtle === true, box }];
  const isBox = /^(Container|Column|ColumnSet)$/.test(String(type)) && typeof style === 'string';
  const inner = type === 'Action.ShowCard' ? 'emphasis' : isBox ? (style as BoxStyle) : box;
  return Object.values(node).flatMap((one) => inked(one, inner, colour));
}

/** The contrast of a text with its box in a theme, 1 to 21, as WCAG 2.1 works it out. */
export function contrast({ colour, subtle, box }: Inked, theme: Theme): number {
  const behind = theme.boxes[box];
  const [a, b] = [light(over(wordColour(theme, colour, subtle, box), behind)), light(over(behind, behind))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

type Rgb = readonly [number, number, number];

/** `#rrggbb`, or `#aarrggbb` laid over what is behind it. */
function over(colour: string, behind: string): Rgb {
  const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  if (colour.length === 7) return parts(colour) as unknown as Rgb;
  const alpha = Number.parseInt(colour.slice(1, 3), 16) / 255;
  const [front, back] = [parts(`#${colour.slice(3)}`), parts(behind)];
  return front.map((one, at) => one * alpha + (back[at] ?? 0) * (1 - alpha)) as unknown as Rgb;
}

/** Relative luminance, 0 to 1. */
function light(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

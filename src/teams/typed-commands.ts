import { normalised } from '../ask/normalise.js';
import { type Opens, opensByTitle } from './button-titles.js';

/** What a person can type, by the card or act it leads to. */
export type TypedCommand =
  | Opens
  /** `name` is what stands behind the command. */
  | { kind: 'remind'; name: string }
  | { kind: 'export'; about: string }
  | { kind: 'forward'; ms: number };

/** The commands as they are compared: without capitals, signs and double blanks. */
const WORDS: ReadonlyMap<string, TypedCommand> = new Map(
  Object.entries({
    ...words('hjaelp help', { kind: 'help' }),
    ...words('start', { kind: 'start' }),
    ...words('status', { kind: 'status' }),
    ...words('oversigt overview', { kind: 'overview' }),
    ...words('historik history', { kind: 'history' }),
    ...words('sprog language', { kind: 'language' }),
    ...words('paamind remind', { kind: 'remind', name: '' }),
    ...words('ret correct', { kind: 'show', view: 'correct' }),
    ...words('overdrag', { kind: 'show', view: 'handOver' }),
    handover: { kind: 'show', view: 'handOver' } as TypedCommand,
    'hand over': { kind: 'show', view: 'handOver' } as TypedCommand,
    ...words('stedfortraeder substitute', { kind: 'show', view: 'substitute' }),
    ...words('udsaet snooze', { kind: 'show', view: 'snooze' }),
    ...words('annuller cancel', { kind: 'show', view: 'cancel' }),
  }),
);

function words(all: string, command: TypedCommand): Record<string, TypedCommand> {
  return Object.fromEntries(all.split(' ').map((word) => [word, command]));
}

/** No command is longer, signs around it included. */
const COMMAND_MAX = 200;

/** Perhaps with the municipality or the number of the case that is meant. */
const EXPORT = /^(?:eksport|export)(?:[\s:,]+(.{1,60}))?$/iu;

/** Perhaps with the colleague who is meant. */
const REMIND = /^(?:påmind|paamind|remind)[\s:,]+(.{1,80})$/iu;

const FORWARD = /^(?:spol|forward)\s+(\d{1,4})\s+(\p{L}+)$/iu;
const HOUR_MS = 3_600_000;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(time|timer|hour|hours)$/i, HOUR_MS],
  [/^(dag|dage|day|days)$/i, 24 * HOUR_MS],
  [/^(uge|uger|week|weeks)$/i, 7 * 24 * HOUR_MS],
];

/** The command that was typed, or the button whose title was; undefined for any other text. */
export function readTyped(text: string): TypedCommand | undefined {
  if (text.length > COMMAND_MAX) return undefined;
  const known = WORDS.get(normalised(text)) ?? opensByTitle(text);
  if (known) return known;
  const word = text
    .normalize('NFC')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/\s+/g, ' ');
  const exported = EXPORT.exec(word);
  if (exported) return { kind: 'export', about: exported[1] ?? '' };
  const reminded = REMIND.exec(word);
  if (reminded) return { kind: 'remind', name: reminded[1] ?? '' };
  const [, count, unit = ''] = FORWARD.exec(word) ?? [];
  const size = UNITS.find(([pattern]) => pattern.test(unit));
  return count && size && Number(count) > 0 ? { kind: 'forward', ms: Number(count) * size[1] } : undefined;
}

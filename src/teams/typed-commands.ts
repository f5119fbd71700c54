/** What a person can type, by the card or act it leads to. */
export type TypedCommand =
  | { kind: 'help' | 'start' | 'status' | 'overview' | 'history' | 'language' | 'remind' }
  | { kind: 'show'; view: 'correct' | 'handOver' | 'substitute' | 'snooze' | 'cancel' }
  | { kind: 'export'; about: string }
  | { kind: 'forward'; ms: number };

const WORDS: readonly (readonly [RegExp, TypedCommand])[] = [
  [/^(hjælp|hjaelp|help)$/, { kind: 'help' }],
  [/^start$/, { kind: 'start' }],
  [/^status$/, { kind: 'status' }],
  [/^(oversigt|overview)$/, { kind: 'overview' }],
  [/^(historik|history)$/, { kind: 'history' }],
  [/^(sprog|language)$/, { kind: 'language' }],
  [/^(påmind|paamind|remind)$/, { kind: 'remind' }],
  [/^(ret|correct)$/, { kind: 'show', view: 'correct' }],
  [/^(overdrag|hand ?over)$/, { kind: 'show', view: 'handOver' }],
  [/^(stedfortræder|stedfortraeder|substitute)$/, { kind: 'show', view: 'substitute' }],
  [/^(udsæt|udsaet|snooze)$/, { kind: 'show', view: 'snooze' }],
  [/^(annuller|annullér|cancel)$/, { kind: 'show', view: 'cancel' }],
];

/** No command is longer, signs around it included. */
const COMMAND_MAX = 200;

/** Perhaps with the municipality or the number of the case that is meant. */
const EXPORT = /^(?:eksport|export)(?:[\s:,]+(.{1,60}))?$/iu;

const FORWARD = /^(?:spol|forward)\s+(\d{1,4})\s+(\p{L}+)$/iu;
const HOUR_MS = 3_600_000;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(time|timer|hour|hours)$/i, HOUR_MS],
  [/^(dag|dage|day|days)$/i, 24 * HOUR_MS],
  [/^(uge|uger|week|weeks)$/i, 7 * 24 * HOUR_MS],
];

/** The command that was typed; undefined for any other text. Casing, blanks, punctuation and quotes mean nothing. */
export function readTyped(text: string): TypedCommand | undefined {
  if (text.length > COMMAND_MAX) return undefined;
  const line = text.normalize('NFC').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const words = line.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
  const plain = WORDS.find(([pattern]) => pattern.test(words));
  if (plain) return plain[1];
  const exported = EXPORT.exec(line);
  if (exported) return { kind: 'export', about: exported[1] ?? '' };
  const [, count, unit = ''] = FORWARD.exec(line) ?? [];
  const size = UNITS.find(([pattern]) => pattern.test(unit));
  return count && size && Number(count) > 0 ? { kind: 'forward', ms: Number(count) * size[1] } : undefined;
}

/** What a person can type, by the card or act it leads to. */
export type TypedCommand =
  | { kind: 'help' | 'start' | 'status' | 'overview' | 'history' | 'language' | 'remind' }
  | { kind: 'show'; view: 'correct' | 'handOver' | 'substitute' | 'snooze' | 'cancel' }
  | { kind: 'export'; about: string }
  | { kind: 'forward'; ms: number };

const WORDS: readonly (readonly [RegExp, TypedCommand])[] = [
  [/^(hjælp|hjaelp|help)$/i, { kind: 'help' }],
  [/^start$/i, { kind: 'start' }],
  [/^status$/i, { kind: 'status' }],
  [/^(oversigt|overview)$/i, { kind: 'overview' }],
  [/^(historik|history)$/i, { kind: 'history' }],
  [/^(sprog|language)$/i, { kind: 'language' }],
  [/^(påmind|paamind|remind)$/i, { kind: 'remind' }],
  [/^(ret|correct)$/i, { kind: 'show', view: 'correct' }],
  [/^(overdrag|hand over)$/i, { kind: 'show', view: 'handOver' }],
  [/^(stedfortræder|stedfortraeder|substitute)$/i, { kind: 'show', view: 'substitute' }],
  [/^(udsæt|udsaet|snooze)$/i, { kind: 'show', view: 'snooze' }],
  [/^(annuller|annullér|cancel)$/i, { kind: 'show', view: 'cancel' }],
];

/** Perhaps with the municipality or the number of the case that is meant. */
const EXPORT = /^(?:eksport|export)(?:\s+(.{1,60}))?$/iu;

const FORWARD = /^(?:spol|forward)\s+(\d{1,4})\s+(\p{L}+)$/iu;
const HOUR_MS = 3_600_000;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(time|timer|hour|hours)$/i, HOUR_MS],
  [/^(dag|dage|day|days)$/i, 24 * HOUR_MS],
  [/^(uge|uger|week|weeks)$/i, 7 * 24 * HOUR_MS],
];

/** The command that was typed, in any casing and with blanks around it; undefined for any other text. */
export function readTyped(text: string): TypedCommand | undefined {
  const word = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  const plain = WORDS.find(([pattern]) => pattern.test(word));
  if (plain) return plain[1];
  const exported = EXPORT.exec(word);
  if (exported) return { kind: 'export', about: exported[1] ?? '' };
  const [, count, unit = ''] = FORWARD.exec(word) ?? [];
  const size = UNITS.find(([pattern]) => pattern.test(unit));
  return count && size && Number(count) > 0 ? { kind: 'forward', ms: Number(count) * size[1] } : undefined;
}

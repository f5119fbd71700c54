import type { Person } from '../case/people.js';
import { readDay } from '../case/typed-values.js';
import { clean, personName } from '../texts/format.js';
import { problemSentence } from '../texts/refusals.js';
import { type FieldId, fieldWords } from '../texts/texts.js';
import type { CardContext } from './context.js';

type FieldKind = 'text' | 'long' | 'date' | 'choice' | 'list' | 'filter' | 'person' | 'toggle';

interface Choice {
  readonly title: string;
  readonly value: string;
}

interface FieldOptions {
  readonly label?: string;
  /** The input is called what another is: `until` of a snooze is no last day. */
  readonly words?: FieldId;
  readonly value?: string;
  readonly optional?: true;
  readonly hint?: string;
  /** Shows the field's example while it is empty. */
  readonly example?: true;
  readonly choices?: readonly Choice[];
  /** Beside a toggle's box. */
  readonly title?: string;
  readonly max?: number;
}

/** An input as the `fields` template wants it: labelled, with what was typed before and what was wrong with it. */
export function field(id: FieldId, kind: FieldKind, ctx: CardContext, options: FieldOptions = {}): object {
  const named = options.words ?? id;
  const words = fieldWords(named, ctx.language);
  const label = clean(options.label ?? words.label, 120);
  const problem = ctx.form?.problems.find((one) => one.field === id)?.problem;
  const typed = ctx.form?.typed[id] ?? options.value ?? '';
  return {
    id,
    kind,
    label,
    required: options.optional !== true,
    errorMessage: problemSentence(
      named,
      kind === 'toggle' ? { kind: 'annexNotFollowed' } : { kind: 'required' },
      ctx.language,
      label,
    ),
    value: kind === 'date' ? dayTyped(typed) : offered(kind, typed, options.choices),
    placeholder: options.example ? words.example : '',
    hint: options.hint ?? '',
    error: problem ? problemSentence(named, problem, ctx.language, label) : '',
    choices: options.choices ?? [],
    title: options.title ?? '',
    maxLength: options.max ?? 500,
  };
}

/** A date input takes ISO only; a day typed in words is turned into it. */
function dayTyped(typed: string): string {
  const read = readDay(typed);
  return 'value' in read ? read.value : '';
}

/** A list can only preset what it offers. */
function offered(kind: FieldKind, typed: string, choices: readonly Choice[] = []): string {
  if (kind === 'text' || kind === 'long' || kind === 'toggle') return typed;
  return choices.some((choice) => choice.value === typed) ? typed : '';
}

/** What Teams' picker and the practice client name people by. */
const USER_ID = /^[\w:.-]{1,100}$/;

/** More would not fit a card; the others are found by Teams' picker. */
const PEOPLE_MAX = 200;

/** A choice of the people the bot knows; Teams' own picker finds everyone else. */
export function personField(
  id: FieldId,
  ctx: CardContext,
  {
    without,
    ...options
  }: Pick<FieldOptions, 'label' | 'value' | 'hint' | 'optional'> & {
    without?: readonly (Person | undefined)[];
  } = {},
): object {
  const leftOut = new Set(without?.map((person) => person?.id.toLowerCase()));
  const offeredPeople = ctx.people
    .filter((person) => person.name !== '' && !leftOut.has(person.id.toLowerCase()))
    .slice(0, PEOPLE_MAX);
  const typed = ctx.form?.typed[id]?.trim() ?? '';
  const isTyped = ({ id: own }: { id: string }) => own.toLowerCase() === typed.toLowerCase();
  // The picker finds people who are no choice here; whoever was chosen stays chosen, by the id that was sent.
  const isWrong = ctx.form?.problems.some((one) => one.field === id) === true || !USER_ID.test(typed);
  const chosen = isWrong ? undefined : (ctx.people.find(isTyped) ?? { tenant: '', id: typed, name: '' });
  const others = offeredPeople.filter((person) => !isTyped(person));
  const choices = [...(chosen ? [{ ...chosen, id: typed }] : []), ...others].map((person) => ({
    title: personName(person, ctx.language),
    value: person.id,
  }));
  return field(id, 'person', ctx, { ...options, choices, example: true });
}

/** The inputs as card elements. */
export function inputs(fields: readonly object[], ctx: CardContext): readonly unknown[] {
  return fields.length === 0 ? [] : ctx.templates.fields({ fields }).body;
}

import { type Case, currentStep } from '../case/case.js';
import type { CommandType } from '../case/commands.js';
import type { StepId } from '../case/steps.js';
import type { Templates } from './templates.js';

/** The commands, and the verbs that only change what is shown. */
export type Verb =
  | CommandType
  | 'refresh'
  | 'start'
  | 'ask'
  | 'help'
  | 'overview'
  | 'chooseLanguage'
  | 'dropSignedCopy'
  | 'exportCase';

/** The views a `refresh` can ask for with `show` in its data. */
export const SHOWS = [
  'own',
  'personal',
  'status',
  'history',
  'more',
  'askForOfficer',
  'decline',
  'refuse',
  'agreementNumber',
  'webForm',
  'invoice',
  'returned',
  'correct',
  'handOver',
  'replaceOfficer',
  'replacePayer',
  'substitute',
  'moveGoLive',
  'snooze',
  'cancel',
  'reopen',
  'klik',
  'klikByAnother',
  'payment',
  'namePayer',
  'agreementForm',
  'returnDocument',
  'followUp',
] as const;
export type Show = (typeof SHOWS)[number];

/** A button of a card. */
export type Button =
  | {
      kind: 'execute';
      title: string;
      verb: Verb;
      data: object;
      style: '' | 'positive' | 'destructive';
      inputs: '' | 'none';
    }
  | { kind: 'link'; title: string; url: string }
  | { kind: 'reveal'; title: string; lead: string; fields: readonly unknown[]; actions: readonly unknown[] };

/** Teams shows at most this many actions of one array. */
export const ACTIONS_MAX = 6;

/** What every button of a case carries; rights are never decided by it. */
export function dataOf(theCase: Case, step?: StepId): { caseId: string; step: string; version: number } {
  return { caseId: theCase.id, step: step ?? currentStep(theCase) ?? '', version: theCase.version };
}

const execute =
  (style: '' | 'positive' | 'destructive', inputs: '' | 'none') =>
  (verb: Verb, title: string, data: object = {}): Button => ({
    kind: 'execute',
    title,
    verb,
    data: { ...data, verb },
    style,
    inputs,
  });

/** The act of the card: sends the inputs. */
export const act = execute('positive', '');

/** An act that stops or refuses something: sends the inputs. */
export const stop = execute('destructive', '');

/** Another way to do the act than the one the card proposes: sends the inputs, in the plain style. */
export const instead = execute('', '');

/** A button beside the act: sends no inputs, so that an empty required field does not hold it back. */
export const beside = execute('', 'none');

/** Shows another view of the case in place. */
export function show(theCase: Case, view: Show, title: string): Button {
  return beside('refresh', title, { ...dataOf(theCase), show: view });
}

export function link(title: string, url: string): Button {
  return { kind: 'link', title, url };
}

/** The buttons as Adaptive Card actions, in the order given; each Execute with its Submit fallback. */
export function actionsOf(
  buttons: readonly Button[],
  { templates }: { readonly templates: Templates },
): readonly unknown[] {
  // One at a time: of several the template would put those of one kind together.
  return buttons.slice(0, ACTIONS_MAX).flatMap((button) => templates.actions({ buttons: [button] }).actions);
}

/** The pixels a phone of 320 pixels leaves for a line of buttons: beyond this they would be cut. */
const LINE_MAX = 256;
const widthOf = ({ title }: Button) => title.length * 7.8 + 34;

/** The buttons in lines that fit a phone, as data for action sets; the first line holds the act itself. */
export function rowsOf(
  buttons: readonly Button[],
  ctx: { readonly templates: Templates },
  above: 'Large' | 'Small' = 'Large',
): readonly object[] {
  const rows: Button[][] = [];
  for (const button of buttons) {
    const last = rows.at(-1);
    const width = [...(last ?? []), button].reduce((sum, one) => sum + widthOf(one) + 8, -8);
    if (last && width <= LINE_MAX && last.length < ACTIONS_MAX) last.push(button);
    else rows.push([button]);
  }
  return rows.map((row, at) => ({ spacing: at === 0 ? above : 'Small', actions: actionsOf(row, ctx) }));
}

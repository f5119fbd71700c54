import { type Case, currentStep } from '../case/case.js';
import type { CommandType } from '../case/commands.js';
import type { StepId } from '../case/steps.js';
import type { CardContext } from './context.js';

/** Verbs that only change what is shown; the others are the commands of the core. */
export type Verb =
  | CommandType
  | 'refresh'
  | 'start'
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
  'invoice',
  'correct',
  'handOver',
  'replaceOfficer',
  'replacePayer',
  'substitute',
  'moveGoLive',
  'snooze',
  'cancel',
  'reopen',
] as const;
export type Show = (typeof SHOWS)[number];

/** One button, whatever it does. */
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
  | { kind: 'reveal'; title: string; body: readonly unknown[]; actions: readonly unknown[] };

/** Teams shows at most this many actions of one array. */
export const ACTIONS_MAX = 6;

/** What every button of a case carries; nothing in it decides rights. */
export function dataOf(of: Case, step?: StepId): { caseId: string; step: string; version: number } {
  return { caseId: of.id, step: step ?? currentStep(of) ?? '', version: of.version };
}

/** The act of the card: sends the inputs. */
export function act(verb: Verb, title: string, data: object = {}): Button {
  return { kind: 'execute', title, verb, data: { ...data, verb }, style: 'positive', inputs: '' };
}

/** An act that stops or refuses something: sends the inputs. */
export function stop(verb: Verb, title: string, data: object = {}): Button {
  return { kind: 'execute', title, verb, data: { ...data, verb }, style: 'destructive', inputs: '' };
}

/** Another way to do the act than the one the card points at: sends the inputs, and stands back. */
export function instead(verb: Verb, title: string, data: object = {}): Button {
  return { kind: 'execute', title, verb, data: { ...data, verb }, style: '', inputs: '' };
}

/** A button beside the act: sends no inputs, so that an empty required field does not hold it back. */
export function beside(verb: Verb, title: string, data: object = {}): Button {
  return { kind: 'execute', title, verb, data: { ...data, verb }, style: '', inputs: 'none' };
}

/** Shows another view of the case in place. */
export function show(of: Case, view: Show, title: string): Button {
  return beside('refresh', title, { ...dataOf(of), show: view });
}

export function link(title: string, url: string): Button {
  return { kind: 'link', title, url };
}

/** The buttons as Adaptive Card actions, in the order given; each Execute with its Submit fallback. */
export function actionsOf(buttons: readonly Button[], ctx: CardContext): readonly unknown[] {
  return buttons.slice(0, ACTIONS_MAX).flatMap((button) => {
    const of = <K extends Button['kind']>(kind: K) => (button.kind === kind ? [button] : []);
    return ctx.templates.actions({
      lang: ctx.language,
      fallback: '',
      speak: '',
      executes: of('execute'),
      links: of('link'),
      reveals: of('reveal'),
    }).actions;
  });
}

/** What a phone of 320 pixels leaves a card, less its edges: beyond this the buttons of a line would be cut. */
const LINE_MAX = 256;
const widthOf = ({ title }: Button) => title.length * 7.8 + 34;

/** The buttons in lines that fit a phone, as data for action sets; the first line holds the act itself. */
export function rowsOf(
  buttons: readonly Button[],
  ctx: CardContext,
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

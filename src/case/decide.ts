import { type Case, currentStep } from './case.js';
import type { Command, CommandType } from './commands.js';
import { dayOf } from './dates.js';
import { aroundRules } from './decide-around.js';
import { copyRules } from './decide-copy.js';
import { openCase } from './decide-open.js';
import { stepRules } from './decide-steps.js';
import { samePerson, sameTenant } from './people.js';
import type { Refusal } from './refusals.js';
import { actors, hadPart } from './roles.js';
import { type Asked, type Decision, type Rule, type RulesFor, type World, wrongFields } from './rule.js';

const RULES: RulesFor<Exclude<CommandType, 'openCase'>> = { ...stepRules, ...copyRules, ...aroundRules };

/**
 * The one place that says yes or no. Pure: the same command, case, asker and world always give the same answer.
 * The order of the questions is the order in which a person wants to hear them: is it mine to see, is it done already,
 * may I, is it time, is my card up to date, is what I typed right.
 */
export function decide(command: Command, before: Case | undefined, asked: Asked, world: World): Decision {
  if (asked.guest) return { refusal: { reason: 'guest' } };
  if (command.type === 'openCase') return openCase(command, before, asked, world);
  if (before === undefined || !sameTenant(before.tenant, asked.by.tenant)) return { refusal: { reason: 'noCase' } };
  const rule = RULES[command.type] as Rule<Command>;
  const refusal = refuse(command.type, rule, before, asked, command);
  if (refusal) return { refusal };
  return strangersIn(command, before) ?? rule.decide(command, before, asked, world);
}

/**
 * Nobody of another organisation gets a part in a case. Whoever reads the input only finds people of the asker's tenant;
 * this is the second wall, for a reader that is mistaken and for whoever comes by another way.
 */
function strangersIn(command: Command, before: Case): Decision | undefined {
  const strangers = Object.entries(command).filter(
    ([, value]) => typeof value === 'object' && 'tenant' in value && !sameTenant(String(value.tenant), before.tenant),
  );
  return wrongFields(strangers.map(([field]) => ({ field, problem: { kind: 'unknownPerson' } })));
}

/**
 * The part of the answer that needs no input: everything but whether it was typed right. Asked before what was typed is
 * looked at, so that somebody who may not is never told how to fill in the form, and nobody is sent to a field of a card
 * that no longer has it; and before a card is opened for somebody who only said in words that they have done it.
 */
export function refuseUnread(type: CommandType, before: Case | undefined, asked: Asked): Refusal | undefined {
  if (asked.guest) return { reason: 'guest' };
  if (type === 'openCase') return undefined;
  if (before === undefined || !sameTenant(before.tenant, asked.by.tenant)) return { reason: 'noCase' };
  return refuse(type, RULES[type] as Rule<Command>, before, asked);
}

/** The no to somebody who holds none of the act's roles today; names who does. */
function notYours(
  act: CommandType,
  rule: Rule<Command>,
  before: Case,
  asked: Asked,
  command?: Command,
): Refusal | undefined {
  const roles = rule.roles(before, command);
  const may = actors(before, roles, dayOf(asked.at), rule.personal);
  return may.some((actor) => samePerson(actor, asked.by)) ? undefined : { reason: 'notYours', act, roles, may };
}

function refuse(
  type: CommandType,
  rule: Rule<Command>,
  before: Case,
  asked: Asked,
  command?: Command,
): Refusal | undefined {
  const unauthorised = notYours(type, rule, before, asked, command);
  if (!unauthorised || hadPart(before, asked.by)) {
    const done = rule.step && before.done[rule.step];
    if (rule.step && done) return { reason: 'stepDone', step: rule.step, by: done.by, at: done.at };
    const already = command && rule.already?.(command, before, asked);
    if (already) return already;
  }
  if (unauthorised) return unauthorised;
  if (before.status !== 'open' && rule.whenClosed?.(before) !== true)
    return {
      reason: 'closed',
      status: before.status,
      ...(before.closed && { by: before.closed.by, at: before.closed.at }),
    };
  const current = currentStep(before);
  if (rule.step && current && current !== rule.step && current !== rule.comesEarlyAt)
    return { reason: 'notYet', step: rule.step, current };
  const outdated = asked.seen !== undefined && asked.seen < freshFrom(rule, before);
  return outdated ? { reason: 'changedSince' } : undefined;
}

/**
 * The oldest version whose card may still be pressed: of this round for a step, of this moment for anything else. What
 * comes early is pressed on the card of the step the case waits for, so that step's round counts.
 */
function freshFrom(rule: Rule<Command>, before: Case): number {
  if (rule.since) return rule.since(before);
  if (!rule.step) return before.version;
  return before.since[currentStep(before) ?? rule.step] ?? 0;
}

import { type Case, missingFor } from './case.js';
import { caseRules, openCase } from './case-rules.js';
import type { Command, CommandType } from './commands.js';
import { dayOf } from './dates.js';
import {
  type Asked,
  type Decision,
  type Refusal,
  type Rule,
  type RulesFor,
  type World,
  wrongFields,
} from './decision.js';
import { distinctPeople, includesPerson, isPerson, sameTenant } from './people.js';
import { actors, EXPORTERS, exporters, hadPart } from './roles.js';
import { stepRules } from './step-rules.js';

const RULES: RulesFor<Exclude<CommandType, 'openCase'>> = { ...stepRules, ...caseRules };

/**
 * The one place that says yes or no. Pure: the same command, case, asker and world always give the same answer.
 * The order of the questions is the order in which a person wants to hear them: is it mine to see, is it done already,
 * may I, is it time, is my card up to date, is what I typed right.
 */
export function decide(command: Command, before: Case | undefined, asked: Asked, world: World): Decision {
  if (asked.guest) return { refusal: { reason: 'guest' } };
  if (command.type === 'openCase') return openCase(command, before, asked, world);
  if (!isOfTenant(before, asked)) return { refusal: { reason: 'noCase' } };
  const rule = RULES[command.type] as Rule<Command>;
  const refusal = refuse(command.type, rule, before, asked, command);
  if (refusal) return { refusal };
  return strangersIn(command, before) ?? rule.decide(command, before, asked, world);
}

/**
 * The part of the answer that needs no input: everything but whether it was typed right. Asked before the input is read,
 * so that a person who may not is not told how to fill in the form, and no error names a field that the card no longer
 * has; and before a card is opened for a person who wrote in words that they have done it.
 */
export function refuseUnread(type: CommandType, before: Case | undefined, asked: Asked): Refusal | undefined {
  if (asked.guest) return { reason: 'guest' };
  if (type === 'openCase') return undefined;
  if (!isOfTenant(before, asked)) return { reason: 'noCase' };
  return refuse(type, RULES[type] as Rule<Command>, before, asked);
}

/** The no to a person who may not take the whole log out of the bot, open case or closed; undefined = yes. */
export function refuseExport(theCase: Case | undefined, asked: Asked): Refusal | undefined {
  if (asked.guest) return { reason: 'guest' };
  if (!isOfTenant(theCase, asked)) return { reason: 'noCase' };
  const may = actors(theCase, exporters(theCase), dayOf(asked.at));
  return includesPerson(may, asked.by) ? undefined : { reason: 'notYours', act: 'exportCase', roles: EXPORTERS, may };
}

function isOfTenant(theCase: Case | undefined, asked: Asked): theCase is Case {
  return theCase !== undefined && sameTenant(theCase.tenant, asked.by.tenant);
}

/**
 * A person of another organisation gets no part in a case. The reader of the input only finds people of the asker's
 * tenant; this check holds for a mistaken reader too.
 */
function strangersIn(command: Command, before: Case): Decision | undefined {
  const strangers = Object.entries(command).filter(
    ([, value]) => isPerson(value) && !sameTenant(value.tenant, before.tenant),
  );
  return wrongFields(strangers.map(([field]) => ({ field, problem: { kind: 'unknownPerson' } })));
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
  const current = rule.step && missingFor(before, rule.step);
  if (rule.step && current) return { reason: 'notYet', step: rule.step, current };
  const outdated = asked.seen !== undefined && asked.seen < freshFrom(rule, before);
  return outdated ? { reason: 'changedSince' } : undefined;
}

/** The no to a person who holds none of the act's roles today; names who does. */
function notYours(
  act: CommandType,
  rule: Rule<Command>,
  before: Case,
  asked: Asked,
  command?: Command,
): Refusal | undefined {
  const roles = rule.roles(before, command);
  const holders = actors(before, roles, dayOf(asked.at), rule.personal);
  const may = distinctPeople([...holders, ...(rule.also?.(before) ?? [])]);
  return includesPerson(may, asked.by) ? undefined : { reason: 'notYours', act, roles, may };
}

/** The oldest version whose card may still be pressed: of this round for a step, of this moment for anything else. */
function freshFrom(rule: Rule<Command>, before: Case): number {
  if (rule.since) return rule.since(before);
  return rule.step ? (before.since[rule.step] ?? 0) : before.version;
}

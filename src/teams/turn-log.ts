import { isCommand } from '../case/commands.js';
import type { TurnRecord } from '../observability/event-log.js';
import type { Inbound } from './activities.js';
import type { Refused, Reply } from './replies.js';
import { knownCaseId, type Services } from './services.js';

/** The verbs that are no commands: they show something, or concern the presser alone. */
const VIEW_VERBS: ReadonlySet<string> = new Set([
  ...['refresh', 'overview', 'start', 'help', 'language', 'chooseLanguage', 'exportCase', 'dropSignedCopy', 'ask'],
]);

/** What the log may need of one turn once it is over. */
export interface FinishedTurn {
  readonly request: string;
  readonly inbound: Inbound;
  readonly reply?: Reply | undefined;
  readonly refused?: Refused | undefined;
  readonly failed: boolean;
  readonly ms: number;
}

/** The turn as operators see it. Ids and fixed words: a verb or a case id of the sender's own making is left out. */
export async function turnRecord(services: Services, turn: FinishedTurn): Promise<TurnRecord> {
  const { inbound, request, reply, failed } = turn;
  const base = { request, kind: inbound.kind, ms: Math.round(turn.ms) };
  if (inbound.kind === 'noTenant') return { ...base, outcome: 'refused', reason: 'notYourTenant' };
  if (inbound.kind === 'other') return { ...base, outcome: failed ? 'failed' : 'ignored' };
  const { tenant, id } = inbound.sender.person;
  const reason = turn.refused ?? reply?.refused;
  const theCase = reply?.caseId ?? reply?.offer ?? (failed ? undefined : await caseIn(services, inbound));
  return {
    ...base,
    ...(inbound.kind === 'press' && { verb: verbOf(inbound.verb), automatic: inbound.automatic }),
    outcome: failed ? 'failed' : reason ? 'refused' : 'answered',
    ...(reason && { reason }),
    ...(theCase && { case: theCase }),
    ...{ tenant: idOf(tenant), person: idOf(id) },
  };
}

function caseIn(services: Services, inbound: Inbound): Promise<string | undefined> | undefined {
  if (inbound.kind !== 'press') return undefined;
  return knownCaseId(services, inbound.inputs.caseId ?? '').catch(() => undefined);
}

function verbOf(verb: string): string {
  return isCommand(verb) || VIEW_VERBS.has(verb) ? verb : 'unknown';
}

/** The verified activity's id, unless it has another shape than Teams' ids have: then it may be a text. */
function idOf(id: string): string {
  return /^[\w:.-]{1,100}$/.test(id) ? id : 'malformed';
}

import { isCommand } from '../case/commands.js';
import type { TurnRecord } from '../observability/event-log.js';
import { knownCaseId, type Services } from './context.js';
import type { Inbound } from './inbound.js';
import type { Refused, Reply } from './presses.js';

/** The verbs that are no commands: they show something, or are somebody's own affair. */
const LOOKS: ReadonlySet<string> = new Set([
  ...['refresh', 'overview', 'start', 'help', 'language', 'chooseLanguage', 'exportCase', 'dropSignedCopy'],
]);

/** Collects what the log says of one turn, while it runs. */
export class TurnLog {
  private answer: Reply | undefined;
  private no: Refused | undefined;

  constructor(
    private readonly desk: Services,
    private readonly inbound: Inbound,
    private readonly request: string,
  ) {}

  answered(answer: Reply): void {
    this.answer = answer;
  }

  refused(reason: Refused): void {
    this.no = reason;
  }

  /** Ids and fixed words: a verb or a case id of somebody's own making is left out. */
  async told(failed: boolean, ms: number): Promise<TurnRecord> {
    const { inbound, request, answer } = this;
    const base = { request, kind: inbound.kind, ms: Math.round(ms) };
    if (inbound.kind === 'nobody') return { ...base, outcome: 'refused', reason: 'notYourTenant' };
    if (inbound.kind === 'other') return { ...base, outcome: failed ? 'failed' : 'ignored' };
    const { tenant, id } = inbound.sender.person;
    const reason = this.no ?? answer?.refused;
    const theCase = answer?.caseId ?? answer?.offer ?? (await this.caseOf(failed));
    return {
      ...base,
      ...(inbound.kind === 'press' && { verb: verbOf(inbound.verb), automatic: inbound.automatic }),
      outcome: failed ? 'failed' : reason ? 'refused' : 'answered',
      ...(reason && { reason }),
      ...(theCase && { case: theCase }),
      ...{ tenant: idOf(tenant), person: idOf(id) },
    };
  }

  private async caseOf(failed: boolean): Promise<string | undefined> {
    if (this.inbound.kind !== 'press' || failed) return undefined;
    return knownCaseId(this.desk, this.inbound.inputs.caseId ?? '').catch(() => undefined);
  }
}

function verbOf(verb: string): string {
  return isCommand(verb) || LOOKS.has(verb) ? verb : 'unknown';
}

/** The verified activity's id, unless it has another shape than Teams' ids have: then it may be a text. */
function idOf(id: string): string {
  return /^[\w:.-]{1,100}$/.test(id) ? id : 'malformed';
}

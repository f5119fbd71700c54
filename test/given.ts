import { expect } from 'vitest';
import { type Case, currentStep } from '../src/case/case.js';
import type { Command } from '../src/case/commands.js';
import type { Calendar, Instant } from '../src/case/dates.js';
import { decide } from '../src/case/decide.js';
import type { NewEvent, Refusal, World } from '../src/case/decision.js';
import type { CaseEvent } from '../src/case/events.js';
import { evolve, replay } from '../src/case/evolve.js';
import type { Person } from '../src/case/people.js';
import { type Effect, react } from '../src/case/react.js';
import type { StepId } from '../src/case/steps.js';
import sa09 from '../src/task/sa09-nemkonto.json' with { type: 'json' };
import { parseTask } from '../src/task/schema.js';

/** The made-up municipality's tenant, and another one that has no business here. */
export const TENANT = '6f1d0630-0000-4000-8000-000000000630';
export const OTHER_TENANT = '6f1d0461-0000-4000-8000-000000000461';

const person = (name: string, digit: string, tenant = TENANT): Person => ({
  tenant,
  id: `${digit.repeat(8)}-0000-4000-8000-00000000000a`,
  name,
});

export const coordinator = person('Karen Kjærgaard', '1');
export const officer = person('Søren Sikjær', '2');
export const adviser = person('Øjvind Økland', '3');
export const payer = person('Bente Bertelsen', '4');
/** Works in the house and has no part in the case until a test gives them one. */
export const colleague = person('Klaus Kollerup', '5');
/** Works in the house and never gets a part. */
export const outsider = person('Ulla Uldall', '6');
/** A guest of the tenant: the id does not show it, `guest` of the circumstances does. */
export const guest = person('Gitte Gæst', '7');
/** Has the coordinator's own id, in another tenant. */
export const foreigner: Person = { ...coordinator, tenant: OTHER_TENANT, name: 'Frida Fremmed' };

export const task = parseTask(sa09, 'sa09-nemkonto.json');

const FREE_DAYS: Readonly<Record<string, string>> = {
  '2026-05-14': 'Kristi himmelfartsdag',
  '2026-05-25': '2. pinsedag',
  '2026-06-05': 'grundlovsdag',
};

/** Knows the days off around the made-up case and no others. */
export const calendar: Calendar = {
  freeDay: (day) => {
    const name = FREE_DAYS[day];
    return name === undefined ? undefined : { da: name, en: name };
  },
};

export const world: World = { task, calendar };

/** The case of a log that begins with an opening. */
export function caseOf(...events: readonly CaseEvent[]): Case {
  const theCase = replay(events);
  if (theCase === undefined) throw new Error('An empty log has no case');
  return theCase;
}

export interface Circumstances {
  /** When it is asked; an hour after the latest event unless given. */
  readonly at?: Instant;
  /** The version the pressed card showed; nothing for what was typed. */
  readonly seen?: number;
  readonly guest?: boolean;
  /** The task and the days off; SA 09 as shipped unless said. */
  readonly within?: World;
}

/** What came of a command, with assertions that hold or fail the test. */
export class Outcome {
  constructor(
    /** The log it was asked of. */
    readonly before: readonly CaseEvent[],
    readonly events: readonly CaseEvent[],
    readonly refusal?: Refusal,
  ) {}

  /** Exactly these events, stamped with who asked and when. */
  happens(...events: readonly NewEvent[]): this {
    expect(this.refusal).toBeUndefined();
    expect(this.events.map(({ at: _at, by: _by, ...rest }) => rest)).toEqual(events);
    return this;
  }

  /** No event, and a refusal with at least these properties. */
  isRefused(refusal: Partial<Refusal> & Pick<Refusal, 'reason'>): this {
    expect(this.refusal).toMatchObject(refusal);
    return this.isUnchanged();
  }

  isUnchanged(): this {
    expect(this.events).toEqual([]);
    return this;
  }

  /** The case waits for this step now; undefined once it is closed. */
  waitsFor(step: StepId | undefined): this {
    expect(currentStep(this.case)).toBe(step);
    return this;
  }

  get case(): Case {
    return caseOf(...this.before, ...this.events);
  }

  /** The messages it causes. */
  get told(): Effect[] {
    const before = replay(this.before);
    return this.events.flatMap((event) => react(event, before, evolve(before, event)));
  }

  /** Asks for something more afterwards. */
  when(command: Command, asker: Person, circumstances: Circumstances = {}): Outcome {
    return given(...this.before, ...this.events).when(command, asker, circumstances);
  }
}

export function given(...events: readonly CaseEvent[]) {
  return {
    when(
      command: Command,
      asker: Person,
      { at, seen, guest: isGuest = false, within = world }: Circumstances = {},
    ): Outcome {
      const last =
        events
          .map((event) => event.at)
          .sort()
          .at(-1) ?? '2026-05-04T06:00:00.000Z';
      const now = at ?? new Date(Date.parse(last) + 3_600_000).toISOString();
      const asked = { by: asker, at: now, guest: isGuest, ...(seen !== undefined && { seen }) };
      const decision = decide(command, replay(events), asked, within);
      if ('refusal' in decision) return new Outcome(events, [], decision.refusal);
      for (const event of decision.events) expect(event).toMatchObject({ at: now, by: asker });
      return new Outcome(events, decision.events);
    },
  };
}

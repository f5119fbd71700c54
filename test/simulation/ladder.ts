import type { Case } from '../../src/case/case.js';
import { addWorkdays, dayOf } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import { isKlikOpen } from '../../src/case/klik.js';
import { samePerson } from '../../src/case/people.js';
import { inWorkingHours } from '../../src/case/reminders.js';
import { absenceOf, isAskedFor, restOf } from '../../src/case/roles.js';
import { STEPS, type StepId } from '../../src/case/steps.js';
import { world } from './process.js';
import type { Watch } from './watch.js';

/** How far the reminders of one step have come. */
interface Climb {
  since: string | undefined;
  rung: number;
  /** Rounds at full pace. */
  pressed: number;
  day: string;
  escalatedOn: string;
}

/** What a log says of its reminders: rung by rung, in working time, one round of a step a day, up to those who can help. */
export function checkLadder(caseId: string, log: readonly CaseEvent[], watch: Watch): void {
  const { copyCoordinatorFrom, escalateFrom, weeklyEvery, fullPaceBefore } = world.task.reminders;
  let before: Case | undefined;
  const climbs = new Map<StepId, Climb>();
  for (const [at, event] of log.entries()) {
    const earlier = before;
    before = evolve(before, event);
    if (event.type !== 'Reminded' && event.type !== 'Escalated') continue;
    if (event.by !== 'clock') continue;
    const since = before.waits[event.step];
    const last = climbs.get(event.step);
    const climb =
      last?.since === since && last ? last : { since, rung: 0, pressed: 0, day: last?.day ?? '', escalatedOn: '' };
    climbs.set(event.step, climb);
    const { rung, day, escalatedOn } = climb;
    const wrong = (what: string) =>
      watch.note(what, `${caseId} fact ${at + 1}: ${event.type} ${event.rung} ${event.at}`);
    if (event.occasion === 'klik') {
      if (!earlier || !isKlikOpen(earlier)) wrong('reminded of KLIK without a question');
      if (!inWorkingHours(event.at, world)) wrong('reminded of KLIK outside working hours');
      continue;
    }
    const sameRound = event.rung === rung && log[at - 1]?.at === event.at;
    if (earlier?.status !== 'open') wrong('reminded of a closed case');
    if (!inWorkingHours(event.at, world)) wrong('reminded outside working hours');
    if (!sameRound && event.rung !== rung + 1) wrong(`a rung after ${rung} is left out or taken twice`);
    if (!sameRound && dayOf(event.at) <= day) wrong('two rounds on one day');
    climb.rung = event.rung;
    climb.day = dayOf(event.at);
    const { taskStart } = before;
    const ofTask = STEPS.indexOf(event.step) <= STEPS.indexOf('dispatch');
    const full = ofTask ? addWorkdays(taskStart, -fullPaceBefore, world.calendar) : '';
    if (!sameRound && climb.day >= full) climb.pressed += 1;
    if (since === undefined) wrong('reminded of a step that nobody waits for');
    // A coordinator who is the officer too may be away; each may have asked for a rest.
    const { coordinator } = before;
    const isAway = [absenceOf, restOf].some((of) => of(before as Case, coordinator, climb.day) !== undefined);
    if (event.type === 'Escalated') {
      climb.escalatedOn = climb.day;
      if (!isAway && !event.to.some((one) => samePerson(one, before?.coordinator)))
        wrong('not escalated to the coordinator');
      continue;
    }
    const round = log.filter(
      (one) => one.type === 'Reminded' && one.at === event.at && one.step === event.step && one.rung === event.rung,
    );
    const copied = round.some((one) => one.type === 'Reminded' && samePerson(one.to, before?.coordinator));
    if (ofTask && climb.day < taskStart) {
      if (round.some((one) => one.type === 'Reminded' && !isAskedFor(before as Case, event.step, one.to, climb.day)))
        wrong('a copy before the start of the task');
      continue;
    }
    if (climb.pressed >= copyCoordinatorFrom && !copied && !isAway) wrong('not copied to the coordinator');
    const rested = escalatedOn !== '' && addWorkdays(escalatedOn, weeklyEvery, world.calendar) > climb.day;
    if (climb.pressed >= escalateFrom && !rested) wrong('not escalated');
  }
}

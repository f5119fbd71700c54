import type { Case } from '../../src/case/case.js';
import { addWorkdays, dayOf } from '../../src/case/dates.js';
import type { CaseEvent } from '../../src/case/events.js';
import { evolve } from '../../src/case/evolve.js';
import { isKlikOpen } from '../../src/case/klik.js';
import { samePerson } from '../../src/case/people.js';
import { inWorkingHours } from '../../src/case/reminders.js';
import { world } from './process.js';
import type { Watch } from './watch.js';

/** What a log says of its reminders: rung by rung, in working time, one round a day, up to those who can help. */
export function checkLadder(caseId: string, log: readonly CaseEvent[], watch: Watch): void {
  const { copyCoordinatorFrom, escalateFrom, weeklyEvery } = world.task.reminders;
  let before: Case | undefined;
  let rung = 0;
  let day = '';
  let escalatedOn = '';
  for (const [at, event] of log.entries()) {
    const earlier = before;
    before = evolve(before, event);
    if (earlier?.waitingSince !== before.waitingSince) {
      rung = 0;
      escalatedOn = '';
    }
    if (event.type !== 'Reminded' && event.type !== 'Escalated') continue;
    if (event.by !== 'clock') continue;
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
    rung = event.rung;
    day = dayOf(event.at);
    if (event.type === 'Escalated') {
      escalatedOn = day;
      if (!event.to.some((one) => samePerson(one, before?.coordinator))) wrong('not escalated to the coordinator');
      continue;
    }
    const round = log.filter((one) => one.type === 'Reminded' && one.at === event.at && one.rung === rung);
    const copied = round.some((one) => one.type === 'Reminded' && samePerson(one.to, before?.coordinator));
    if (rung >= copyCoordinatorFrom && !copied) wrong('not copied to the coordinator');
    const rested = escalatedOn !== '' && addWorkdays(escalatedOn, weeklyEvery, world.calendar) > day;
    if (rung >= escalateFrom && !rested) wrong('not escalated');
  }
}

import { municipalityName } from '../task/municipalities.js';
import type { Task } from '../task/schema.js';
import type { Case } from './case.js';
import type { Command } from './commands.js';
import { addDays, type Day } from './dates.js';
import type { FieldProblem } from './refusals.js';
import { type Asked, type Decision, happened, type World, wrongFields } from './rule.js';

/** Start and end of the task, counted back from go-live in calendar days (seed: end = go-live - 178, start = end - 4). */
export function taskDates(goLive: Day, task: Task): { taskStart: Day; taskEnd: Day } {
  const taskEnd = addDays(goLive, task.offsets.endFromGoLive);
  return { taskEnd, taskStart: addDays(taskEnd, task.offsets.startFromEnd) };
}

/** Whoever opens a case becomes its coordinator. The same press again finds its own case and changes nothing. */
export function openCase(
  command: Extract<Command, { type: 'openCase' }>,
  before: Case | undefined,
  asked: Asked,
  { task }: World,
): Decision {
  if (before) return { refusal: { reason: 'caseExists', caseId: before.id } };
  const problems: FieldProblem[] = [];
  if (municipalityName(command.municipality) === undefined)
    problems.push({ field: 'municipality', problem: { kind: 'unknownMunicipality' } });
  const { caseId, municipality, goLive, home, language } = command;
  return (
    wrongFields(problems) ??
    happened(asked, {
      type: 'CaseOpened',
      caseId,
      tenant: asked.by.tenant,
      municipality,
      goLive,
      ...taskDates(goLive, task),
      home,
      language,
      coordinator: asked.by,
    })
  );
}

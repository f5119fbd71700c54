import type { Case } from '../case/case.js';
import type { Day } from '../case/dates.js';
import type { Language } from '../case/people.js';
import { STEPS } from '../case/steps.js';
import type { Task } from '../task/schema.js';
import { capital, clean, personName } from './format.js';
import { deadlineSentence, nextSentence } from './story.js';
import { texts } from './texts.js';

/** What a person asks about their case, as far as one sentence answers it. */
export type Fact = 'next' | 'progress' | 'who' | 'deadline' | 'officer' | 'coordinator' | 'number';

/** The sentence that answers it. */
export function aboutCase(about: Fact, of: Case, facts: { task: Task; today: Day }, language: Language): string {
  const { ask, words } = texts(language);
  const next = nextSentence(of, language, facts.today);
  const deadline = deadlineSentence(of, facts.task, facts.today, language);
  switch (about) {
    case 'next':
      return `${next} ${deadline}`.trim();
    case 'who':
      return next;
    case 'progress':
      return ask.progress(words.doneOf(STEPS.filter((step) => of.done[step]).length, STEPS.length), next);
    case 'deadline':
      return of.status !== 'open' ? next : deadline === '' ? ask.noDeadline : deadline;
    case 'officer':
      return officerSentence(of, language);
    case 'coordinator':
      return ask.coordinator(capital(personName(of.coordinator, language)));
    case 'number': {
      const number = of.done.agreementNumber?.number;
      return number === undefined ? ask.numberNone : ask.number(clean(number, 20));
    }
  }
}

function officerSentence({ officer }: Case, language: Language): string {
  const { ask } = texts(language);
  if (!officer) return ask.officerNone;
  return (officer.accepted ? ask.officer : ask.officerAsked)(capital(personName(officer.person, language)));
}

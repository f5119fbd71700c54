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
export function aboutCase(about: Fact, theCase: Case, facts: { task: Task; today: Day }, language: Language): string {
  const { ask, words } = texts(language);
  const next = nextSentence(theCase, language, facts.today);
  const deadline = deadlineSentence(theCase, facts.task, facts.today, language);
  switch (about) {
    case 'next':
      return `${next} ${deadline}`.trim();
    case 'who':
      return next;
    case 'progress':
      return ask.progress(words.doneOf(STEPS.filter((step) => theCase.done[step]).length, STEPS.length), next);
    case 'deadline':
      return theCase.status !== 'open' ? next : deadline === '' ? ask.noDeadline : deadline;
    case 'officer':
      return officerSentence(theCase, language);
    case 'coordinator':
      return ask.coordinator(capital(personName(theCase.coordinator, language)));
    case 'number': {
      const number = theCase.done.agreementNumber?.number;
      return number === undefined ? ask.numberNone : ask.number(clean(number, 20));
    }
  }
}

function officerSentence({ officer }: Case, language: Language): string {
  const { ask } = texts(language);
  if (!officer) return ask.officerNone;
  return (officer.accepted ? ask.officer : ask.officerAsked)(capital(personName(officer.person, language)));
}

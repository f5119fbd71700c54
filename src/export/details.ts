import type { CaseEvent } from '../case/events.js';
import type { Language } from '../case/people.js';
import type { Task } from '../task/schema.js';
import { clean, date } from '../texts/format.js';
import { texts } from '../texts/texts.js';

/** A label, what stands beside it, and perhaps a smaller line below. */
export interface Field {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
  /** 64 digits that should stand on one line. */
  readonly fine?: true;
}

/** Longer than anything the rules let a person type, so that the archive cuts nothing they wrote. */
export const FREE_TEXT_MAX = 2_000;

export function field(label: string, value: string, note?: string): Field {
  return { label, value, ...(note !== undefined && { note }) };
}

export function fingerprint(label: string, sha256: string): Field {
  return { label, value: sha256, fine: true };
}

/** What a fact holds besides its line in the history. */
export function eventDetails(event: CaseEvent, task: Task, language: Language): Field[] {
  const { cards, fields, files } = texts(language);
  switch (event.type) {
    case 'CaseOpened':
    case 'GoLiveMoved':
      return [
        field(fields.goLive?.label ?? '', date(event.goLive, language)),
        field(cards.home.task, cards.home.span(date(event.taskStart, language), date(event.taskEnd, language))),
      ];
    case 'WebFormCompleted':
      return Object.entries(event.fields)
        .filter(([, value]) => value !== '')
        .map(([id, value]) => {
          const known = task.formFields.find((one) => one.id === id);
          return field(known?.label[language] ?? clean(id, 60), clean(value, FREE_TEXT_MAX));
        });
    case 'SignedCopyRecorded':
      return [fingerprint(files.copy.fingerprint, event.sha256)];
    case 'InvoiceRegistered':
      return [
        field(fields.invoiceDue?.label ?? '', date(event.due, language)),
        ...(event.note ? [field(cards.summary.note, clean(event.note, FREE_TEXT_MAX))] : []),
      ];
    default:
      return [];
  }
}

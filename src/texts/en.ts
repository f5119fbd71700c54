import type { Texts } from './da.js';
import { ask } from './en/ask.js';
import { buttons } from './en/buttons.js';
import { cards } from './en/cards.js';
import { files } from './en/files.js';
import { lostHome, problems, refusals, short, undelivered } from './en/refusals.js';
import { events, next, notices, outcomes, reminders, settled, toasts } from './en/sentences.js';
import { fields, otherField, words } from './en/words.js';

/** Every English text; the type holds it to the Danish shape. */
export const en: Texts = {
  short,
  words,
  fields,
  otherField,
  refusals,
  problems,
  undelivered,
  lostHome,
  outcomes,
  settled,
  next,
  events,
  notices,
  reminders,
  toasts,
  cards,
  buttons,
  files,
  ask,
};

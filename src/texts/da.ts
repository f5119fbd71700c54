import { ask } from './da/ask.js';
import { buttons } from './da/buttons.js';
import { cards } from './da/cards.js';
import { files } from './da/files.js';
import { lostHome, problems, refusals, short, undelivered } from './da/refusals.js';
import { events, next, notices, outcomes, reminders, settled, toasts } from './da/sentences.js';
import { fields, otherField, words } from './da/words.js';

/** Every Danish text. The English one has this very shape, which the compiler checks. */
export const da = {
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

export type Texts = typeof da;

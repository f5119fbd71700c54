import { ask } from './da/ask.js';
import { buttons } from './da/buttons.js';
import { cards } from './da/cards.js';
import { files } from './da/files.js';
import * as refusals from './da/refusals.js';
import * as sentences from './da/sentences.js';
import * as words from './da/words.js';

/** Every Danish text. The English one has this very shape, which the compiler checks. */
export const da = { ...refusals, ...sentences, ...words, ask, buttons, cards, files };

export type Texts = typeof da;

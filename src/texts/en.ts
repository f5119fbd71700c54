import type { Texts } from './da.js';
import { ask } from './en/ask.js';
import { buttons } from './en/buttons.js';
import { cards } from './en/cards.js';
import { files } from './en/files.js';
import * as refusals from './en/refusals.js';
import * as sentences from './en/sentences.js';
import * as words from './en/words.js';

/** Every English text; the type holds it to the Danish shape. */
export const en: Texts = { ...refusals, ...sentences, ...words, ask, buttons, cards, files };

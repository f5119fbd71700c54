import type { Language } from '../case/people.js';
import { da, type Texts } from './da.js';
import { en } from './en.js';

/** The texts of a language. */
export function texts(language: Language): Texts {
  return language === 'en' ? en : da;
}

import type { Language } from '../case/people.js';
import { da, type Texts } from './da.js';
import { en } from './en.js';

/** The texts of a language. */
export function texts(language: Language): Texts {
  return language === 'en' ? en : da;
}

/** The inputs that have words of their own; the fields of the web form (`field.<id>`) are named in the task file. */
export type FieldId = keyof Texts['fields'] | `field.${string}`;

/** What an input is called on its label and in a sentence, with an example of what to enter. */
export function fieldWords(id: string, language: Language): Texts['fields'][keyof Texts['fields']] {
  const { fields, otherField } = texts(language);
  return Object.hasOwn(fields, id) ? fields[id as keyof typeof fields] : otherField;
}

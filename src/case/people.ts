import { z } from 'zod';

/**
 * A person as the case log keeps one: the tenant and the AAD object id say who it is, the name is what people read.
 * The name may be empty when only the people picker's id is known; texts then say "den valgte person".
 */
export const personSchema = z.object({ tenant: z.string().min(1), id: z.string().min(1), name: z.string() });
export type Person = z.infer<typeof personSchema>;

/** Who a fact comes from: a person, or the clock when a due moment passed. */
export const authorSchema = z.union([personSchema, z.literal('clock')]);
export type Author = z.infer<typeof authorSchema>;

/** Languages a person or a case can have. Danish is the first one everywhere. */
export const languageSchema = z.enum(['da', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** True when both are the same human being; ids are compared without regard to letter case, as Entra ID does. */
export function samePerson(a: Person | undefined, b: Person | undefined): boolean {
  return a !== undefined && b !== undefined && a.tenant === b.tenant && a.id.toLowerCase() === b.id.toLowerCase();
}

/** The people without repetition, first mention first. A later mention with a name fills in a missing one. */
export function distinctPeople(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of people) {
    const at = kept.findIndex((other) => samePerson(other, person));
    const known = kept[at];
    if (known === undefined) kept.push(person);
    else if (known.name === '') kept[at] = person;
  }
  return kept;
}

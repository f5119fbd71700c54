import { z } from 'zod';

/**
 * A person as the case log keeps one: the tenant and the AAD object id say who it is, the name is what people read.
 * The name may be empty when only the people picker's id is known; texts then say "den valgte person".
 */
export const personSchema = z.object({ tenant: z.string().min(1), id: z.string().min(1), name: z.string() });
export type Person = z.infer<typeof personSchema>;

/** Who caused an event: a person, or the clock when a due moment passed. */
export const authorSchema = z.union([personSchema, z.literal('clock')]);
export type Author = z.infer<typeof authorSchema>;

/** Languages a person or a case can have. Danish is the first one everywhere. */
export const languageSchema = z.enum(['da', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** True when both are the same person; ids are compared without regard to letter case, as Entra ID does. */
export function samePerson(a: Person | undefined, b: Person | undefined): boolean {
  return a !== undefined && b !== undefined && sameTenant(a.tenant, b.tenant) && sameId(a.id, b.id);
}

/** True when the person is among these people. */
export function includesPerson(people: readonly (Person | undefined)[], person: Person | undefined): boolean {
  return people.some((one) => samePerson(one, person));
}

/** True when both ids name the same organisation, whatever their letter case. */
export function sameTenant(a: string, b: string): boolean {
  return sameId(a, b);
}

function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** True for a value of an event or a command that is a person. */
export function isPerson(value: unknown): value is Person {
  return typeof value === 'object' && value !== null && 'tenant' in value && 'id' in value && 'name' in value;
}

/**
 * A copy in which every person without a name gets the one `nameOf` knows, however deep they stand in it. The log keeps
 * the name that was known when an event was written; readers should see the one known now.
 */
export function named<T>(value: T, nameOf: (person: Person) => string): T {
  if (Array.isArray(value)) return value.map((one) => named(one, nameOf)) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (isPerson(value)) return value.name === '' ? { ...value, name: nameOf(value) } : value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner, nameOf)])) as T;
}

/** The people without repetition, first mention first. A later mention with a name fills in a missing one. */
export function distinctPeople(people: readonly Person[]): Person[] {
  const kept: Person[] = [];
  for (const person of people) {
    const at = kept.findIndex((other) => samePerson(other, person));
    if (at < 0) kept.push(person);
    else if (kept[at]?.name === '') kept[at] = person;
  }
  return kept;
}

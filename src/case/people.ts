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
  return a !== undefined && b !== undefined && sameTenant(a.tenant, b.tenant) && sameId(a.id, b.id);
}

/** True when both ids name the same organisation, whatever their letter case. */
export function sameTenant(a: string, b: string): boolean {
  return sameId(a, b);
}

function sameId(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/**
 * A copy in which people whose name is missing have the name that `nameOf` knows, wherever they stand in it. The log keeps
 * what was known when a fact was written; whoever reads it should not have to.
 */
export function named<T>(told: T, nameOf: (person: Person) => string): T {
  if (Array.isArray(told)) return told.map((one) => named(one, nameOf)) as T;
  if (typeof told !== 'object' || told === null) return told;
  if (isPerson(told)) return (told.name === '' ? { ...told, name: nameOf(told) } : told) as T;
  return Object.fromEntries(Object.entries(told).map(([key, value]) => [key, named(value, nameOf)])) as T;
}

function isPerson(told: object): told is Person {
  return 'tenant' in told && 'id' in told && 'name' in told;
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

import { canonicalJson } from './canonical.js';

/** Freezes a value all the way down: who receives a stored record cannot change what the store holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const field of Object.values(value)) deepFreeze(field);
  return value;
}

/**
 * A frozen copy as JSON keeps it, with sorted keys: what is read before a restart is what is read after it, and the
 * giver keeps no hold on it.
 */
export function frozenCopy<T>(value: T): T {
  return deepFreeze(JSON.parse(canonicalJson(value)) as T);
}

/** Freezes a value all the way down: a receiver of a stored record cannot change what the store holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const field of Object.values(value)) deepFreeze(field);
  return value;
}

/**
 * A frozen copy as JSON keeps it, with sorted keys: what is read before a restart is what is read after it, and the
 * giver keeps no hold on it. For plain data only; in it, fields that are undefined are left out.
 */
export function frozenCopy<T>(value: T): T {
  return copied(value) as T;
}

function copied(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map((one) => (one === undefined ? null : copied(one))));
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const field = (value as Record<string, unknown>)[key];
    if (field === undefined) continue;
    if (key === '__proto__') Object.defineProperty(copy, key, { value: copied(field), enumerable: true });
    else copy[key] = copied(field);
  }
  return Object.freeze(copy);
}

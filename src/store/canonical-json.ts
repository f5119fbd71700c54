/**
 * JSON with sorted keys and no blanks: the same value gives the same text however its object was built, so that a hash
 * over it survives being stored, read, and rebuilt with its fields in another order. Undefined fields are left out, as
 * JSON leaves them out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${sorted.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

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
  return deepFreeze(JSON.parse(canonicalJson(value)));
}

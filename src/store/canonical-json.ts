/**
 * JSON with sorted keys and no blanks: the same value gives the same text however its object was built, so that a hash
 * over it survives being stored, read, and rebuilt with its fields in another order. Undefined fields are left out, as
 * JSON leaves them out.
 */
export function canonicalJson(value: unknown): string {
  // What was stored in this order comes back in it, and then the built-in writer, several times faster, says the same.
  return inOrder(value) ? (JSON.stringify(value) ?? 'null') : ordered(value);
}

function ordered(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`;
  const fields = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${ordered(field)}`;
  }
  return `{${text}}`;
}

function inOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(inOrder);
  let last = '';
  for (const key in value) {
    const field = (value as Record<string, unknown>)[key];
    if (key < last || (typeof field === 'object' && !inOrder(field))) return false;
    last = key;
  }
  return true;
}

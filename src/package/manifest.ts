/** The values of the placeholders in `manifest/`, by name. The Agents Toolkit reads the same placeholders. */
export type Placeholders = Readonly<Record<string, string>>;

/**
 * A manifest or a language file with each `${{NAME}}` replaced by its value.
 * @throws Error on a name without a value
 */
export function filled<T>(document: T, placeholders: Placeholders): T {
  const values = new Map(Object.entries(placeholders));
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string')
      return node.replace(/\$\{\{(\w+)\}\}/g, (_all, name: string) => {
        const value = values.get(name);
        if (value === undefined) throw new Error(`manifest/ names ${name}, which has no value`);
        return value;
      });
    if (Array.isArray(node)) return node.map(fill);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
  };
  return fill(document) as T;
}

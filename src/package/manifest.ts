/** What differs from one municipality's package to the next; each is named `{{name}}` in `manifest/`. */
export interface Placeholders {
  readonly version: string;
  readonly botId: string;
  readonly developerName: string;
  readonly websiteUrl: string;
  readonly privacyUrl: string;
  readonly termsOfUseUrl: string;
}

/** The texts of one language, in the shape of Teams' localisation schema: a path into the manifest, and its text. */
export type ManifestTexts = Readonly<Record<string, string>>;

/** A piece of a manifest or of a language file with its placeholders filled; a name without a value is a bug. */
export function filled<T>(piece: T, placeholders: Placeholders): T {
  const values = new Map<string, string>(Object.entries(placeholders));
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string')
      return node.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => {
        const value = values.get(name);
        if (value === undefined) throw new Error(`manifest/ names {{${name}}}, which has no value`);
        return value;
      });
    if (Array.isArray(node)) return node.map(fill);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fill(value)]));
  };
  return fill(piece) as T;
}

/**
 * The manifest with the texts of its default language in their places: Teams takes that language from the manifest
 * itself and every further one from a file. Kept in a file all the same, so that both are translated side by side.
 */
export function withTexts(manifest: object, texts: ManifestTexts): object {
  const whole: object = structuredClone(manifest);
  for (const [path, text] of Object.entries(texts)) if (path !== '$schema') setAt(whole, path, text);
  return whole;
}

/** Sets a text where a path such as `bots[0].commandLists[1].commands[2].title` points; what is missing is made. */
function setAt(whole: object, path: string, text: string): void {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const last = keys.pop() ?? '';
  let at = whole;
  for (const key of keys) {
    const next: unknown = Reflect.get(at, key);
    if (typeof next === 'object' && next !== null) at = next;
    else {
      const made = {};
      Reflect.set(at, key, made);
      at = made;
    }
  }
  Reflect.set(at, last, text);
}

import { z } from 'zod';

/** A setting that cannot be used, in a sentence that names it, says what it must be and gives an example. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(
    sentence: string,
    /** The settings that are not set and must be. */
    readonly missing: readonly string[] = [],
  ) {
    super(sentence);
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings by name, each with a description that ends the sentence "<setting> must be ...". */
type Settings = Readonly<Record<string, z.ZodType>>;

/** The Agents Toolkit's names of settings that Bot Framework names otherwise. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  MicrosoftAppId: ['BOT_ID', 'CLIENT_ID'],
  MicrosoftAppPassword: ['CLIENT_SECRET'],
  MicrosoftAppTenantId: ['TENANT_ID'],
};

/** Settings whose value is never repeated, since it is a secret or holds one. */
const SECRETS: readonly string[] = ['MicrosoftAppPassword', 'CLIENT_SECRET', 'DATABASE_URL', 'HTTPS_PROXY'];

export const text = z.string().trim();

/** Parts separated by commas. */
export const list = text.transform((all) =>
  all
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/**
 * Adds what the file `.env` in the working folder says to the environment, which goes before it. No such file is no
 * failure.
 * @throws SettingsError when there is one that cannot be read.
 */
export function loadEnvFile(path = '.env'): void {
  try {
    process.loadEnvFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new SettingsError(`${path} cannot be read (${code}). Check that it is a file, and the rights on it.`);
  }
}

/**
 * The settings as the schema reads them; one that is empty or blank counts as not set.
 * @throws SettingsError for the first that cannot be used, or that has two names with two values.
 */
export function parse<S extends Settings>(schema: z.ZodObject<S>, env: Environment): z.infer<z.ZodObject<S>> {
  const names = new Map(Object.keys(schema.shape).map((name) => [name, nameIn(env, name)]));
  const given = Object.fromEntries([...names].flatMap(([name, used]) => (used ? [[name, env[used]]] : [])));
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const name = String(read.error.issues[0]?.path[0]);
  const used = names.get(name) ?? name;
  throw new SettingsError(`${mustBe(schema, name, used)} ${shown(used, given[name] ?? '')}`);
}

/** What a setting must be, as in the sentence of its error. */
export function mustBe<S extends Settings>(schema: z.ZodObject<S>, name: string, used = name): string {
  return `${used} must be ${schema.shape[name]?.description}.`;
}

/** The name under which a setting is set; undefined when it is not. */
export function nameIn(env: Environment, name: string): string | undefined {
  const [first, ...others] = [name, ...(ALIASES[name] ?? [])].filter((one) => isSet(env[one]));
  const other = others.find((one) => env[one]?.trim() !== env[first ?? '']?.trim());
  if (other !== undefined) throw new SettingsError(`${first} and ${other} mean the same and differ. Set one of them.`);
  return first;
}

export function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}

function shown(name: string, value: string): string {
  if (SECRETS.includes(name)) return 'Its value is not shown, for it may hold a password.';
  const line = value.replace(/\s+/g, ' ').trim();
  return `It is: ${line.length > 80 ? `${line.slice(0, 80)}…` : line}.`;
}

import Module from 'node:module';

/**
 * A CommonJS module that is handed out as a stand-in and loaded when something of it is first used.
 * The teams SDK requires far more than a bot uses (dialogs, planners, token libraries): 80 MB of memory and 1.5 s that
 * every start would pay. Nothing is left out: whoever touches the stand-in gets the true module.
 */
export interface Postponed {
  /** Absolute file name of the module, as Node resolves it. */
  readonly file: string;
  /**
   * The module's export names, where an importer lists them at load time (`export * from`). Without them a listing loads
   * the module. A test compares them with the true module.
   */
  readonly names?: readonly string[];
  /** True for a module compiled from ES syntax, where an importer asks for `__esModule` at load time. */
  readonly esModule?: boolean;
  /** Asked first for a property, so that a big package can be answered by its smaller core while that suffices. */
  readonly before?: () => object;
}

type Load = (this: unknown, request: string, parent: unknown, isMain: boolean) => unknown;
interface Loader {
  _load?: Load;
  _resolveFilename?: (request: string, parent: unknown) => string;
}

/** Node's CommonJS loader. The two members have been there since 2011 but are no documented API: absence is survived. */
const loader = Module as unknown as Loader;

/**
 * Runs `work` (which requires the SDK) while the modules in `postponed` are answered by stand-ins, then restores Node's
 * own loader. A module that was already loaded is handed out as it is. If Node ever lacks the hook, everything is
 * simply loaded at once.
 */
export function postponing<T>(postponed: readonly Postponed[], work: () => T): T {
  const load = loader._load;
  const resolve = loader._resolveFilename;
  if (load === undefined || resolve === undefined) return work();
  const byFile = new Map(postponed.map((entry) => [entry.file, entry]));
  const standIns = new Map<string, object>();
  loader._load = function (request, parent, isMain) {
    const entry = byFile.get(fileOf(resolve, request, parent));
    if (entry === undefined || entry.file in loadedModules()) return load.call(this, request, parent, isMain);
    const known = standIns.get(entry.file);
    if (known !== undefined) return known;
    const made = standIn(entry, () => load.call(Module, entry.file, parent, false) as object);
    standIns.set(entry.file, made);
    return made;
  };
  try {
    return work();
  } finally {
    loader._load = load;
  }
}

function loadedModules(): object {
  return (Module as unknown as { _cache?: object })._cache ?? {};
}

/** The file a request leads to, or '' when it leads nowhere: the true loader then reports that in its own words. */
function fileOf(resolve: (request: string, parent: unknown) => string, request: string, parent: unknown): string {
  try {
    return resolve.call(Module, request, parent);
  } catch {
    return '';
  }
}

/**
 * An object that answers like the module's exports. Its target is an empty object, so that every property may be
 * reported as configurable, which a proxy must when the target lacks it.
 */
function standIn(entry: Postponed, load: () => object): object {
  let loaded: object | undefined;
  const truth = () => {
    loaded ??= load();
    return loaded;
  };
  return new Proxy({} as object, {
    get(_target, key) {
      if (key === '__esModule' && loaded === undefined && entry.esModule === true) return true;
      const before = loaded === undefined ? entry.before?.() : undefined;
      return Reflect.get(before !== undefined && key in before ? before : truth(), key);
    },
    has: (_target, key) => key in truth(),
    set: (_target, key, value) => Reflect.set(truth(), key, value),
    ownKeys: () => (loaded === undefined && entry.names !== undefined ? [...entry.names] : Reflect.ownKeys(truth())),
    getOwnPropertyDescriptor(_target, key) {
      if (loaded === undefined && entry.names?.includes(String(key)) === true) {
        return { configurable: true, enumerable: true, get: () => Reflect.get(truth(), key) };
      }
      const found = Reflect.getOwnPropertyDescriptor(truth(), key);
      return found === undefined ? undefined : { ...found, configurable: true };
    },
  });
}

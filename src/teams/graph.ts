import { z } from 'zod';
import { type Day, dayOf } from '../case/dates.js';
import { type Person, sameTenant } from '../case/people.js';
import type { Clock } from '../delivery/ports.js';
import { LruMap } from '../limits/lru-map.js';
import type { BotAdapter } from './adapter.js';
import { type Failure, failureOf, HttpError } from './http-client.js';

export interface GraphOptions {
  readonly adapter: Pick<BotAdapter, 'graph'>;
  /** The bot's own tenant: Graph answers its token about the people of no other. */
  readonly tenant: string;
  /** The id in the app package. Graph calls it `externalId`; the app catalog gives the app an id of its own. */
  readonly externalId: string;
  readonly clock: Clock;
  /** Told why something could not be done, without whom it was for. */
  readonly onFailed: (what: 'install' | 'name', failure: Failure) => void;
}

/** The id of the chat with a person; or that it may be had later; or that it will not be had today. */
export type PersonalChat =
  | { readonly kind: 'chat'; readonly id: string }
  | { readonly kind: 'retry'; readonly afterMs?: number }
  | { readonly kind: 'none' };

/** Tries a person and day. A refusal ends them at once. */
const TRIES = 3;
/** People whose tries are remembered. */
const PEOPLE_MAX = 10_000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const ids = z.object({ value: z.array(z.object({ id: z.string().min(1) })) });
const chat = z.object({ id: z.string().min(1) });
const user = z.object({ displayName: z.string() });

/**
 * What the bot asks of Microsoft Graph, each with a right of its own that a municipality may give or not: to install
 * itself for a person it must write to (TeamsAppInstallation.ReadWriteSelfForUser.All, AppCatalog.Read.All), and the name
 * of a person who was picked (User.ReadBasic.All). Without the right everything is as without Graph.
 */
export class Graph {
  private readonly tried = new LruMap<{ day: Day; tries: number }>(PEOPLE_MAX);
  private readonly running = new Map<string, Promise<PersonalChat>>();
  private catalogId: string | undefined;

  constructor(private readonly options: GraphOptions) {}

  /** The chat of the bot and a person, for whom it installs itself first. Messages to one person wait for the same try. */
  chatWith(person: Person): Promise<PersonalChat> {
    const id = this.idOf(person);
    if (id === undefined) return Promise.resolve({ kind: 'none' });
    const started = this.running.get(id) ?? this.install(id).finally(() => this.running.delete(id));
    this.running.set(id, started);
    return started;
  }

  /** The name of a person; undefined when Graph does not tell it. */
  async nameOf(person: Person): Promise<string | undefined> {
    const id = this.idOf(person);
    if (id === undefined || this.triesToday(`name ${id}`) > 0) return undefined;
    try {
      const found = user.parse(await this.options.adapter.graph('GET', `/users/${id}?$select=displayName`));
      return found.displayName.trim().slice(0, 200);
    } catch (error) {
      this.count(`name ${id}`);
      this.options.onFailed('name', failureOf(error, Date.now()));
      return undefined;
    }
  }

  private async install(id: string): Promise<PersonalChat> {
    if (this.triesToday(id) >= TRIES) return { kind: 'none' };
    try {
      return { kind: 'chat', id: await this.installed(id) };
    } catch (error) {
      const failure = failureOf(error, Date.now());
      if (failure.kind === 'refused') this.count(id, TRIES);
      else if (this.count(id) < TRIES)
        return { kind: 'retry', ...('retryAfterMs' in failure && { afterMs: failure.retryAfterMs }) };
      this.options.onFailed('install', failure);
      return { kind: 'none' };
    }
  }

  /** Repeating it doubles nothing: what is installed already is a conflict, and as good. */
  private async installed(id: string): Promise<string> {
    const app = await this.appInCatalog();
    const apps = `/users/${id}/teamwork/installedApps`;
    const bound = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${app}` };
    await this.options.adapter.graph('POST', apps, bound).catch((error: unknown) => {
      if (!(error instanceof HttpError) || error.statusCode !== 409) throw error;
    });
    const filter = encodeURIComponent(`teamsApp/id eq '${app}'`);
    const [installation] = ids.parse(
      await this.options.adapter.graph('GET', `${apps}?$expand=teamsApp&$filter=${filter}`),
    ).value;
    // Graph may list an installation a moment after it has taken it.
    if (!installation) throw new HttpError(503, 'NotListedYet');
    return chat.parse(await this.options.adapter.graph('GET', `${apps}/${encodeURIComponent(installation.id)}/chat`))
      .id;
  }

  private async appInCatalog(): Promise<string> {
    const filter = encodeURIComponent(`externalId eq '${this.options.externalId}'`);
    this.catalogId ??= ids.parse(
      await this.options.adapter.graph('GET', `/appCatalogs/teamsApps?$filter=${filter}`),
    ).value[0]?.id;
    if (this.catalogId === undefined) throw new HttpError(404, 'NotInCatalog');
    return this.catalogId;
  }

  /** Graph's id of a person of the bot's own tenant. */
  private idOf({ tenant, id }: Person): string | undefined {
    return sameTenant(tenant, this.options.tenant) && GUID.test(id) ? id.toLowerCase() : undefined;
  }

  private triesToday(key: string): number {
    const tried = this.tried.get(key);
    return tried?.day === this.today() ? tried.tries : 0;
  }

  private count(key: string, more = 1): number {
    const tries = this.triesToday(key) + more;
    this.tried.set(key, { day: this.today(), tries });
    return tries;
  }

  private today(): Day {
    return dayOf(this.options.clock.now());
  }
}

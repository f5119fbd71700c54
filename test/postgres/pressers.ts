import type { Instance } from './fleet.js';
import type { Seeded, Seeding } from './seeds.js';

/** What came of the presses. */
export interface Pressed {
  /** Days that were asked for, in order, and that each case must have been moved to once. */
  readonly asked: ReadonlyMap<string, readonly string[]>;
  /** Answers 200 with a card, with a sentence that asks to try again, and of any other kind. */
  readonly cards: number;
  readonly sorry: number;
  readonly odd: readonly string[];
  /** Requests that got no answer: the instance was killed or cut. */
  readonly unanswered: number;
}

const SORRY = /[Pp]røv igen|tryk igen/;

/**
 * People who move the go-live of their case, again and again, on whichever instance the balancer picks. Without an answer
 * or with an apology they do as people do: press once more, if the log does not show that it was done.
 */
export function startPressing(
  storage: Seeding,
  cases: readonly Seeded[],
  serviceUrl: string,
  pick: () => Instance,
  /** Milliseconds a person takes before the next press. */
  restMs = 0,
): { readonly times: readonly number[]; once: () => Promise<string>; stop: () => Promise<Pressed> } {
  const times: number[] = [];
  const asked = new Map<string, string[]>();
  const odd: string[] = [];
  let [cards, sorry, unanswered, activities] = [0, 0, 0, 0];
  let going = true;

  /** The case as the log tells it now: its version, and whether the go-live was moved to a day. */
  const stands = async (caseId: string, day: string) => {
    const events = (await storage.store.read(caseId))?.events ?? [];
    const done = events.some((event) => event.type === 'GoLiveMoved' && event.goLive === day);
    return { done, version: events.filter((event) => event.by !== 'clock').length };
  };
  const insist = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const post = ({ caseId, coordinator, chat }: Seeded, goLive: string, version: number) => {
    const data = { caseId, version, goLive };
    const activity = {
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `in-${++activities}`,
      timestamp: new Date(0).toISOString(),
      channelId: 'msteams',
      serviceUrl,
      from: { id: `29:${caseId}`, name: coordinator.name, aadObjectId: coordinator.id },
      recipient: { id: '28:bot', name: 'NemKonto' },
      conversation: { id: chat, conversationType: 'personal', tenantId: coordinator.tenant },
      channelData: { tenant: { id: coordinator.tenant } },
      locale: 'da-DK',
      value: { action: { type: 'Action.Execute', verb: 'moveGoLive', data } },
    };
    return pick().post(activity);
  };
  const press = async (one: Seeded, goLive: string, version: number) => {
    const began = performance.now();
    const { status, body } = await post(one, goLive, version);
    times.push(performance.now() - began);
    const { value } = (status === 200 ? JSON.parse(body) : {}) as { value?: unknown };
    if (status === 200 && typeof value === 'object') cards += 1;
    else if (status === 200 && typeof value === 'string' && SORRY.test(value)) sorry += 1;
    else odd.push(`${status} ${body.slice(0, 200)}`);
  };
  const lane = async (one: Seeded) => {
    const days: string[] = [];
    asked.set(one.caseId, days);
    for (let number = 0; going; number++) {
      const day = new Date(Date.UTC(2027, 0, 1 + number)).toISOString().slice(0, 10);
      days.push(day);
      for (;;) {
        const { done, version } = await insist(() => stands(one.caseId, day));
        if (done) {
          await new Promise((resolve) => setTimeout(resolve, restMs));
          break;
        }
        await press(one, day, version).catch(() => {
          unanswered += 1;
        });
      }
    }
  };
  const lanes = Promise.all(cases.map(lane));
  return {
    /** Milliseconds of each answered press, in order. */
    times,
    /** One press more, which changes nothing; resolves with its status and answer. */
    async once() {
      const [one] = cases;
      const { status, body } = one ? await post(one, '1900-01-01', 0) : { status: 0, body: '' };
      return `${status} ${body}`;
    },
    async stop() {
      going = false;
      await lanes;
      return { asked, cards, sorry, odd, unanswered };
    },
  };
}

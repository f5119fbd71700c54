import type { LoopbackConnector } from '../teams/loopback-connector.js';
import type { Running } from './process.js';

/** One side of the comparison: a bot in a process of its own, with Teams' connector and the people played by the bench. */
export interface Rival {
  readonly process: Running;
  /** Turns taken so far. */
  readonly turns: () => number;
  /** One turn in a lane; turns of one lane never overlap. Resolves with the ms until its answer. */
  turn(lane: number): Promise<number>;
  /** Requests the connector got because of them; complete once it is quiet. */
  readonly requests: () => number;
  /** Resolves when nothing that the turns caused is still on its way. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

/** Turns that may be taken side by side. */
export const LANES = 8;

/** Somebody of an organisation; the first one presses. */
export function personOf(organisation: number, number: number) {
  const id = `00000000-0000-4000-8000-${String(organisation * 100 + number).padStart(12, '0')}`;
  return { id: `29:${id}`, name: `Medarbejder ${number}`, aadObjectId: id, tenantId: tenantOf(organisation) };
}

export function tenantOf(organisation: number): string {
  return `22222222-2222-4222-8222-${String(organisation).padStart(12, '0')}`;
}

export function activityOf(
  connector: LoopbackConnector,
  number: number,
  chat: string,
  from: ReturnType<typeof personOf>,
) {
  return {
    id: `in-${number}`,
    timestamp: '2026-05-04T08:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: connector.serviceUrl,
    from,
    recipient: { id: '28:bot', name: 'NemKonto' },
    conversation: { id: chat, conversationType: 'personal', tenantId: from.tenantId },
    channelData: { tenant: { id: from.tenantId } },
    locale: 'da-DK',
  };
}

/** Takes turns one right after the other. */
export async function inRow(rival: Rival, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let number = 0; number < count; number++) times.push(await rival.turn(number % LANES));
  return times;
}

/** Takes turns in all lanes at once: in each the next one right after the last. */
export async function inLanes(rival: Rival, count: number): Promise<number[]> {
  const times: number[] = [];
  let left = count;
  const work = async (lane: number) => {
    while (left-- > 0) times.push(await rival.turn(lane));
  };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)));
  return times;
}

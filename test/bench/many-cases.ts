import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseEvent } from '../../src/case/events.js';
import { replay } from '../../src/case/evolve.js';
import type { Person } from '../../src/case/people.js';
import type { ConversationReference } from '../../src/delivery/ports.js';
import { chained } from '../../src/store/event-chain.js';
import { openLowdbDirectory } from '../../src/store/lowdb-directory.js';
import { CASE_SCHEMA, type StoredCase } from '../../src/store/shapes.js';
import { inWaves } from '../../src/store/waves.js';
import type { LoopbackConnector } from '../teams/loopback-connector.js';
import { DATES, PEOPLE, type PressedCase } from './ours.js';
import { personOf, tenantOf } from './rival.js';

const AT = '2026-05-04T07:00:00.000Z';
/** Facts of a case; even, so that go-live stands where the first press moves it from. */
const FACTS = 11;

/**
 * Writes the files of many open cases, each in an organisation of its own, as the bot itself would have written them, but
 * without waiting for the disk. `known` of them, spread over all, can be pressed at once: their people have been met.
 */
export async function manyCases(
  data: string,
  connector: LoopbackConnector,
  count: number,
  known: number,
): Promise<PressedCase[]> {
  const folder = join(data, 'cases');
  await mkdir(folder, { recursive: true });
  const numbers = Array.from({ length: count }, (_, number) => number);
  const write = async (number: number) => writeFile(join(folder, `${idOf(number)}.json`), textOf(number));
  await inWaves(numbers, 100, write, () => undefined);
  const step = count / known;
  const pressed = Array.from({ length: known }, (_, at) => Math.floor(at * step));
  const directory = await openLowdbDirectory(data);
  await inWaves(
    pressed,
    20,
    async (number) => {
      const personal = addressOf(connector, number);
      await directory.remember(personal);
      for (let at = 0; at < PEOPLE; at++) {
        const person = knownAs(number, at);
        const more = at === 0 ? { personal, locale: 'da' as const } : {};
        await directory.meet({ person, teamsId: personOf(number, at).id, guest: false, ...more });
      }
    },
    () => undefined,
  );
  await directory.close();
  return pressed.map((number) => ({
    id: idOf(number),
    lane: number,
    chat: chatOf(number),
    card: `desk-${number}`,
    version: versionOf(number),
    presses: 0,
  }));
}

function textOf(number: number): string {
  const place = (activityId: string) => ({ conversationId: chatOf(number), activityId });
  const stored: StoredCase = {
    schema: CASE_SCHEMA,
    id: idOf(number),
    entries: chained('', eventsOf(number)),
    deliveries: [],
    messages: { home: place(`home-${number}`), [`personal:${knownAs(number, 0).id}`]: place(`desk-${number}`) },
  };
  return `${JSON.stringify(stored)}\n`;
}

function eventsOf(number: number): CaseEvent[] {
  const by = knownAs(number, 0);
  const opened: CaseEvent = {
    type: 'CaseOpened',
    at: AT,
    by,
    caseId: idOf(number),
    tenant: by.tenant,
    municipality: '0630',
    goLive: DATES[1],
    taskStart: '2026-07-06',
    taskEnd: '2026-07-10',
    home: { kind: 'personal', id: chatOf(number) },
    language: 'da',
    coordinator: by,
  };
  const moves = Array.from({ length: FACTS - 1 }, (_, at): CaseEvent => {
    return {
      type: 'GoLiveMoved',
      at: AT,
      by,
      goLive: DATES[at % 2] ?? '',
      taskStart: '2026-07-06',
      taskEnd: '2026-07-10',
    };
  });
  return [opened, ...moves];
}

function versionOf(number: number): number {
  return replay(eventsOf(number))?.version ?? 0;
}

function idOf(number: number): string {
  return `0630-${String(number).padStart(6, '0')}`;
}

function chatOf(number: number): string {
  return `a:grown-${number}`;
}

function knownAs(number: number, at: number): Person {
  return { tenant: tenantOf(number), id: personOf(number, at).aadObjectId, name: `Medarbejder ${at}` };
}

function addressOf(connector: LoopbackConnector, number: number): ConversationReference {
  const { serviceUrl } = connector;
  return { serviceUrl, conversationId: chatOf(number), kind: 'personal', tenantId: tenantOf(number), botId: '28:bot' };
}

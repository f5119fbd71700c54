import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actionsOf, textOf } from './cards.js';
import { type Json, startTown, type Town } from './town.js';
import { ACTS, act, arrived, type Cast, opened, pressOn, read, view, walk } from './walk.js';

let town: Town;
let cast: Cast;
beforeEach(async () => {
  town = await startTown();
  cast = await arrived(town);
});
afterEach(() => town.close());

/** What the clock of the practice run shows, an hour after it was asked. */
const clock = async () => (await town.say(cast.bente, 'spol 1 time')).text ?? '';
const sent = () => town.connector.heard.filter(({ kind }) => kind === 'send' || kind === 'update').length;

describe('a restart', () => {
  test('in the middle of each step loses nothing and sends nothing twice', async () => {
    const caseId = await opened(town, cast.karin);
    for (const [, verb] of ACTS) {
      await act(town, cast, verb, caseId);
      await town.restart();
    }
    await town.settled(cast.karin);
    expect(textOf(await view(town, cast.karin, caseId, 'personal'))).toContain('Tak for indsatsen');
    const before = sent();
    await town.restart();
    await town.restart();
    await town.settled(cast.karin);
    // The clock's own answer, and nothing else.
    expect(sent()).toBe(before + 1);
    for (const person of Object.values(cast)) {
      const posted = town.connector.messagesIn(person.chat).filter(({ kind, body }) => kind === 'send' && body.summary);
      const summaries = posted.filter(({ body }) =>
        textOf(body.attachments?.[0]?.content).includes('Tak for indsatsen'),
      );
      expect(summaries.length).toBeLessThanOrEqual(1);
    }
    const asked = town.connector
      .messagesIn(cast.soeren.chat)
      .filter(
        ({ kind, body }) => kind === 'send' && textOf(body.attachments?.[0]?.content).includes('Er du sikkerheds'),
      );
    expect(asked).toHaveLength(1);
  });

  test('leaves the practice clock where it stood', async () => {
    const first = await clock();
    await town.restart();
    const second = await clock();
    expect(first).toContain('11');
    expect(second).toContain('12');
    expect(first.replace('11', '12')).toBe(second);
  });

  test('greets nobody a second time', async () => {
    await town.restart();
    const before = sent();
    await town.say(cast.karin, 'status');
    expect(sent()).toBe(before + 1);
  });
});

describe('what goes wrong', () => {
  test('a store that cannot write is told in a sentence, and the press works once it can', async () => {
    const caseId = await opened(town, cast.karin);
    await town.settled(cast.karin);
    // A file stays open for two seconds after a line; what is removed under it is noticed then, and at once after a start.
    await town.restart();
    expect(await town.history(cast.karin, caseId)).toContain('Karin');
    const folder = await casesFolder();
    await rename(folder, `${folder}-away`);
    await writeFile(folder, 'no folder');
    const failed = await pressOn(town, cast.karin, caseId, 'personal', 'nameOfficer', { officer: cast.soeren.id });
    expect(failed.status).toBe(200);
    expect(failed.text).toContain('Det lykkedes ikke');
    const english = await town.pressRaw(
      cast.karin,
      'openCase',
      { municipality: '0615', goLive: '2026-11-02' },
      undefined,
      { locale: 'en-US' },
    );
    expect(english.text).toMatch(/Nothing|nothing/);
    await rm(folder);
    await rename(`${folder}-away`, folder);
    await town.restart();
    expect(await town.history(cast.karin, caseId)).not.toContain('Søren');
    await walk(town, cast, caseId, 'giveAgreementNumber');
  });

  async function casesFolder(): Promise<string> {
    const folder = join(town.folder, 'cases');
    await mkdir(folder, { recursive: true });
    expect((await readdir(folder)).length).toBeGreaterThan(0);
    return folder;
  }
});

describe('every message that leaves', () => {
  test('is a card alone with a summary, or a text; every button works in old clients too', async () => {
    const room = await town.room('groupChat', ...Object.values(cast));
    const caseId = await opened(town, cast.karin, { room });
    await walk(town, cast, caseId, 'confirmWebForm');
    await pressOn(town, cast.karin, caseId, 'snooze', 'snooze', { days: '1' });
    await town.say(cast.karin, 'spol 3 uger');
    await walk(town, cast, caseId, undefined, 'confirmWebForm');
    for (const word of ['hjælp', 'start', 'status', 'oversigt', 'historik', 'sprog']) await town.say(cast.karin, word);
    await town.settled(cast.karin);
    const bodies = town.connector.heard
      .filter(({ kind }) => kind === 'send' || kind === 'update')
      .map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(20);
    for (const body of bodies) {
      const attached: readonly { contentType: string; content: Json }[] = body.attachments ?? [];
      expect(attached.length > 0 && body.text !== undefined && body.text !== '').toBe(false);
      expect(attached.length <= 1).toBe(true);
      for (const { content } of attached) checkCard(content, body.summary);
    }
    expect(read(await town.say(cast.karin, 'status'))).toContain('Vejle');
  });

  function checkCard(card: Json, summary: unknown): void {
    expect(summary).toEqual(expect.stringMatching(/\S/));
    expect(card.version).toBe('1.5');
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(28 * 1024);
    for (const actions of arraysOf(card)) expect(actions.length).toBeLessThanOrEqual(6);
    const executes = arraysOf(card)
      .flat()
      .filter((action) => (action as Json).type === 'Action.Execute') as Json[];
    expect(executes.length).toBeGreaterThanOrEqual(actionsOf(card).length);
    for (const { verb, fallback } of executes)
      expect(fallback).toMatchObject({ type: 'Action.Submit', data: { verb } });
  }

  /** Every `actions` array in a card. */
  function arraysOf(value: unknown): readonly (readonly unknown[])[] {
    if (Array.isArray(value)) return value.flatMap(arraysOf);
    if (typeof value !== 'object' || value === null) return [];
    const own = (value as Json).actions;
    return [...(Array.isArray(own) ? [own] : []), ...Object.values(value).flatMap(arraysOf)];
  }
});

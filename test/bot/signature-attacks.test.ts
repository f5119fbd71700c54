import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf } from './cards.js';
import { type Production, startProduction } from './production.js';
import { type Citizen, type Json, rosterPerson, type Town } from './town.js';
import { arrived, type Cast, opened, pressOn, read, TODAY, view, walk } from './walk.js';

const FOREIGN = '33333333-3333-4333-8333-333333333333';
/** How many confirmations are tried. */
const TRIES = 1_000;

let running: Production;
let town: Town;
let cast: Cast;
let outsiders: { olga: Citizen; gaest: Citizen; hjemmefra: Citizen; fremmed: Citizen; double: Citizen };
let caseId: string;
/** What Søren pressed the first time, before the form was filled in anew. */
let genuine: Json;
/** The versions a card of the present round may have. */
let since: number;

beforeAll(async () => {
  running = await startProduction({}, { ALLOWED_TENANTS: `22222222-2222-4222-8222-222222222222,${FOREIGN}` });
  town = running.town;
  cast = await arrived(town);
  outsiders = {
    olga: town.person('Olga Udenfor'),
    gaest: town.person('Gert Gæst'),
    hjemmefra: town.person('Hans Hjemmefra'),
    fremmed: town.person('Frida Fremmed', FOREIGN),
    // The same object id in another tenant is another person.
    double: { ...cast.soeren, tenant: FOREIGN, chat: 'a:double' },
  };
  const { olga, gaest, hjemmefra, fremmed, double } = outsiders;
  await town.arrive(olga, fremmed, double);
  town.connector.setRoster(gaest.chat, [{ ...rosterPerson(gaest), userRole: 'guest' }]);
  town.connector.setRoster(hjemmefra.chat, [{ ...rosterPerson(hjemmefra), tenantId: FOREIGN }]);
  caseId = await opened(town, cast.karin);
  await walk(town, cast, caseId, 'confirmSignature');
  genuine = { ...dataOf(await view(town, cast.soeren, caseId, 'personal'), 'confirmSignature'), signedOn: TODAY };
  expect((await town.pressRaw(cast.soeren, 'confirmSignature', genuine)).card).toBeDefined();
  // The form is filled in anew: what was signed no longer counts, and the case waits for a new signature.
  await pressOn(town, cast.karin, caseId, 'correct', 'correctStep', { step: 'webForm' });
  await pressOn(town, cast.karin, caseId, 'personal', 'confirmWebForm', { filledOn: TODAY, annexFollowed: 'true' });
  since = Number(dataOf(await view(town, cast.soeren, caseId, 'personal'), 'confirmSignature').version);
});
afterAll(() => running.close());

type Person = keyof Cast | keyof typeof outsiders;
/** One try: who sends it, what the card's data says, and what the activity says of its sender. */
interface Attack {
  readonly by: Person;
  readonly data: Json;
  readonly more: Json;
}

const forged = fc.record(
  {
    officer: fc.constantFrom('me', 'soeren'),
    by: fc.constantFrom('soeren', '29:soeren'),
    tenant: fc.constantFrom('me', 'soeren'),
    aadObjectId: fc.constant('soeren'),
    role: fc.constantFrom('officer', 'admin', 'coordinator'),
    guest: fc.constantFrom(false, 'false', 0),
    confirmed: fc.constant(true),
    status: fc.constantFrom('open', 'signed'),
    step: fc.constantFrom('signature', 'payment', '', '__proto__'),
    signedOn: fc.constantFrom(TODAY, '4.5.2026', '2026-05-03', '', 'i går', '9999-99-99'),
    extra: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);
const anyVersion = fc.oneof(fc.nat(200), fc.constantFrom('999', '-1', '', 'NaN', '1e9', null, true, 10 ** 12));
const more = fc.constantFrom<Json>({}, { channelData: { tenant: { id: FOREIGN } } }, { locale: 'en-GB' });

const spoofed = fc.record({
  by: fc.constantFrom<Person>('karin', 'bente', 'olga'),
  data: forged,
  version: anyVersion,
  more,
});
const guests = fc.record({
  by: fc.constantFrom<Person>('gaest', 'hjemmefra'),
  data: forged,
  version: anyVersion,
  more,
});
const abroad = fc.record({ by: fc.constantFrom<Person>('fremmed', 'double'), data: forged, version: anyVersion, more });
/** Søren's own account without its directory id: a name and a Teams id prove nothing. */
const unnamed = fc.record({
  by: fc.constant<Person>('soeren'),
  data: forged,
  version: anyVersion,
  more: fc.constant<Json>({ from: { id: '29:soeren', name: 'Søren Lund' } }),
});
const stale = fc.record({
  by: fc.constant<Person>('soeren'),
  data: forged,
  version: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('-1', '', 'NaN', '1e9', '99999999999', null, true)),
  more: fc.constant<Json>({}),
});
const replayed = fc.record({
  by: fc.constant<Person>('soeren'),
  data: fc.constant<Json>({ replay: true }),
  version: fc.constant(null),
  more: fc.constantFrom<Json>({}, { id: 'in-7' }, { timestamp: '2020-01-01T00:00:00.000Z' }),
});

/** The generated names become ids; what is replayed is what was pressed, to the byte. */
function attack({ by, data, version, more: said }: { by: Person; data: Json; version: unknown; more: Json }): Attack {
  if (data.replay === true) return { by, data: genuine, more: said };
  const people: Record<string, Citizen> = { ...cast, ...outsiders };
  const me = people[by];
  const named = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      value === 'me' ? (key === 'tenant' ? me?.tenant : me?.id) : value === 'soeren' ? cast.soeren.id : value,
    ]),
  );
  return { by, data: { signedOn: TODAY, ...named, caseId, version }, more: said };
}

const ALLOWED_KEYS = new Set([
  ...['level', 'time', 'pid', 'hostname', 'msg', 'request', 'kind', 'verb', 'automatic', 'outcome', 'reason', 'case'],
  ...['tenant', 'person', 'ms'],
]);

test(`of ${TRIES} spoofed, replayed, stale, guest and foreign confirmations none signs, and each leaves one line`, async () => {
  expect(since).toBeGreaterThan(5);
  const arbitrary = fc.oneof(spoofed, guests, abroad, unnamed, stale, replayed);
  const attacks = fc.sample(arbitrary, { numRuns: TRIES, seed: 434 }).map(attack);
  const before = await town.history(cast.karin, caseId);
  const turns = ({ msg, verb }: Json) => msg === 'turn' && verb === 'confirmSignature';
  await running.log.until(1, turns);
  running.log.lines.length = 0;
  const people: Record<string, Citizen> = { ...cast, ...outsiders };
  for (const { by, data, more: said } of attacks) {
    const who = people[by];
    if (!who) throw new Error(by);
    const answer = await town.pressRaw(who, 'confirmSignature', data, undefined, said);
    expect([answer.status, read(answer) !== '']).toEqual([200, true]);
  }
  await running.log.until(TRIES, turns);
  const lines = running.log.lines.filter(({ msg }) => msg !== 'delivery');
  expect(lines.filter(turns)).toHaveLength(TRIES);
  expect(lines.filter(({ outcome }) => outcome !== 'refused')).toEqual([]);
  expect(new Set(lines.map(({ request }) => request)).size).toBe(TRIES);
  for (const [at, line] of lines.entries()) {
    expect(Object.keys(line).filter((key) => !ALLOWED_KEYS.has(key))).toEqual([]);
    const sender = people[attacks[at]?.by ?? ''];
    expect(line).toMatchObject({ case: caseId, tenant: sender?.tenant, reason: expect.any(String) });
  }
  expect(new Set(lines.map(({ reason }) => reason))).toEqual(new Set(['notYours', 'guest', 'noCase', 'changedSince']));
  expect(await town.history(cast.karin, caseId)).toBe(before);
}, 60_000);

test('and the officer can still sign', async () => {
  const answer = await pressOn(town, cast.soeren, caseId, 'personal', 'confirmSignature', { signedOn: TODAY });
  expect(read(answer)).toContain('underskr');
  await running.log.until(1, ({ facts }) => Array.isArray(facts) && facts.includes('SignatureConfirmed'));
});

import { describe, expect, test } from 'vitest';
import { askedNow } from '../../src/case/roles.js';
import { danishCalendar } from '../../src/task/calendar.js';
import { caseOf, colleague, coordinator, given, officer, task } from '../given.js';
import { caseOpened, formCompleted, numberGiven, officerNamed, substituteNamed } from './facts.js';
import { leaveAlone, lines } from './months.js';
import { press } from './press.js';

const world = { task, calendar: danishCalendar(task.reminders.freeByCustom) };
const at = '2026-05-04T09:00:00.000Z';
/** A case in which only the officer's yes is missing before the signature; its deadline is 31 July. */
const ready = [
  caseOpened({ taskStart: '2026-05-04', taskEnd: '2026-07-31' }),
  officerNamed(),
  numberGiven({ at }),
  formCompleted({ at, filledOn: '2026-05-04' }),
];
const fortnight = { awayFrom: '2026-05-05', awayUntil: '2026-05-20' };
const accept = (away: object = fortnight, before = ready) =>
  given(...before).when(press('acceptOfficer', away), officer);

describe('an officer who accepts', () => {
  test('may say that they will be away, and the step is done', () => {
    accept()
      .happens({ type: 'AbsenceNoted', from: '2026-05-05', until: '2026-05-20' }, { type: 'OfficerAccepted' })
      .waitsFor('signature');
  });

  test.each([
    [{ awayFrom: '2026-05-05' }, 'awayUntil', { kind: 'required' }],
    [{ awayUntil: '2026-05-05' }, 'awayFrom', { kind: 'required' }],
    [{ awayFrom: '2026-05-06', awayUntil: '2026-05-05' }, 'awayUntil', { kind: 'beforeFrom' }],
    [{ awayFrom: '2026-05-01', awayUntil: '2026-05-03' }, 'awayUntil', { kind: 'inPast', today: '2026-05-04' }],
  ] as const)('with %o is told what is wrong with %s', (away, field, problem) => {
    accept(away).isRefused({ reason: 'fields', problems: [{ field, problem }] });
  });

  test('says it anew when they are asked again: their successor is not away, and neither are they', () => {
    const replaced = accept().when(press('replaceOfficer'), coordinator);
    expect(askedNow(replaced.case, '2026-05-06')).toEqual([colleague]);
    const again = replaced.when(press('replaceOfficer', { person: officer }), coordinator);
    expect(askedNow(again.case, '2026-05-06')).toEqual([officer]);
  });
});

describe('while the officer is away', () => {
  const away = accept();

  test('nothing is asked of them, on the first day and the last', () => {
    const on = (day: string) => askedNow(away.case, day);
    expect(['2026-05-04', '2026-05-05', '2026-05-20', '2026-05-21'].map(on)).toEqual([[officer], [], [], [officer]]);
  });

  test('they get no request when the signature comes up', () => {
    const [opened = caseOpened(), named = officerNamed()] = ready;
    const form = press('confirmWebForm', { filledOn: '2026-05-06' });
    const circumstances = { at: '2026-05-06T09:00:00.000Z' };
    const toOfficer = (accepted: object) =>
      accept(accepted, [opened, named, numberGiven({ at })])
        .when(form, coordinator, circumstances)
        .told.filter((one) => one.kind === 'request' && one.to === officer);
    expect(toOfficer({})).toHaveLength(1);
    expect(toOfficer(fortnight)).toEqual([]);
  });

  test('the reminders begin on the working day after', () => {
    const { sent } = leaveAlone(away.case, '2026-05-27T00:00:00.000Z', world);
    expect(lines(sent)[0]).toBe('2026-05-21 reminded Søren (silence)');
  });

  test('nobody can have them reminded', () => {
    away
      .when(press('remindNow'), coordinator, { at: '2026-05-06T09:00:00.000Z' })
      .isRefused({ reason: 'nobodyToRemind' });
  });

  test('they may sign all the same, and their substitute may not', () => {
    const substitute = substituteNamed({ at });
    const before = [...away.before, ...away.events, substitute];
    const sign = press('confirmSignature', { signedOn: '2026-05-06' });
    const circumstances = { at: '2026-05-06T09:00:00.000Z' };
    given(...before)
      .when(sign, colleague, circumstances)
      .isRefused({ reason: 'notYours', may: [officer] });
    given(...before)
      .when(sign, officer, circumstances)
      .waitsFor('dispatch');
  });
});

describe('the coordinator is told at once', () => {
  const told = (from: string, until: string, before = ready) =>
    accept({ awayFrom: from, awayUntil: until }, before).told.filter((one) => one.kind === 'notice');

  test('when the officer is away until the deadline or longer, and not when they are back before or leave after it', () => {
    const notice = (from: string, until: string) => [
      { kind: 'notice', to: coordinator, notice: { kind: 'officerAway', by: officer, from, until } },
    ];
    expect(told('2026-07-20', '2026-07-31')).toEqual(notice('2026-07-20', '2026-07-31'));
    expect(told('2026-07-31', '2026-08-14')).toEqual(notice('2026-07-31', '2026-08-14'));
    expect(told('2026-07-20', '2026-07-30')).toEqual([]);
    expect(told('2026-08-01', '2026-08-14')).toEqual([]);
  });

  test('when the deadline has passed already', () => {
    const late = [caseOpened({ taskStart: '2026-04-20', taskEnd: '2026-04-24' }), officerNamed()];
    expect(told('2026-05-11', '2026-05-15', late)).toHaveLength(1);
  });

  test('but not of themselves', () => {
    const own = [caseOpened(), officerNamed({ officer: coordinator })];
    const away = press('acceptOfficer', { awayFrom: '2026-05-05', awayUntil: '2026-05-20' });
    expect(
      given(...own)
        .when(away, coordinator)
        .told.filter((one) => one.kind === 'notice'),
    ).toEqual([]);
  });
});

describe('an officer who is away later', () => {
  const july = { from: '2026-07-20', until: '2026-07-31' };
  const signing = accept({});
  const tell = (changes: object = { person: undefined, ...july }, by = officer) =>
    signing.when(press('nameSubstitute', changes), by);
  const notices = ({ told }: ReturnType<typeof tell>) => told.filter((one) => one.kind === 'notice');
  const away = { kind: 'officerAway', by: officer, ...july };

  test('tells it without a substitute, and the coordinator hears at once that the deadline falls in it', () => {
    const told = tell();
    told.happens({ type: 'AbsenceNoted', ...july });
    expect(notices(told)).toEqual([{ kind: 'notice', to: coordinator, notice: away }]);
    expect(askedNow(told.case, '2026-07-25')).toEqual([]);
    told.when(press('nameSubstitute', { person: undefined, ...july }), officer).isRefused({
      reason: 'already',
      what: { kind: 'absence', ...july },
    });
  });

  test('or with one, who never signs', () => {
    const told = tell({ person: colleague, ...july });
    told.happens(
      { type: 'SubstituteNamed', absent: officer, substitute: colleague, ...july },
      { type: 'AbsenceNoted', ...july },
    );
    expect(askedNow(told.case, '2026-07-25')).toEqual([]);
    told
      .when(press('confirmSignature', { signedOn: '2026-07-25' }), colleague, { at: '2026-07-25T09:00:00.000Z' })
      .isRefused({ reason: 'notYours', may: [officer] });
  });

  test('also before they have answered', () => {
    const told = given(...ready).when(press('nameSubstitute', { person: undefined, ...july }), officer);
    told.happens({ type: 'AbsenceNoted', ...july });
    expect(askedNow(told.case, '2026-07-25')).toEqual([]);
  });

  test('has several absences, and a newer one takes the place of one with a day in common', () => {
    const second = tell().when(
      press('nameSubstitute', { person: undefined, from: '2026-06-01', until: '2026-06-05' }),
      officer,
    );
    const shorter = second.when(
      press('nameSubstitute', { person: undefined, from: '2026-07-20', until: '2026-07-24' }),
      officer,
    );
    const days = ['2026-06-03', '2026-07-22', '2026-07-31'];
    expect(days.map((day) => askedNow(second.case, day))).toEqual([[], [], []]);
    expect(days.map((day) => askedNow(shorter.case, day))).toEqual([[], [], [officer]]);
  });

  test('and nobody else is away without a substitute', () => {
    tell({ person: undefined, ...july }, coordinator).isRefused({
      reason: 'fields',
      problems: [{ field: 'person', problem: { kind: 'required' } }],
    });
  });
});

describe('a deadline that is moved onto a known absence', () => {
  // The task ends 178 days before go-live: for 14 November on the last day of the absence.
  const away = { from: '2026-05-05', until: '2026-05-20' };
  const move = (goLive: string, before = accept()) =>
    before.when(press('moveGoLive', { goLive }), coordinator).told.filter((one) => one.kind === 'notice');

  test('is told the coordinator anew, who moved it themselves', () => {
    const notice = { kind: 'officerAway', by: officer, ...away };
    expect(move('2026-11-14')).toContainEqual({ kind: 'notice', to: coordinator, notice });
    expect(move('2026-11-15').map(({ notice: told }) => told.kind)).not.toContain('officerAway');
  });

  test('but not once the agreement is signed', () => {
    const signed = accept().when(press('confirmSignature', { signedOn: '2026-05-05' }), officer, {
      at: '2026-05-05T09:00:00.000Z',
    });
    expect(move('2026-11-14', signed).map(({ notice: told }) => told.kind)).not.toContain('officerAway');
  });
});

test('a log from before absences could be noted replays: the officer is asked', () => {
  expect(askedNow(caseOf(...accept({}).before, ...accept({}).events), '2026-05-06')).toEqual([officer]);
});

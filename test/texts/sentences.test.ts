import { describe, expect, test } from 'vitest';
import type { Already, Refusal } from '../../src/case/decision.js';
import type { FieldProblem } from '../../src/case/typed-values.js';
import { eventLine } from '../../src/texts/events.js';
import { problemSentence, refusalSentence } from '../../src/texts/refusals.js';
import {
  deadlineSentence,
  doneSentence,
  escalationSentence,
  noticeSentence,
  onlookerSentence,
  reminderSentence,
  remindersSentence,
  summaryText,
  undeliveredSentence,
} from '../../src/texts/sentences.js';
import { texts } from '../../src/texts/texts.js';
import { anne, bo, calendar, carl, mette, STATES, TODAY, task } from '../cards/cases.js';
import { everyEvent, everyProblem, everyRefusal } from '../case/every.js';
import { COMMANDS } from '../case/press.js';

const AT = '2026-11-02T09:00:00.000Z';
const ALREADY: readonly Already[] = [
  { kind: 'officerNamed', officer: mette, accepted: false },
  { kind: 'officerNamed', officer: mette, accepted: true },
  { kind: 'adviserAsked', adviser: bo },
  { kind: 'coordinator', person: anne },
  { kind: 'payer', person: bo },
  { kind: 'substitute', person: bo, from: TODAY, until: TODAY },
  { kind: 'goLive', goLive: TODAY },
  { kind: 'snoozed', until: TODAY },
  { kind: 'markedInKlik' },
  { kind: 'signedCopy', by: mette, at: AT },
  { kind: 'saidNo', to: 'officer', by: mette, at: AT },
  { kind: 'returned', by: mette, at: AT },
  { kind: 'invoiced', by: mette, at: AT },
  { kind: 'open' },
];
const SENTENCE = /^(?!.*(undefined|\bnull\b|NaN|\[object|\d{4}-\d{2}|\.\.|\s{2}))[A-ZÆØÅ].*[.?]$/;
const refused = (refusal: Refusal, language: 'da' | 'en' = 'da') =>
  refusalSentence(refusal, STATES.signature, language);

describe('a refusal', () => {
  test('says who may and what to do', () => {
    expect(refused({ reason: 'notYours', act: 'confirmSignature', roles: ['officer'], may: [mette] })).toBe(
      'Kun den sikkerhedsansvarlige for NemKonto kan bekræfte underskriften. Spørg Mette Krogh Andersen, eller bed KY-projektlederen om at vælge en anden sikkerhedsansvarlig.',
    );
    expect(
      refused({ reason: 'notYours', act: 'confirmPayment', roles: ['payer', 'coordinator'], may: [bo, anne] }),
    ).toBe(
      'Kun den, der betaler fakturaen, eller KY-projektlederen kan bekræfte betalingen. Spørg Bo Lund eller Anne Holm.',
    );
  });

  test('of any act names it and who may, in both languages', () => {
    for (const act of [...COMMANDS, 'exportCase'] as const) {
      const refusal = { reason: 'notYours', act, roles: ['coordinator'], may: [anne] } as const;
      expect(refused(refusal)).toMatch(/^Kun KY-projektlederen kan .+\. Spørg Anne Holm\.$/);
      expect(refused(refusal, 'en')).toMatch(/^Only the KY project manager can .+\. Please ask Anne Holm\.$/);
    }
  });

  test('of a late press says what happened instead', () => {
    expect(refused({ reason: 'stepDone', step: 'signature', by: mette, at: AT })).toBe(
      'Det er allerede gjort: Mette Krogh Andersen bekræftede underskriften mandag den 2. november 2026.',
    );
  });

  test('of too early names what comes first', () => {
    expect(refused({ reason: 'notYet', step: 'dispatch', current: 'signature' })).toBe(
      'Det er for tidligt. Sagen venter på noget andet først: Mette Krogh Andersen skal underskrive aftalen på papir og bekræfte det.',
    );
  });

  test.each([
    ...Object.values(everyRefusal).map((make) => make().refusal as Refusal),
    ...ALREADY.map((what) => ({ reason: 'already', what }) as const),
    { reason: 'unknownAct' },
    { reason: 'closed', status: 'cancelled' },
    { reason: 'notYours', act: 'snooze', roles: ['adviser'], may: [] },
    { reason: 'remindedLately', at: AT, again: '2026-11-03T13:00:00.000Z' },
    { reason: 'secondLook', number: '1234567', typed: '1234567', why: 'long' },
  ] as const)('has a sentence in both languages, without machine words: %j', (refusal) => {
    const [da, en] = [refused(refusal), refused(refusal, 'en')];
    for (const sentence of [da, en]) expect(sentence).toMatch(SENTENCE);
    expect(da).not.toBe(en);
  });
});

describe('a wrong field', () => {
  test('is named, with the reason and a right example', () => {
    expect(problemSentence('agreementNumber', { kind: 'notDigits', typed: '12a4' }, 'da')).toBe(
      'Aftalenummeret må kun bestå af cifre, fx 123456. Du skrev: 12a4',
    );
    expect(problemSentence('invoiceAmount', { kind: 'notAnAmount', typed: 'dyrt' }, 'da')).toBe(
      'Beløbet skal være et beløb i kroner, fx 4.040,28. Du skrev: dyrt',
    );
    expect(problemSentence('signedOn', { kind: 'beforeStep', step: 'webForm', day: '2026-11-02' }, 'da')).toBe(
      'Datoen for underskriften kan ikke ligge før webformularen. Vælg tidligst mandag den 2. november 2026.',
    );
    expect(problemSentence('field.cvr', { kind: 'required' }, 'da', 'CVR-nummer')).toBe(
      'CVR-nummer mangler. Udfyld feltet som vist i Bilag 1.',
    );
  });

  test('has words for every problem in both languages', () => {
    const problems = Object.values(everyProblem).flatMap((make) => make());
    const fields = [...Object.keys(texts('da').fields), 'field.x', 'constructor'];
    for (const problem of problems)
      for (const field of fields) {
        const [da, en] = [problemSentence(field, problem, 'da'), problemSentence(field, problem, 'en')];
        for (const sentence of [da, en])
          expect(sentence).not.toMatch(/undefined|\bnull\b|NaN|\[object|\d{4}-\d{2}|\.\.|,,|[a-z][A-Z]{1}[a-z]+On/);
        expect(da).not.toBe(en);
      }
    const all: FieldProblem[] = [
      { field: 'paidOn', problem: { kind: 'required' } },
      { field: 'note', problem: { kind: 'cpr' } },
    ];
    expect(refused({ reason: 'fields', problems: all })).toMatch(
      /^Datoen for betalingen mangler\. .* Noten ser ud til/,
    );
  });
});

describe('what has happened', () => {
  test('is one line per event in both languages', () => {
    for (const make of Object.values(everyEvent)) {
      const { event: any } = make();
      const reason = 'reason' in any && { reason: `${any.reason}.` };
      const event = { ...any, ...reason, ...('number' in any && { number: '70012345' }) };
      for (const language of ['da', 'en'] as const) expect(eventLine(event, language)).toMatch(SENTENCE);
      expect(eventLine(event, 'da')).not.toBe(eventLine(event, 'en'));
    }
    const at = { at: AT, by: anne };
    expect(
      eventLine(
        { ...at, type: 'StepReopened', step: 'agreementNumber', falling: ['agreementNumber', 'webForm', 'signature'] },
        'da',
      ),
    ).toBe(
      'Anne Holm åbnede et trin igen: find NKS-aftalenummeret. Derfor skal dette gøres om: webformularen og underskriften.',
    );
    expect(
      eventLine(
        { ...at, by: 'clock', type: 'Reminded', to: mette, step: 'signature', occasion: 'silence', rung: 1 },
        'da',
      ),
    ).toBe('Jeg sendte en påmindelse til Mette Krogh Andersen.');
  });

  test('names who did a step and when', () => {
    expect(doneSentence('signature', { by: mette, at: AT }, undefined, 'da')).toBe(
      'Mette Krogh Andersen bekræftede underskriften mandag den 2. november 2026.',
    );
    expect(doneSentence('signature', { by: { ...mette, name: '' }, at: AT }, undefined, 'da')).toMatch(
      /^Den valgte person /,
    );
  });
});

test('a reminder says what, why and how to stop it', () => {
  expect(
    reminderSentence(STATES.signature, { step: 'signature', occasion: 'silence' }, mette, { task, today: TODAY }, 'da'),
  ).toBe(
    'Aftalen mangler din underskrift og bekræftelse. Du får denne besked, fordi du er sikkerhedsansvarlig for NemKonto. Jeg holder op, når det er gjort, og du kan udsætte påmindelserne.',
  );
  expect(
    reminderSentence(
      STATES.payment,
      { step: 'payment', occasion: 'invoiceDue' },
      bo,
      { task, today: '2027-06-05' },
      'en',
    ),
  ).toBe(
    'The invoice still has to be paid. You get this message because you are the payer of the invoice. I stop when it is done, and you can snooze the reminders.',
  );
});

test('the deadline is named with its date once it has passed, and then in days', () => {
  const late = { task, today: '2027-05-10' };
  const said = (occasion: 'taskEnd' | 'silence') =>
    reminderSentence(STATES.signature, { step: 'signature', occasion }, mette, late, 'da');
  expect(said('taskEnd')).toMatch(/bekræftelse\. Fristen var fredag den 7\. maj 2027\. Du får/);
  expect(said('silence')).toMatch(/bekræftelse\. Du får/);
  expect(deadlineSentence(STATES.signature, task, late.today, 'da')).toBe('3 dage over fristen.');
  expect(deadlineSentence(STATES.signature, task, '2027-05-08', 'en')).toBe('1 day past the deadline.');
  expect(deadlineSentence(STATES.payment, task, '2027-07-01', 'da')).toMatch(/^Fristen var /);
});

test('a copy speaks of the one who is silent, and an escalation of NemKonto where NemKonto is', () => {
  const facts = { task, today: TODAY };
  const reason = { step: 'signature', occasion: 'silence' } as const;
  expect(reminderSentence(STATES.signature, reason, anne, facts, 'da')).toMatch(
    /^Mette Krogh Andersen skal underskrive aftalen/,
  );
  expect(escalationSentence(STATES.signature, 'signature', anne, facts, 'da')).toMatch(
    /^Mette Krogh Andersen har ikke/,
  );
  for (const step of ['confirmation', 'invoice'] as const) {
    expect(escalationSentence(STATES[step], step, carl, facts, 'da')).toMatch(
      /^NemKonto har ikke svaret på aftalen, som blev sendt tirsdag den 4\. maj 2027\. Ring til NemKonto Support på 33 98 00 60/,
    );
    expect(escalationSentence(STATES[step], step, carl, facts, 'en')).toMatch(/^NemKonto has not answered/);
  }
});

test('the line to the adviser says in one sentence who is silent, on what, and by when', () => {
  const said = (step: 'signature' | 'payment' | 'confirmation' | 'invoice', language: 'da' | 'en', today = TODAY) =>
    onlookerSentence(STATES[step], step, { task, today }, language);
  expect(said('signature', 'da')).toBe(
    'Vejle Kommune: Mette Krogh Andersen har ikke svaret siden tirsdag den 4. maj 2027 på trinnet "Underskriv aftalen" i tilslutningen til NemKonto, der skal være færdigt senest fredag den 7. maj 2027.',
  );
  expect(said('payment', 'en', '2027-08-01')).toMatch(
    /^Vejle Kommune: .* on the step "Pay the invoice" .*, which was due by /,
  );
  expect(said('confirmation', 'da')).toMatch(
    /^Vejle Kommune: NemKonto har ikke bekræftet aftalen, der blev sendt tirsdag den 4\. maj 2027, og svaret .* senest tirsdag den 18\. maj 2027\.$/,
  );
  expect(said('invoice', 'en')).toMatch(
    /^Vejle Kommune: NemKonto has not sent .* the agreement was sent on Tuesday.*\.$/,
  );
});

describe('the reminders in status and overview', () => {
  const at = '2027-05-04T06:00:00.000Z';
  const common = { at, step: 'signature', occasion: 'silence', rung: 3, escalated: false } as const;
  const theCase = STATES.signature;
  const reminded = {
    ...theCase,
    reminders: [
      { ...common, to: [mette] },
      { ...common, to: [anne] },
    ],
  };
  const shown = (one: typeof theCase, language: 'da' | 'en' = 'da') =>
    remindersSentence(one, { task, calendar }, TODAY, language);

  test('show who got the newest one, and when the next one may come', () => {
    expect(shown(reminded)).toBe(
      'Sidst sendt til Mette Krogh Andersen og Anne Holm den 4. maj 2027. Næste tidligst fredag den 7. maj 2027.',
    );
  });

  test('show until when they are snoozed, and nothing once the case is closed', () => {
    expect(shown({ ...theCase, snoozedUntil: '2027-05-11' })).toBe(
      'Påmindelserne er udsat til tirsdag den 11. maj 2027.',
    );
    expect(shown(STATES.paid)).toBe('');
  });
});

test('a notice is a sentence', () => {
  expect(noticeSentence({ kind: 'signatureVoid', step: 'webForm', by: anne }, STATES.webForm, 'da')).toBe(
    'Anne Holm har ændret noget, som din underskrift dækker: webformularen. Jeg beder dig underskrive igen, når aftalen er klar.',
  );
});

test('a failed delivery is a sentence with what happens next', () => {
  expect(undeliveredSentence(bo, 'notInstalled', 'both', 'da')).toBe(
    'Bo Lund har ikke NemKonto-botten i Teams. Jeg har skrevet her i samtalen i stedet. Jeg prøver igen i morgen.',
  );
});

test('a toast names the municipality and the act', () => {
  const at = (effect: Parameters<typeof summaryText>[0]) => summaryText(effect, STATES.signature, TODAY, 'da');
  expect(at({ kind: 'request', to: mette, step: 'signature' })).toBe('Vejle Kommune: Underskriv aftalen');
  expect(at({ kind: 'caseCard' })).toBe('Vejle Kommune: 3 af 8 udført');
  const reminder = { step: 'signature', occasion: 'silence', rung: 3 } as const;
  expect(at({ kind: 'reminder', to: mette, ...reminder })).toBe(
    'Påmindelse om Vejle Kommune: Aftalen mangler din underskrift og bekræftelse.',
  );
  expect(at({ kind: 'reminder', to: anne, ...reminder })).toBe(
    'Påmindelse om Vejle Kommune: Mette Krogh Andersen skal underskrive aftalen på papir og bekræfte det.',
  );
  expect(at({ kind: 'escalation', to: mette, ...reminder })).toMatch(/^Påmindelse om .* din underskrift/);
  expect(at({ kind: 'escalation', to: anne, ...reminder })).toMatch(/kan du hjælpe\?$/);
  expect(at({ kind: 'klik', to: anne })).toBe('Vejle Kommune: Sæt opgaven til fuldført i KLIK');
});

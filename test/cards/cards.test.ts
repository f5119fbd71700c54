import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { klikCard } from '../../src/cards/klik.js';
import { TEMPLATE_NAMES } from '../../src/cards/templates.js';
import type { Case } from '../../src/case/case.js';
import { anne, bo, carl, contextIn, dorte, everybody, mette, STATES, sources, templates } from './cases.js';
import { flaws, nodes, shownTexts } from './inspect.js';
import { answerCards, caseViews } from './views.js';

test.each(['da', 'en'] as const)(
  'every answer of the task is as Teams and the contract want it, with any case of the reader, in %s',
  (language) => {
    const answers = answerCards(Object.values(STATES), contextIn(language));
    const wrong = answers.map((card) => [card.fallbackText, ...flaws(card)]).filter((told) => told.length > 1);
    expect(wrong).toEqual([]);
  },
);

test('an expansion gives a fresh card each time', () => {
  const make = caseViews(STATES.signature, mette, []).personal;
  const first = make?.(contextIn('da'));
  const before = JSON.stringify(first);
  for (const node of nodes(first)) Object.assign(node, { spoiled: true });
  expect(JSON.stringify(make?.(contextIn('da')))).toBe(before);
});

test('only the people who may act have an act on their card', () => {
  const acts = Object.entries(STATES).map(([state, theCase]) => {
    const who = everybody.filter((person) => {
      const card = caseViews(theCase, person, []).personal?.(contextIn('da'));
      return nodes(card).some((node) => node.type === 'Action.Execute' && node.style === 'positive');
    });
    return [state, who.map((person) => person.name.split(' ')[0])];
  });
  expect(Object.fromEntries(acts)).toEqual({
    new: ['Anne'],
    sought: ['Anne', 'Carl-Emil'],
    named: ['Anne', 'Mette'],
    declined: ['Anne', 'Carl-Emil'],
    agreementNumber: ['Anne', 'Mette'],
    webForm: ['Anne'],
    signature: ['Mette'],
    refused: ['Anne'],
    dispatch: ['Anne', 'Mette'],
    confirmation: ['Anne'],
    invoice: ['Anne'],
    payment: ['Bo'],
    away: ['Anne', 'Mette'],
    returned: ['Anne'],
    papers: ['Anne', 'Bo'],
    paid: [],
    cancelled: [],
  });
});

test('nobody is offered themselves as a substitute, nor an officer who has just said no', () => {
  const offered = (theCase: Case, view: string, id: string) =>
    nodes(caseViews(theCase, anne, [])[view]?.(contextIn('da')))
      .filter((node) => node.id === id)
      .flatMap((node) => (node.choices as { value: string }[]).map(({ value }) => value));
  expect(offered(STATES.webForm, 'substitute', 'person')).toEqual([mette, bo, carl, dorte].map(({ id }) => id));
  const byOfficer = nodes(caseViews(STATES.webForm, mette, []).substitute?.(contextIn('da')));
  expect(JSON.stringify(byOfficer.find(({ id }) => id === 'person'))).not.toContain(mette.id);
  expect(offered(STATES.declined, 'personal', 'officer')).toEqual([anne, bo, carl, dorte].map(({ id }) => id));
});

test('the shared card asks nothing and a settled one has no button', () => {
  for (const theCase of Object.values(STATES)) {
    const { caseCard: home, 'outcome.signature': outcome } = caseViews(theCase, mette, []);
    expect(nodes(home?.(contextIn('da'))).filter((node) => String(node.type).startsWith('Input.'))).toEqual([]);
    expect(nodes(outcome?.(contextIn('da'))).filter((node) => String(node.type).startsWith('Action.'))).toEqual([]);
  }
});

test('an unusual number is shown as understood, with a button that confirms it', () => {
  const form = {
    typed: { agreementNumber: '0123' },
    problems: [],
    secondLook: { number: '123', typed: '0123', why: 'leadingZero' as const },
  };
  const card = caseViews(STATES.agreementNumber, mette, []).personal?.(contextIn('da', { form }));
  const [confirm] = nodes(card).filter((node) => node.type === 'Action.Execute');
  expect(confirm).toMatchObject({
    title: 'Ja, det er 123',
    verb: 'giveAgreementNumber',
    data: { confirmed: true, understood: '123' },
  });
});

test('a wrong field comes back with what was typed and its error', () => {
  const form = {
    typed: { agreementNumber: '12a4' },
    problems: [{ field: 'agreementNumber', problem: { kind: 'notDigits' as const, typed: '12a4' } }],
  };
  const card = caseViews(STATES.agreementNumber, mette, []).personal?.(contextIn('da', { form }));
  expect(nodes(card).find((node) => node.id === 'agreementNumber')?.value).toBe('12a4');
  expect(shownTexts(card)).toContain('Aftalenummeret må kun bestå af cifre, fx 123456. Du skrev: 12a4');
});

test('a no without a reason asks for the reason again', () => {
  const form = { typed: {}, problems: [{ field: 'reason', problem: { kind: 'required' as const } }] };
  for (const theCase of [STATES.named, STATES.signature]) {
    const card = caseViews(theCase, mette, []).personal?.(contextIn('da', { form }));
    expect(shownTexts(card)).toContain('Begrundelsen mangler. Skriv kort hvorfor.');
  }
});

test('a substitute sees on whose behalf they act, and never gets the signature', () => {
  const substitutes = [{ absent: mette, substitute: everybody[4] ?? mette, from: '2027-05-01', until: '2027-05-31' }];
  const dorte = everybody[4] ?? mette;
  const at = (theCase: typeof STATES.dispatch) =>
    shownTexts(caseViews({ ...theCase, substitutes }, dorte, []).personal?.(contextIn('da')));
  expect(at(STATES.dispatch)).toContain('Du svarer på vegne af Mette Krogh Andersen.');
  expect(at(STATES.signature)).toContain('Du skal ikke gøre noget lige nu');
});

test('the mail to NemKonto opens in Outlook with everything filled in', () => {
  const card = caseViews(STATES.dispatch, mette, []).personal?.(contextIn('en'));
  const url = String(nodes(card).find((node) => node.type === 'Action.OpenUrl')?.url);
  expect(url).toMatch(
    /^https:\/\/outlook\.office\.com\/mail\/deeplink\/compose\?to=nemkonto%40sikker\.kmd\.dk&subject=Admin/,
  );
  const body = new URL(url).searchParams.get('body');
  expect(body).toContain('NKS-aftalenummer: 123456');
  expect(body).toContain('Vedhæftet er Vejle Kommunes underskrevne tilslutningsaftale');
  expect(body).not.toContain('${');
});

test('the templates open in the designer with their samples', () => {
  const samples = readdirSync('cards/samples');
  for (const name of TEMPLATE_NAMES) {
    expect(sources[name]).toMatchObject({ type: 'AdaptiveCard', version: '1.5', lang: expect.any(String) });
    expect(samples).toContain(`${name}.json`);
  }
  for (const sample of samples) {
    const name = TEMPLATE_NAMES.find((one) => one === sample.split('.')[0]) ?? 'frame';
    const data: object = JSON.parse(readFileSync(`cards/samples/${sample}`, 'utf8'));
    const { card } = templates[name](data);
    expect(card.$schema).toBeDefined();
    expect(JSON.stringify(card)).not.toContain('${');
  }
});

test('the form’s card says where Bilag 1 and the links lie, and opens the annex where its address is known', () => {
  const card = (url: string | null) => {
    const ctx = contextIn('da');
    const task = { ...ctx.task, links: { ...ctx.task.links, annex: url } };
    return caseViews(STATES.webForm, anne, []).personal?.({ ...ctx, task }) ?? [];
  };
  expect(shownTexts(card(null)).join('\n')).toMatch(/version 1\.1.*under menupunktet "Nemkonto".*punkt 2.*punkt 3\./);
  const urls = (url: string | null) => nodes(card(url)).flatMap((node) => (node.url ? [node.url] : []));
  const annex = 'https://klik.example/bilag-1';
  expect(urls(annex).filter((one) => !urls(null).includes(one))).toEqual([annex]);
});

test('KLIK’s own title and the master task stand where the task is to be found in KLIK', () => {
  const title =
    '"SA 09 (nemkonto) Foretag tilslutning til Serviceplatformens Udbetalingsystem for NemKonto (B3)" (master-opgave 434)';
  expect(shownTexts(klikCard(STATES.dispatch, anne, contextIn('da'))).join('\n')).toContain(title);
  const facts = 'Master-opgave 434 · Fase 2.2: Klargøring · It-sikkerhed og aftaler · Prioritet 1 · KY - Bølge 3.';
  expect(shownTexts(caseViews(STATES.new, anne, []).caseCard?.(contextIn('da'))).join('\n')).toContain(facts);
});

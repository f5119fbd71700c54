import { expect, test } from 'vitest';
import { caseCard } from '../../src/cards/case-card.js';
import { followUpCard } from '../../src/cards/papers.js';
import { personalCard } from '../../src/cards/personal-card.js';
import { invoiceAheadCard } from '../../src/cards/personal-invoice.js';
import { outcomeCard } from '../../src/cards/settled.js';
import { summaryCard } from '../../src/cards/summary.js';
import type { CaseEvent } from '../../src/case/events.js';
import { anne, bo, caseOf, contextIn, dorte, mette, STATES, storyLog } from './cases.js';
import { nodes, shownTexts } from './inspect.js';

const shown = (card: object) => shownTexts(card).join('\n');
const at = '2027-05-04T10:00:00.000Z';
const after = (count: number, ...events: readonly object[]) =>
  caseOf([...storyLog(count), ...events.map((event) => ({ at, by: anne, ...event }) as CaseEvent)]);
const named = { type: 'PayerNamed', payer: bo, ean: '5798000000001', accounting: 'PSP 1042' };

test('who will pay reads from whom, for what, about how much, when, how it is booked and whom to ask', () => {
  const told = shown(invoiceAheadCard(after(8, named), contextIn('da')));
  for (const fact of [
    'Anne Holm har oplyst',
    'Fra',
    'Gebyr',
    'takst for 2020',
    '18. maj 2027',
    '5798000000001',
    'PSP 1042',
  ])
    expect(told).toContain(fact);
  expect(told).toContain('Anne Holm, eller NemKonto Support på 33 98 00 60');
});

test('the payment card says from whom, for what and who can answer, and presets no day', () => {
  const card = personalCard(STATES.payment, bo, contextIn('da'));
  for (const fact of ['Fra', 'Gebyr for den administrative tilslutning', 'Spørgsmål'])
    expect(shown(card)).toContain(fact);
  expect(nodes(card).find(({ id }) => id === 'paidOn')?.value).toBeUndefined();
});

test('the coordinator is not asked to pay what somebody else pays, and may still say that it is paid', () => {
  const card = personalCard(STATES.payment, anne, contextIn('da'));
  expect(nodes(card).map(({ verb }) => verb)).not.toContain('confirmPayment');
  expect(nodes(card).some(({ data }) => (data as { show?: string } | undefined)?.show === 'payment')).toBe(true);
});

test('the papers stay visible as open until they are recorded', () => {
  const open = shown(caseCard(STATES.payment, contextIn('da')));
  expect(open.match(/Ikke skrevet ind endnu/g)).toHaveLength(2);
  expect(shown(summaryCard(STATES.paid, contextIn('da')))).toContain('Ikke skrevet ind endnu');
  const filed = after(10, { type: 'AgreementFormRecorded', receivedOn: '2027-05-04', filedAs: '27/1042-3' });
  const kept = shown(caseCard(filed, contextIn('da')));
  expect(kept).toContain('journaliseret som 27/1042-3');
  expect(kept.match(/Ikke skrevet ind endnu/g)).toHaveLength(1);
  expect(shown(caseCard(STATES.webForm, contextIn('da')))).not.toContain('Ikke skrevet ind endnu');
});

test('who carries out UI 23 gets the number, the values and where the papers are', () => {
  const document = { type: 'ReturnDocumentRecorded', receivedOn: '2027-05-04', filedAs: '27/1042-4' };
  const told = shown(followUpCard(after(11, document, { type: 'FollowUpNamed', person: dorte }), contextIn('da')));
  for (const fact of ['Anne Holm har oplyst', '123456', '27/1042-4', 'UI 23', 'Send intet til KOMBIT'])
    expect(told).toContain(fact);
});

test('the first card to the officer says what it is about, what is asked and how long it takes', () => {
  const told = shown(personalCard(STATES.named, mette, contextIn('da')));
  for (const fact of [/KY er .*NemKonto/, /NKS-aftalenummeret/, /Det tager et minut/]) expect(told).toMatch(fact);
});

test('who said that it is not them is thanked and asked nothing more', () => {
  const told = shown(outcomeCard(STATES.declined, mette, 'officer', contextIn('da')));
  expect(told).toContain('Tak for dit svar. Du skal ikke gøre mere.');
  expect(told).not.toContain('Anne Holm');
});

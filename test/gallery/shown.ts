import { asReminder } from '../../src/cards/banner.js';
import type { AdaptiveCard, CardContext } from '../../src/cards/context.js';
import { overviewCard, remindersCard } from '../../src/cards/overview.js';
import { personalCard } from '../../src/cards/personal-card.js';
import type { Language, Person } from '../../src/case/people.js';
import { anne, bo, carl, caseOf, contextIn, dorte, everybody, mette, STATES, storyLog } from '../cards/cases.js';
import { poisoned } from '../cards/poison.js';
import { caseViews, type Make, ownViews, plainViews, sharedViews } from '../cards/views.js';

export interface Shown {
  readonly name: string;
  readonly card: AdaptiveCard;
}

type State = keyof typeof STATES;

const problem = (field: string, typed: string) => ({
  form: { typed: { [field]: typed }, problems: [{ field, problem: { kind: 'notDigits' as const, typed } }] },
});
const wrongInvoice = {
  form: {
    typed: { invoiceNumber: '', invoiceAmount: 'mange', invoiceDue: '' },
    problems: [
      { field: 'invoiceNumber', problem: { kind: 'required' as const } },
      { field: 'invoiceAmount', problem: { kind: 'notAnAmount' as const, typed: 'mange' } },
      { field: 'payer', problem: { kind: 'required' as const } },
    ],
  },
};
const awayTwice = {
  form: {
    typed: { awayFrom: '2027-05-05', awayUntil: '' },
    problems: [{ field: 'awayUntil', problem: { kind: 'required' as const } }],
  },
};
const longNumber = {
  form: { typed: {}, problems: [], secondLook: { number: '1234567', typed: '1234567', why: 'long' as const } },
};

/** What a person meets on the way of a case, in its order, and then what lies beside the way. */
const WAY: readonly (readonly [State, Person, string, Partial<CardContext>?])[] = [
  ['new', anne, 'personal'],
  ['new', anne, 'caseCard'],
  ['new', anne, 'askForOfficer'],
  ['sought', carl, 'personal'],
  ['named', mette, 'personal'],
  ['named', mette, 'decline'],
  ['declined', anne, 'personal'],
  ['named', mette, 'personal', awayTwice],
  ['away', anne, 'notice.officerAway'],
  ['away', anne, 'caseCard'],
  ['agreementNumber', mette, 'personal'],
  ['agreementNumber', mette, 'personal', problem('agreementNumber', '12a4')],
  ['agreementNumber', anne, 'personal', longNumber],
  ['webForm', anne, 'personal'],
  ['webForm', dorte, 'personal'],
  ['signature', mette, 'personal'],
  ['signature', mette, 'refuse'],
  ['signature', anne, 'personal'],
  ['signature', anne, 'caseCard', { practice: true }],
  ['signature', anne, 'answer'],
  ['dispatch', anne, 'answer'],
  ['signature', carl, 'escalation'],
  ['refused', anne, 'personal'],
  ['signature', mette, 'copy'],
  ['dispatch', anne, 'personal'],
  ['confirmation', anne, 'personal', { today: '2027-05-20' }],
  ['confirmation', anne, 'caseCard'],
  ['confirmation', anne, 'klik'],
  ['confirmation', anne, 'klikByAnother'],
  ['papers', carl, 'klik'],
  ['papers', anne, 'klikDone'],
  ['confirmation', anne, 'returned'],
  ['returned', anne, 'personal'],
  ['returned', mette, 'notice.agreementReturned'],
  ['returned', anne, 'caseCard'],
  ['confirmation', anne, 'remind'],
  ['confirmation', anne, 'namePayer'],
  ['papers', bo, 'invoiceAhead'],
  ['papers', anne, 'agreementForm'],
  ['papers', anne, 'returnDocument'],
  ['papers', anne, 'nameFollowUp'],
  ['papers', anne, 'caseCard'],
  ['invoice', anne, 'personal'],
  ['invoice', anne, 'personal', wrongInvoice],
  ['payment', bo, 'personal'],
  ['payment', bo, 'reminder', { today: '2027-06-10' }],
  ['paid', anne, 'caseCard'],
  ['paid', anne, 'summary'],
  ['papers', dorte, 'followUp'],
  ...['agreementNumber', 'webForm', 'signature', 'dispatch', 'confirmation', 'copyKept', 'replaced'].map(
    (outcome) => ['papers', mette, `outcome.${outcome}`] as const,
  ),
  ['named', carl, 'outcome.officer'],
  ['declined', bo, 'outcome.officer'],
  ['returned', mette, 'outcome.dispatch'],
  ['payment', anne, 'outcome.invoice'],
  ['paid', bo, 'outcome.payment'],
  ['cancelled', mette, 'outcome.agreementNumber'],
  ['cancelled', anne, 'caseCard'],
  ['cancelled', anne, 'cancelled'],
  ['cancelled', anne, 'reopen'],
  ...['more', 'correct', 'handOver', 'replaceOfficer', 'substitute', 'moveGoLive', 'snooze', 'cancel'].map(
    (view) => ['confirmation', anne, view] as const,
  ),
  ['payment', anne, 'replacePayer'],
  ...['history', 'choose', 'outcome.signature', 'outcome.officer'].map((view) => ['confirmation', anne, view] as const),
  ...[
    'roleEnded',
    'roleBegun',
    'signatureVoid',
    'workFell',
    'officerAfterSignature',
    'substituteFor',
    'substituteEnded',
    'goLiveMoved',
    'cancelled',
    'reopened',
  ].map((kind) => ['confirmation', mette, `notice.${kind}`] as const),
];

/** The cards of the gallery in one language: every template, every wait, every view. */
export function galleryCards(language: Language): readonly Shown[] {
  const plain = Object.entries(plainViews).map(([name, make]) => ({ name, card: make(contextIn(language)) }));
  const way = WAY.map(([state, person, view, more]) => {
    const make = caseViews(STATES[state], person, storyLog(11))[view];
    if (!make) throw new Error(`there is no view ${view}`);
    return { name: `${state} · ${view} · ${person.name}`, card: make(contextIn(language, more)) };
  });
  const ctx = contextIn(language);
  const overview = overviewCard(
    [STATES.signature, STATES.payment, STATES.new].map((theCase) => ({ case: theCase, unreached: [] })),
    0,
    ctx,
  );
  const reminder = personalCard(
    STATES.signature,
    mette,
    asReminder(STATES.signature, { step: 'signature', occasion: 'silence' }, mette, ctx),
  );
  return [
    ...plain,
    ...way,
    { name: 'overview', card: overview },
    { name: 'reminders', card: remindersCard([STATES.signature, STATES.payment, STATES.new], ctx) },
    { name: `signature · reminder · ${mette.name}`, card: reminder },
  ];
}

/** The gallery, and every view of every state: what everybody sees alike once, the rest for each person. */
export function everyView(language: Language): readonly Shown[] {
  const ctx = contextIn(language);
  const drawn = (views: Record<string, Make>, named: (view: string) => string) =>
    Object.entries(views).map(([view, make]) => ({ name: named(view), card: make(ctx) }));
  const ofStates = Object.entries(STATES).flatMap(([state, theCase]) => [
    ...drawn(sharedViews(theCase, storyLog(theCase.length)), (view) => `${state} · ${view}`),
    ...everybody.flatMap((person) => drawn(ownViews(theCase, person), (view) => `${state} · ${view} · ${person.name}`)),
  ]);
  return [...galleryCards(language), ...ofStates];
}

/** Each different card once; the data of buttons makes no difference. */
export function different(cards: readonly Shown[]): readonly Shown[] {
  const found = new Map<string, Shown>();
  for (const shown of cards) {
    const appearance = JSON.stringify(shown.card, (key, value) => (key === 'data' ? undefined : value));
    if (!found.has(appearance)) found.set(appearance, shown);
  }
  return [...found.values()];
}

/** Every view of every state when all that people wrote is one hostile text. */
export function hostileCards(language: Language, evil: string): readonly Shown[] {
  return Object.entries(STATES).flatMap(([state, theCase]) => {
    const events = poisoned(storyLog(theCase.length), evil);
    const views = Object.entries(caseViews(caseOf(events), anne, events));
    return views.map(([view, make]) => ({ name: `${state} · ${view}`, card: make(contextIn(language)) }));
  });
}

import { normalised } from '../ask/normalise.js';
import type { StatementTopic } from '../ask/statement.js';
import type { Show } from '../cards/buttons.js';
import type { Texts } from '../texts/da.js';
import { texts } from '../texts/texts.js';

/** What a button's own title does when it is typed: it shows what the button shows, or opens the card the button is on. */
export type Opens =
  | { kind: 'help' | 'start' | 'status' | 'overview' | 'history' | 'language' }
  | { kind: 'show'; view: Show }
  | { kind: 'export'; about: '' }
  | { kind: 'state'; about: StatementTopic };

const show = (view: Show) => ({ kind: 'show', view }) as const;
const state = (about: StatementTopic) => ({ kind: 'state', about }) as const;

/** Every button of the cards: a new one does not compile until it stands here. */
const OPENS: { readonly [B in keyof Texts['buttons']]: Opens } = {
  start: { kind: 'start' },
  help: { kind: 'help' },
  openCase: { kind: 'start' },
  officer: state('officerIs'),
  nameOfficer: state('officerIs'),
  askForOfficer: show('askForOfficer'),
  returned: show('returned'),
  agreementReturned: show('returned'),
  showAsk: show('askForOfficer'),
  acceptOfficer: state('isMe'),
  notMe: state('notMe'),
  declineOfficer: state('notMe'),
  giveAgreementNumber: state('agreementNumber'),
  confirmNumber: state('agreementNumber'),
  confirmDoubt: show('personal'),
  openAnnex: show('personal'),
  klikOther: show('klikByAnother'),
  klikByAnother: show('klikByAnother'),
  klik: show('klik'),
  invoice: state('invoice'),
  payment: state('payment'),
  namePayer: show('namePayer'),
  agreementForm: show('agreementForm'),
  returnDocument: show('returnDocument'),
  recordPaper: show('more'),
  followUp: show('followUp'),
  changeNumber: state('agreementNumber'),
  openForm: show('personal'),
  confirmWebForm: state('webForm'),
  confirmSignature: state('signature'),
  refuse: state('refuse'),
  refuseSignature: state('refuse'),
  keepSignedCopy: show('personal'),
  dropSignedCopy: show('personal'),
  exportCase: { kind: 'export', about: '' },
  writeMail: show('personal'),
  confirmDispatch: state('dispatch'),
  confirmReceipt: state('confirmation'),
  invoiceFirst: state('invoice'),
  openSupport: show('personal'),
  registerInvoice: state('invoice'),
  confirmPayment: state('payment'),
  markInKlik: state('klik'),
  more: show('more'),
  back: show('personal'),
  myStep: show('personal'),
  history: { kind: 'history' },
  theCase: { kind: 'status' },
  remindNow: state('remind'),
  snooze: show('snooze'),
  doSnooze: show('snooze'),
  snoozeAll: show('snooze'),
  handOver: show('handOver'),
  replaceOfficer: show('replaceOfficer'),
  askThem: show('replaceOfficer'),
  replacePayer: show('replacePayer'),
  chooseThem: show('replacePayer'),
  substitute: show('substitute'),
  away: show('substitute'),
  noteAway: show('substitute'),
  correct: show('correct'),
  doCorrect: show('correct'),
  moveGoLive: show('moveGoLive'),
  doMove: show('moveGoLive'),
  cancel: show('cancel'),
  reopen: show('reopen'),
  allCases: { kind: 'overview' },
  pageBack: { kind: 'overview' },
  pageOn: { kind: 'overview' },
  languages: { kind: 'language' },
};

/** By title, in both languages; of two buttons with one title the first counts. */
const BY_TITLE: ReadonlyMap<string, Opens> = new Map(
  (['en', 'da'] as const).flatMap((language) =>
    Object.entries(texts(language).buttons)
      .reverse()
      .flatMap(([button, title]) =>
        titlesOf(title).map((one) => [normalised(one), OPENS[button as keyof typeof OPENS]] as const),
      ),
  ),
);

/** A title that is made of a number is not one that is typed. */
function titlesOf(title: Texts['buttons'][keyof Texts['buttons']]): readonly string[] {
  if (typeof title === 'string') return [title];
  return typeof title === 'object' ? Object.values(title) : [];
}

export function opensByTitle(text: string): Opens | undefined {
  return BY_TITLE.get(normalised(text.slice(0, 200)));
}

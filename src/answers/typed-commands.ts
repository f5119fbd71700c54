import type { StatementTopic } from '../ask/statements.js';
import { normalised } from '../ask/text.js';
import type { Show } from '../cards/buttons.js';
import type { Texts } from '../texts/da.js';
import { texts } from '../texts/texts.js';

/** What a person can type, by the card or act it leads to. */
export type TypedCommand =
  | { kind: 'help' | 'start' | 'status' | 'overview' | 'language' }
  | { kind: 'show'; view: Show }
  | { kind: 'state'; about: StatementTopic }
  /** `about` and `name` are what stands behind the command, perhaps nothing. */
  | { kind: 'export'; about: string }
  | { kind: 'remind'; name: string }
  | { kind: 'forward'; ms: number };

const show = (view: Show) => ({ kind: 'show', view }) as const;
const state = (about: StatementTopic) => ({ kind: 'state', about }) as const;

/**
 * What a button's own title does when it is typed: it shows what the button shows, or opens the card the button is on.
 * A new button does not compile until it stands here.
 */
const OPENS: { readonly [B in keyof Texts['buttons']]: TypedCommand } = {
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
  history: show('history'),
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

const WORDS: readonly (readonly [readonly string[], TypedCommand])[] = [
  [['hjaelp', 'help'], { kind: 'help' }],
  [['start'], { kind: 'start' }],
  [['status'], { kind: 'status' }],
  [['oversigt', 'overview'], { kind: 'overview' }],
  [['historik', 'history'], show('history')],
  [['sprog', 'language'], { kind: 'language' }],
  [['paamind', 'remind'], { kind: 'remind', name: '' }],
  [['ret', 'correct'], show('correct')],
  [['overdrag', 'handover', 'hand over'], show('handOver')],
  [['stedfortraeder', 'substitute'], show('substitute')],
  [['udsaet', 'snooze'], show('snooze')],
  [['annuller', 'cancel'], show('cancel')],
];

/** Every title and every word, without capitals, signs and double blanks. A later one counts before an earlier. */
const KNOWN: ReadonlyMap<string, TypedCommand> = new Map([
  ...(['en', 'da'] as const).flatMap((language) =>
    Object.entries(texts(language).buttons)
      .reverse()
      .flatMap(([button, title]) =>
        titlesOf(title).map((one) => [normalised(one), OPENS[button as keyof typeof OPENS]] as const),
      ),
  ),
  ...WORDS.flatMap(([words, command]) => words.map((word) => [word, command] as const)),
]);

/** A title that is made of a number is not one that is typed. */
function titlesOf(title: Texts['buttons'][keyof Texts['buttons']]): readonly string[] {
  if (typeof title === 'string') return [title];
  return typeof title === 'object' ? Object.values(title) : [];
}

/** No command is longer, signs around it included. */
const COMMAND_MAX = 200;

/** Perhaps with the municipality or the number of the case that is meant. */
const EXPORT = /^(?:eksport|export)(?:[\s:,]+(.{1,60}))?$/iu;

/** Perhaps with the colleague who is meant. */
const REMIND = /^(?:påmind|paamind|remind)[\s:,]+(.{1,80})$/iu;

const FORWARD = /^(?:spol|forward)\s+(\d{1,4})\s+(\p{L}+)$/iu;
const HOUR_MS = 3_600_000;
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(time|timer|hour|hours)$/i, HOUR_MS],
  [/^(dag|dage|day|days)$/i, 24 * HOUR_MS],
  [/^(uge|uger|week|weeks)$/i, 7 * 24 * HOUR_MS],
];

/** The command that was typed, or the button whose title was; undefined for any other text. */
export function readTyped(text: string): TypedCommand | undefined {
  if (text.length > COMMAND_MAX) return undefined;
  const known = KNOWN.get(normalised(text));
  if (known) return known;
  const word = text
    .normalize('NFC')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(/\s+/g, ' ');
  const exported = EXPORT.exec(word);
  if (exported) return { kind: 'export', about: exported[1] ?? '' };
  const reminded = REMIND.exec(word);
  if (reminded) return { kind: 'remind', name: reminded[1] ?? '' };
  const [, count, unit = ''] = FORWARD.exec(word) ?? [];
  const size = UNITS.find(([pattern]) => pattern.test(unit));
  return count && size && Number(count) > 0 ? { kind: 'forward', ms: Number(count) * size[1] } : undefined;
}

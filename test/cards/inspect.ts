import { SHOWS } from '../../src/cards/buttons.js';

type Node = Readonly<Record<string, unknown>>;

/** Every object inside a card, the card first. */
export function nodes(card: unknown): Node[] {
  const found: Node[] = [];
  collect(card, found, []);
  return found;
}

const SHOWN = new Set(['text', 'title', 'label', 'placeholder', 'errorMessage', 'fallbackText', 'speak']);

/** Every text a person reads or hears; what they typed themselves is left out. */
export function shownTexts(card: unknown): string[] {
  const texts: string[] = [];
  collect(card, [], texts);
  return texts;
}

function collect(value: unknown, found: Node[], texts: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  if (!Array.isArray(value)) found.push(node);
  for (const key in node) {
    const field = node[key];
    if (typeof field === 'object') collect(field, found, texts);
    else if (typeof field === 'string' && SHOWN.has(key)) texts.push(field);
  }
  const fact = node.type === undefined && 'title' in node && 'value' in node && !isChoice(node);
  if (fact) texts.push(String(node.value));
}

/** A choice's value is an id; a fact's is a text. Facts never hold ids, so what looks like one is a choice. */
function isChoice(node: Node): boolean {
  return /^[0-9a-f-]{36}$|^\d+$|^[a-zA-Z]+$/.test(String(node.value));
}

const VERBS = new Set([
  ...['openCase', 'nameOfficer', 'askForOfficer', 'acceptOfficer', 'declineOfficer', 'giveAgreementNumber'],
  ...['confirmWebForm', 'confirmSignature', 'refuseSignature', 'confirmDispatch', 'markInKlik', 'confirmReceipt'],
  ...['registerInvoice', 'confirmPayment', 'correctStep', 'handOver', 'replaceOfficer', 'replacePayer'],
  ...[
    'klikByAnother',
    'agreementReturned',
    'nameSubstitute',
    'moveGoLive',
    'snooze',
    'remindNow',
    'cancelCase',
    'reopenCase',
  ],
  ...['namePayer', 'recordAgreementForm', 'recordReturnDocument', 'nameFollowUp'],
  ...[
    'refresh',
    'start',
    'help',
    'overview',
    'chooseLanguage',
    'keepSignedCopy',
    'dropSignedCopy',
    'exportCase',
    'ask',
  ],
]);

/** Everything that is wrong with a card as Teams and the contract want it; empty for a good one. */
export function flaws(card: Node): string[] {
  const all: Node[] = [];
  const texts: string[] = [];
  collect(card, all, texts);
  const found: string[] = [];
  if (Buffer.byteLength(JSON.stringify(card)) > 28_000) found.push('larger than 28 KB');
  if (!card.$schema || !card.lang || !card.fallbackText || !card.speak)
    found.push('no schema, lang, fallbackText or speak');
  if (card.refresh) found.push(...refreshFlaws(card.refresh as Node));
  const ids = new Set<unknown>();
  for (const node of all) {
    const { type, actions } = node;
    if (type === 'AdaptiveCard' && node.version !== '1.5') found.push('version is not 1.5');
    if (Array.isArray(actions) && actions.length > 6) found.push('more than 6 actions');
    if (type === 'Action.Execute') found.push(...executeFlaws(node));
    if (typeof type !== 'string' || !type.startsWith('Input.')) continue;
    if (!node.label) found.push(`${node.id} has no label`);
    if (node.isRequired === true && !node.errorMessage) found.push(`${node.id} has no error message`);
    if (ids.has(node.id)) found.push('two inputs have one id');
    ids.add(node.id);
  }
  for (const text of texts) for (const flaw of textFlaws(text)) found.push(flaw);
  for (const text of markdownTexts(card)) if (MARKDOWN.test(text)) found.push(`Markdown in: ${text.slice(0, 120)}`);
  return found;
}

/** What a renderer would act on, or take for a heading or a list. */
const MARKDOWN = /[\\`*_[\]~<>|]|^\s*([#+-]|\d{1,9}[.)])(\s|$)/;

/** The texts that renderers read as Markdown: those of TextBlocks and of facts. */
export function markdownTexts(card: unknown): string[] {
  return nodes(card).flatMap(({ type, text, facts }) => [
    ...(type === 'TextBlock' ? [String(text)] : []),
    ...(Array.isArray(facts) ? facts.flatMap((fact: Node) => [String(fact.title), String(fact.value)]) : []),
  ]);
}

/** Teams refreshes for sixty people at most, and knows them by their Teams ids only. */
function refreshFlaws({ action, userIds }: Node): string[] {
  const ids = Array.isArray(userIds) ? userIds : [];
  return [
    ...((action as Node | undefined)?.verb === 'refresh' ? [] : ['a refresh with another verb']),
    ...(ids.length >= 1 && ids.length <= 60 ? [] : [`a refresh for ${ids.length} people`]),
    ...(ids.every((id) => /^29:./.test(String(id))) ? [] : ['a refresh for an id that is no Teams id']),
  ];
}

function executeFlaws(node: Node): string[] {
  const fallback = node.fallback as Node | undefined;
  const data = node.data as Node | undefined;
  const view = data?.show;
  return [
    ...(VERBS.has(String(node.verb)) ? [] : [`unknown verb ${node.verb}`]),
    ...(data?.verb === node.verb ? [] : ['the verb is not in the data']),
    ...(fallback?.type === 'Action.Submit' && JSON.stringify(fallback.data) === JSON.stringify(data)
      ? []
      : ['no fallback']),
    ...(view === undefined || SHOWS.some((one) => one === view) ? [] : [`unknown view ${view}`]),
  ];
}

const CODES: readonly [RegExp, string][] = [
  [/\$\{/, 'an unbound expression'],
  [/\b(undefined|null|NaN)\b|\[object/, 'a machine value'],
  [/\b[a-z]+[A-Z][a-z]+/, 'a code name'],
  [/\d{4}-\d{2}-\d{2}/, 'an ISO date'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-/, 'an id'],
  [/\d{4}-[a-z0-9]{4}\b/, 'a case id'],
  [/\.\.(?!\.)|\s{2,}|\s[.,;:!?]/, 'a slip of punctuation'],
];

/** Most texts come again and again; each is checked once. */
const seen = new Map<string, readonly string[]>();

function textFlaws(text: string): readonly string[] {
  const known = seen.get(text) ?? flawsOf(text);
  seen.set(text, known);
  return known;
}

function flawsOf(text: string): string[] {
  if (text.trim() === '') return ['an empty text'];
  return CODES.filter(([code]) => code.test(text)).map(([, what]) => `${what} in: ${text.slice(0, 120)}`);
}

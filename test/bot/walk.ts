import { actionsOf, dataOf, textOf } from './cards.js';
import type { Citizen, Json, PressAnswer, Room, Town } from './town.js';

export const TODAY = '2026-05-04';

/** The three who carry a case. */
export interface Cast {
  readonly karin: Citizen;
  readonly soeren: Citizen;
  readonly bente: Citizen;
}

/** Three people of one tenant who have opened their chats. */
export async function arrived(town: Town, tenant?: string): Promise<Cast> {
  const [karin, soeren, bente] = [
    town.person('Karin Holm', tenant),
    town.person('Søren Lund', tenant),
    town.person('Bente Krog', tenant),
  ];
  await town.arrive(karin, soeren, bente);
  return { karin, soeren, bente };
}

/** Opens a case where the person says `start`; resolves with its id. */
export async function opened(
  town: Town,
  by: Citizen,
  { municipality = '0630', goLive = '2026-11-02', room }: { municipality?: string; goLive?: string; room?: Room } = {},
): Promise<string> {
  const conversation = room?.conversation ?? by.chat;
  await town.say(by, 'start', room && { room });
  // A message of an earlier case may still arrive after the answer: the newest card that asks for it is meant.
  const asks = ({ card }: { card: Json }) => actionsOf(card).some((action) => action.verb === 'openCase');
  const entry = town.standing(conversation).toReversed().find(asks);
  const data = { ...dataOf(entry?.card, 'openCase'), municipality, goLive };
  const spot = { conversation, kind: room?.kind ?? ('personal' as const), ...(entry && { activity: entry.id }) };
  const { card, text } = await town.pressRaw(by, 'openCase', data, spot);
  if (!card) throw new Error(`no case: ${text}`);
  return String(dataOf(card, 'refresh').caseId);
}

/** The acts of a case in their order: who presses what, typing what. */
export const ACTS = [
  ['karin', 'nameOfficer', ({ soeren }) => ({ officer: soeren.id })],
  ['soeren', 'acceptOfficer', () => ({})],
  ['karin', 'giveAgreementNumber', () => ({ agreementNumber: '123456' })],
  ['karin', 'confirmWebForm', () => ({ filledOn: TODAY, annexFollowed: 'true' })],
  ['soeren', 'confirmSignature', () => ({ signedOn: TODAY })],
  ['karin', 'confirmDispatch', () => ({ sentOn: TODAY })],
  ['karin', 'confirmReceipt', () => ({ receivedOn: TODAY })],
  [
    'karin',
    'registerInvoice',
    ({ bente }) => ({
      invoiceNumber: '70012345',
      invoiceAmount: '4.040,28',
      invoiceDue: '2026-06-30',
      payer: bente.id,
    }),
  ],
  ['bente', 'confirmPayment', () => ({ paidOn: TODAY })],
] as const satisfies readonly (readonly [keyof Cast, string, (cast: Cast) => Json])[];

export type Act = (typeof ACTS)[number][1];

/** Presses one act on the newest card that offers it, as soon as it has come. */
export async function act(town: Town, cast: Cast, verb: Act, caseId: string): Promise<PressAnswer> {
  const found = ACTS.find((one) => one[1] === verb);
  if (!found) throw new Error(`no act ${verb}`);
  const [who, , inputs] = found;
  const answer = await town.press(cast[who], verb, inputs(cast), caseId);
  if (!answer.card) throw new Error(`${verb} was refused: ${answer.text}`);
  return answer;
}

/** Presses every act before `next`, each on a view asked for on the spot; without `next` the case ends paid. */
export async function walk(town: Town, cast: Cast, caseId: string, next?: Act, from?: Act): Promise<void> {
  const first = from === undefined ? 0 : ACTS.findIndex(([, verb]) => verb === from);
  for (const [who, verb, inputs] of ACTS.slice(first)) {
    if (verb === next) return;
    const { card, text } = await pressOn(town, cast[who], caseId, 'personal', verb, inputs(cast));
    if (!card) throw new Error(`${verb} was refused: ${text}`);
  }
}

/** The card a person would see now, with fresh data, as a button of the case would show it. */
export async function view(town: Town, by: Citizen, caseId: string, show: string): Promise<Json> {
  const { card, text } = await town.pressRaw(by, 'refresh', { caseId, show });
  if (!card) throw new Error(`no view ${show}: ${text}`);
  return card;
}

/** Presses a verb with the data a fresh card of that view carries. */
export async function pressOn(
  town: Town,
  by: Citizen,
  caseId: string,
  show: string,
  verb: string,
  inputs: Json = {},
): Promise<PressAnswer> {
  const data = dataOf(await view(town, by, caseId, show), verb);
  return town.pressRaw(by, verb, { ...data, ...inputs });
}

/** What somebody reads: the card's texts, or the sentence. */
export function read({ card, text }: PressAnswer): string {
  return text ?? textOf(card);
}

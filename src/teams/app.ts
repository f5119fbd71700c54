import type { ServerResponse } from 'node:http';
import { Application } from '@microsoft/teams-ai';
import { ActivityTypes, type TurnContext } from 'botbuilder';
import { answerPress, isVerb, unlessSetAside } from '../answers/presses.js';
import type { ActivitySender, Press, Refused, Reply, TypedText } from '../answers/protocol.js';
import { knownCaseId, type Services, turnOf } from '../answers/services.js';
import { answerText, asTyped, type Forward } from '../answers/typed.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import type { Allowance } from '../limits/allowance.js';
import type { TurnRecord } from '../observability/event-log.js';
import { texts } from '../texts/texts.js';
import { type Consent, type Inbound, type Met, readActivity, type SentFiles } from './activities.js';
import type { BotAdapter, TurnRequest } from './adapter.js';
import type { CaseExport } from './file-export.js';
import type { FileChat } from './file-transfer.js';
import { countReplies, messageOf, sendReply } from './replies.js';
import type { Roster } from './roster.js';
import type { SignedCopies } from './signed-copies.js';

export interface TeamsAppOptions {
  readonly services: Services;
  readonly adapter: BotAdapter;
  /** Told of every message that leaves within a turn, so that what is sent outside keeps below Teams' limits. */
  readonly limiter: Pick<RateLimiter, 'passed'>;
  readonly roster: Roster;
  readonly files: { readonly cases: CaseExport; readonly copies: SignedCopies; readonly chat: FileChat };
  /** Tenants that may use the bot, lower case; undefined = any (practice only). */
  readonly allowedTenants?: readonly string[] | undefined;
  /** How much one person and one organisation may ask; undefined = as much as they like (practice only). */
  readonly allowance?: Pick<Allowance, 'take' | 'tells'> | undefined;
  /** Told of every turn once it is over. */
  readonly onTurn?: ((record: TurnRecord) => void) | undefined;
  /** Does what goes on after an answer. */
  readonly afterAnswer: (work: () => Promise<unknown>) => void;
  /** Messages of a case may go out to other people. Called after the answer. */
  readonly wake: (caseId: string, tenant: string) => void;
  /** Practice only: moves the clock and resolves when what became due has been told. */
  readonly forward?: Forward | undefined;
}

/** A turn while it runs: the activity as it was read, what became of it, and what is left to do after the answer. */
interface RunningTurn {
  readonly request: string;
  inbound: Inbound;
  /** The bot had not met the conversation before. */
  newConversation: boolean;
  reply?: Reply;
  refused?: Refused;
  failed: boolean;
  ms: number;
  readonly afterAnswer: (() => unknown)[];
}

const TURN = Symbol('turn');

function turnIn(context: TurnContext): RunningTurn {
  return context.turnState.get<RunningTurn>(TURN);
}

/** Selects the activities that were read as this. */
const is = (kind: Inbound['kind']) => async (context: TurnContext) => turnIn(context).inbound.kind === kind;

type OfKind<K extends Inbound['kind']> = Extract<Inbound, { kind: K }>;

/** A handler of such activities. */
function on<K extends Inbound['kind']>(kind: K, handle: (context: TurnContext, inbound: OfKind<K>) => Promise<void>) {
  return async (context: TurnContext) => {
    const { inbound } = turnIn(context);
    if (inbound.kind === kind) await handle(context, inbound as OfKind<K>);
  };
}

/** The way in from Teams. Nothing is sent to others, and no file is fetched, before the answer has left. */
export class TeamsApp {
  private readonly app: Application;

  constructor(private readonly options: TeamsAppOptions) {
    // No storage: nothing of a case is kept in turn state, where two presses at once would undo each other.
    const app = new Application({ adapter: options.adapter, startTypingTimer: false, removeRecipientMention: false });
    this.app = app;

    // A step of the Application and no middleware of the adapter: the routes follow only if it says true.
    app.turn('beforeTurn', (context) => {
      // teams-ai 1.7.4 starts it whatever the option says; an indicator after the answer would stay.
      app.stopTypingTimer();
      return this.admit(context);
    });

    const press = on('press', (context, inbound) => this.press(context, inbound));
    const consent = on('consent', (context, inbound) => this.consent(context, inbound));
    const files = on('file', (context, inbound) => this.receiveFiles(context, inbound));
    const text = on('text', (context, inbound) => this.text(context, inbound));
    const met = on('met', (context, inbound) => this.met(context, inbound));

    // Every verb, known or not (see presses). The answer has been given when the handler returns.
    app.adaptiveCards.actionExecute(/^/, async (context) => {
      await press(context);
      return '';
    });
    // Action.Submit of old clients, and an invoke whose action is none that the SDK knows.
    app.message(is('press'), press);
    app.fileConsentAccept(consent);
    app.fileConsentDecline(consent);
    // An answer to a consent card that is neither of the two counts as a no.
    app.activity(is('consent'), async (context) => {
      await consent(context);
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200 } });
    });
    app.message(is('file'), files);
    app.message(is('text'), text);
    app.activity(ActivityTypes.InstallationUpdate, met);
    app.conversationUpdate('membersAdded', met);
  }

  /** Answers one request; resolves when the answer has left. `request` is its id, for the log. */
  async handle(request: TurnRequest, response: ServerResponse, id = ''): Promise<void> {
    const { adapter, afterAnswer, limiter, services, onTurn } = this.options;
    const turn: RunningTurn = {
      ...{ request: id, inbound: { kind: 'other' }, newConversation: false, failed: false, ms: 0, afterAnswer: [] },
    };
    const run = async (context: TurnContext) => {
      const begun = performance.now();
      turn.inbound = readActivity(context.activity, id);
      if ('sender' in turn.inbound) countReplies(context, turn.inbound.sender.conversation, limiter);
      context.turnState.set(TURN, turn);
      try {
        await this.app.run(context);
      } catch (error) {
        turn.failed = true;
        throw error;
      } finally {
        turn.ms = performance.now() - begun;
      }
    };
    await adapter.answer(request, response, run, id);
    for (const work of turn.afterAnswer) afterAnswer(async () => work());
    afterAnswer(async () => onTurn?.(await turnRecord(services, turn)));
  }

  /**
   * Before every turn: who may go on, and what is learnt of them. False ends the turn. A flood is turned away before
   * anything is read or written for it; the tenant is checked here because the SDK lets a valid token of any pass.
   */
  private async admit(context: TurnContext): Promise<boolean> {
    const turn = turnIn(context);
    const { inbound } = turn;
    const { allowance, allowedTenants, roster } = this.options;
    if (inbound.kind === 'other') return true;
    if (inbound.kind === 'noTenant') return this.refuse(context, 'notYourTenant');
    const { sender } = inbound;
    if (allowance?.take(sender.person) === false) return this.refuse(context, 'tooFast', sender);
    if (allowedTenants?.includes(sender.person.tenant) === false) return this.refuse(context, 'notYourTenant', sender);
    const met = inbound.kind === 'met' ? inbound : undefined;
    if (met?.removed) {
      await roster.left(sender);
      return true;
    }
    const { newConversation, newChat } = await roster.remember(sender);
    turn.newConversation = newConversation;
    // Teams refreshes cards by itself, on every device and again and again: nothing may be asked or sent for that.
    if (inbound.kind === 'press' && inbound.automatic) return true;
    turn.afterAnswer.push(async () => {
      // An update of the app is the administrator's doing and no sign of life.
      const isAct = !met || met.added;
      const missed = isAct && (await roster.isAlive(sender));
      await roster.lookUp(sender.conversation, met?.joined);
      if (missed || (isAct && newChat) || (met?.installed && met.added)) await roster.reachable(sender);
    });
    return true;
  }

  /** A press gets the sentence each time. A flood of messages gets it once in a while, a meeting of the bot never. */
  private async refuse(
    context: TurnContext,
    refused: 'tooFast' | 'notYourTenant',
    sender?: ActivitySender,
  ): Promise<false> {
    const { services, allowance } = this.options;
    turnIn(context).refused = refused;
    const isInvoke = context.activity.type === ActivityTypes.Invoke;
    const isFlood = refused === 'tooFast' && sender && !isInvoke && !allowance?.tells(sender.person);
    if (turnIn(context).inbound.kind === 'met' || isFlood) return false;
    const language = sender ? turnOf(services, sender).language : 'da';
    await sendReply(context, { text: texts(language).short[refused] });
    return false;
  }

  private async press(context: TurnContext, press: Press): Promise<void> {
    const { services, roster, files } = this.options;
    const { sender, inputs, message } = press;
    const reply = await unlessSetAside(turnOf(services, sender), async () => {
      if (!press.automatic) await roster.prepare(sender, { inputs });
      return answerPress(services, press);
    });
    this.follow(context, reply, sender);
    if (reply.stays && message && sender.conversation.kind === 'personal')
      turnIn(context).afterAnswer.push(() =>
        files.chat.edit(sender.conversation, message.activityId, messageOf(reply)),
      );
    if (context.activity.type === ActivityTypes.Invoke) await sendReply(context, reply);
    else await this.answerSubmit(context, reply, press);
  }

  /**
   * Old clients send Action.Submit: there is no answer in place. In a person's own chat the pressed card is edited; what
   * several people read never becomes the view of one, who gets it in their own chat instead.
   */
  private async answerSubmit(context: TurnContext, reply: Reply, { sender, verb, message }: Press): Promise<void> {
    const edits = sender.conversation.kind === 'personal' || verb === 'openCase';
    if (!('card' in reply) || (edits && !message)) return sendReply(context, reply);
    const activity = messageOf(reply) as object;
    if (edits && message)
      await context
        .updateActivity({ type: ActivityTypes.Message, id: message.activityId, ...activity })
        .catch(() => sendReply(context, reply));
    else if (!(await this.options.roster.tell(sender, activity)))
      await sendReply(context, { text: String(reply.card.fallbackText ?? '') });
  }

  private async text(context: TurnContext, typed: TypedText): Promise<void> {
    const { services, roster, forward } = this.options;
    const { sender } = typed;
    const turn = turnOf(services, sender);
    await roster.prepare(sender, typed);
    const reply = await unlessSetAside(turn, () => answerText(services, typed, forward));
    this.follow(context, reply, sender);
    if (!reply.personal || sender.conversation.kind === 'personal') return sendReply(context, reply);
    // Made for one person: it goes to their own chat, and the others read only that it did.
    const told = await roster.tell(sender, messageOf(reply));
    const { inYourChat, openYourChat } = texts(turn.language).short;
    await sendReply(context, { text: told ? inYourChat : openYourChat });
  }

  /** What a reply causes once it is out: messages of its case, its files. */
  private follow(context: TurnContext, reply: Reply, sender: ActivitySender): void {
    const { wake, files } = this.options;
    const { caseId, offer } = reply;
    const turn = turnIn(context);
    turn.reply = reply;
    if (caseId !== undefined) turn.afterAnswer.push(() => wake(caseId, sender.person.tenant));
    if (offer !== undefined) turn.afterAnswer.push(() => files.cases.offer(sender, offer));
  }

  /** Teams waits for the answer to a consent card, not for the file: that follows. The library gives the answer. */
  private async consent(context: TurnContext, consent: Consent): Promise<void> {
    const { roster, files } = this.options;
    await roster.prepare(consent.sender);
    turnIn(context).afterAnswer.push(() => files.cases.consented(consent));
  }

  private async receiveFiles(context: TurnContext, sent: SentFiles): Promise<void> {
    const { roster, files } = this.options;
    await roster.prepare(sent.sender);
    if (sent.beside && !(await files.copies.awaits(sent.sender))) return this.text(context, sent.beside);
    turnIn(context).afterAnswer.push(() => files.copies.received(sent));
  }

  private async met(context: TurnContext, { sender, added, installed }: Met): Promise<void> {
    const { services, roster } = this.options;
    const { newConversation } = turnIn(context);
    // The practice client says hello again when it has lost its history: the person is shown their case anew.
    const isBack = !newConversation && services.practice && installed && sender.conversation.kind === 'personal';
    const welcome = added && (newConversation || isBack) ? roster.welcome(sender) : undefined;
    if (welcome) await sendReply(context, welcome);
    if (added && isBack) {
      await sendReply(context, await answerText(services, asTyped('status', sender)));
    }
  }
}

/** The turn as operators see it. Ids and fixed words: a verb or a case id of the sender's own making is left out. */
async function turnRecord(services: Services, turn: RunningTurn): Promise<TurnRecord> {
  const { inbound, request, reply, failed } = turn;
  const base = { request, kind: inbound.kind, ms: Math.round(turn.ms) };
  if (inbound.kind === 'noTenant') return { ...base, outcome: 'refused', reason: 'notYourTenant' };
  if (inbound.kind === 'other') return { ...base, outcome: failed ? 'failed' : 'ignored' };
  const { tenant, id } = inbound.sender.person;
  const reason = turn.refused ?? reply?.refused;
  const pressed = inbound.kind === 'press' && !failed ? inbound.inputs.caseId : undefined;
  const theCase = reply?.caseId ?? reply?.offer ?? (await knownCaseId(services, pressed ?? '').catch(() => undefined));
  return {
    ...base,
    ...(inbound.kind === 'press' && {
      verb: isVerb(inbound.verb) ? inbound.verb : 'unknown',
      automatic: inbound.automatic,
    }),
    outcome: failed ? 'failed' : reason ? 'refused' : 'answered',
    ...(reason && { reason }),
    ...(theCase && { case: theCase }),
    ...{ tenant: idOf(tenant), person: idOf(id) },
  };
}

/** The verified activity's id, unless it has another shape than Teams' ids have: then it may be a text. */
function idOf(id: string): string {
  return /^[\w:.-]{1,100}$/.test(id) ? id : 'malformed';
}

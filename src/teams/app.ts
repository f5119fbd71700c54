import type { TurnState } from '@microsoft/teams-ai';
import type { TurnContext } from 'botbuilder';
import type { BackgroundTasks } from '../delivery/afterwards.js';
import type { Gate } from '../delivery/gate.js';
import type { Allowance } from '../limits/allowance.js';
import type { TurnRecord } from '../observability/event-log.js';
import { texts } from '../texts/texts.js';
import type { Roster } from './acquaintances.js';
import type { BotAdapter, TurnRequest, TurnResponse } from './adapter.js';
import { languageOf, type Services } from './context.js';
import type { CaseExport } from './files.js';
import type { FileChat } from './files-chat.js';
import type { SignedCopies } from './files-copy.js';
import { type Inbound, readActivity, type Sender } from './inbound.js';
import { answerPress, type Press, type Reply } from './presses.js';
import { countReplies, messageOf, reply } from './reply.js';
import { Application } from './sdk.js';
import { unlessSetAside } from './set-aside.js';
import { TurnLog } from './turn-told.js';
import { answerText } from './typed.js';

export interface TeamsApp {
  /** Answers one request; resolves when the answer has been given. `id` names it in the log. */
  handle(request: TurnRequest, response: TurnResponse, afterAnswer: Later, id?: string): Promise<void>;
}

export interface TeamsAppOptions {
  readonly desk: Services;
  readonly adapter: BotAdapter;
  /** Told of every message that leaves within a turn, so that what is sent outside keeps below Teams' limits. */
  readonly gate: Pick<Gate, 'passed'>;
  readonly acquaintances: Roster;
  readonly files: { readonly cases: CaseExport; readonly copies: SignedCopies; readonly chat: FileChat };
  /** Tenants that may use the bot, lower case; undefined = any (practice only). */
  readonly allowedTenants?: readonly string[] | undefined;
  /** How much one person and one organisation may ask; undefined = as much as they like (practice only). */
  readonly allowance?: Pick<Allowance, 'take' | 'tells'> | undefined;
  /** Told of every turn once it is over. */
  readonly onTurn?: ((told: TurnRecord) => void) | undefined;
  /** Takes what goes on after an answer. */
  readonly afterwards: BackgroundTasks;
  /** Called once the answer has left: messages to other people may go out. */
  readonly wake: (caseId: string, tenant: string) => void;
  /** Practice only: moves the clock and resolves when what became due has been told. */
  readonly forward?: ((ms: number) => Promise<string>) | undefined;
}

/** What a turn leaves to be done once its answer is out. */
type Later = (work: () => void) => void;

/**
 * The way in from Teams: one route for presses, one for what is typed, one for meeting people. The answer to a press is
 * given as the invoke's own response by hand: the library would send a card with role views to everybody.
 */
export function createTeamsApp(options: TeamsAppOptions): TeamsApp {
  const { desk, adapter, acquaintances, files } = options;
  const app = new Application({
    startTypingTimer: false,
    removeRecipientMention: false,
    longRunningMessages: false,
    turnStateFactory: noState,
  });
  const turns = new WeakMap<TurnContext, { inbound: Inbound; later: Later; telling: TurnLog }>();
  const is = (kind: Inbound['kind']) => async (context: TurnContext) => turns.get(context)?.inbound.kind === kind;

  const route = <K extends Inbound['kind']>(
    kind: K,
    handler: (
      context: TurnContext,
      inbound: Extract<Inbound, { kind: K }>,
      later: Later,
      telling: TurnLog,
    ) => Promise<void>,
  ) => {
    const run = async (context: TurnContext) => {
      const turn = turns.get(context);
      if (turn) await handler(context, turn.inbound as Extract<Inbound, { kind: K }>, turn.later, turn.telling);
    };
    app.addRoute(is(kind), run, kind === 'press' || kind === 'consent');
    if (kind === 'press') app.addRoute(is(kind), run);
  };

  route('press', async (context, press, later, telling) => {
    const answer = await unlessSetAside(desk, press.sender, async () => {
      if (!press.automatic) await acquaintances.prepare(press.sender, press.inputs);
      return answerPress(desk, press);
    });
    telling.answered(answer);
    follow(answer, press, later);
    if (context.activity.type === 'invoke') await reply(context, answer);
    else await replyToSubmit(context, answer, press);
  });

  route('text', async (context, typed, later, telling) => {
    await acquaintances.prepare(typed.sender);
    const answer = await unlessSetAside(desk, typed.sender, () => answerText(desk, typed, options.forward));
    telling.answered(answer);
    follow(answer, typed, later);
    const forOne = answer.personal && typed.sender.address.kind !== 'personal';
    await reply(context, forOne ? await inOwnChat(answer, typed.sender) : answer);
  });

  // Teams waits for the answer to a consent card, not for the file: that follows.
  route('consent', async (context, consent, later) => {
    await acquaintances.prepare(consent.sender);
    afterAnswer(later, () => files.cases.consented(consent));
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200 } });
  });

  route('file', async (_context, sent, later) => {
    await acquaintances.prepare(sent.sender);
    afterAnswer(later, () => files.copies.received(sent));
  });

  route('met', async (context, met) => {
    const welcome = met.added ? acquaintances.welcome(met.sender) : undefined;
    if (welcome) await reply(context, welcome);
  });

  function afterAnswer(later: Later, work: () => Promise<unknown>): void {
    later(() => options.afterwards.start(work));
  }

  /** What an answer causes once it is out: messages of its case, files, the pressed message as it now reads. */
  function follow(answer: Reply, from: { sender: Sender; place?: Press['place'] }, later: Later): void {
    const { caseId, offer, stays } = answer;
    const { sender, place } = from;
    if (caseId !== undefined) later(() => options.wake(caseId, sender.person.tenant));
    if (offer !== undefined) afterAnswer(later, () => files.cases.offer(sender, offer));
    if (stays && place && sender.address.kind === 'personal')
      afterAnswer(later, () => files.chat.edit(sender.address, place.activityId, messageOf(answer)));
  }

  /**
   * Old clients send Action.Submit: there is no answer in place. In a person's own chat the pressed card is edited;
   * what several people read never becomes the view of one, who gets it in their own chat instead.
   */
  async function replyToSubmit(context: TurnContext, answer: Reply, { sender, verb, place }: Press): Promise<void> {
    const edits = sender.address.kind === 'personal' || verb === 'openCase';
    if (!('card' in answer) || (edits && !place)) return reply(context, answer);
    const activity = messageOf(answer);
    if (edits && place)
      await context
        .updateActivity({ type: 'message', id: place.activityId, ...(activity as object) })
        .catch(() => reply(context, answer));
    else if (!(await acquaintances.tell(sender, activity)))
      await reply(context, { text: String(answer.card.fallbackText ?? '') });
  }

  /** Sends what is for one person to their own chat; resolves with what the others may read about it. */
  async function inOwnChat(answer: Reply, sender: Sender): Promise<Reply> {
    const { short } = texts(languageOf(desk, sender.person, sender.locale));
    return { text: (await acquaintances.tell(sender, messageOf(answer))) ? short.inYourChat : short.openYourChat };
  }

  /**
   * A known chat says hello again. In Teams that asks for nothing; the practice client has lost its history then, so the
   * person is shown their case anew.
   */
  async function returning(context: TurnContext, met: Extract<Inbound, { kind: 'met' }>): Promise<void> {
    if (!desk.practice || !met.installed || met.sender.address.kind !== 'personal') return;
    await reply(context, await answerText(desk, { kind: 'text', sender: met.sender, text: 'status' }, undefined));
  }

  /** Deny by default: the SDK lets a valid token of any tenant pass. */
  function admitted(sender: Sender): boolean {
    const { allowedTenants } = options;
    return allowedTenants === undefined || allowedTenants.includes(sender.person.tenant.toLowerCase());
  }

  /** A flood is turned away before anything is read or written for it. A message says so once in a while, a press each time. */
  async function tooFast(
    context: TurnContext,
    { sender, kind }: Exclude<Inbound, { kind: 'other' | 'nobody' }>,
  ): Promise<void> {
    const { short } = texts(languageOf(desk, sender.person, sender.locale));
    const invoked = context.activity.type === 'invoke';
    if (kind !== 'met' && (invoked || options.allowance?.tells(sender.person)))
      await reply(context, { text: short.tooFast });
  }

  async function takeTurn(context: TurnContext, inbound: Inbound, later: Later, telling: TurnLog): Promise<void> {
    if (inbound.kind === 'nobody') {
      telling.refused('notYourTenant');
      return refuse(context);
    }
    if (inbound.kind !== 'other') {
      const { sender } = inbound;
      if (options.allowance?.take(sender.person) === false) {
        telling.refused('tooFast');
        return tooFast(context, inbound);
      }
      if (!admitted(sender)) {
        telling.refused('notYourTenant');
        return inbound.kind === 'met' ? undefined : refuse(context, sender.locale);
      }
      const { newPlace, newChat } = await acquaintances.remember(sender);
      const installed = inbound.kind === 'met' && inbound.installed && inbound.added;
      // Teams refreshes cards by itself, on every device and again and again: that asks nobody for anything.
      if (inbound.kind !== 'press' || !inbound.automatic)
        afterAnswer(later, async () => {
          const letIn = (inbound.kind !== 'met' || inbound.added) && (await acquaintances.unblock(sender));
          await acquaintances.lookUp(sender.address, inbound.kind === 'met' && inbound.joined);
          if (newChat || installed || letIn) await acquaintances.reachable(sender);
        });
      if (inbound.kind === 'met' && !newPlace) return returning(context, inbound);
    }
    turns.set(context, { inbound, later, telling });
    await app.run(context);
  }

  return {
    async handle(request, response, later, id = '') {
      const turn = async (context: TurnContext) => {
        countReplies(context, options.gate);
        const inbound = readActivity(context.activity, id);
        const telling = new TurnLog(desk, inbound, id);
        const begun = performance.now();
        const over = (failed: boolean) => {
          const ms = performance.now() - begun;
          afterAnswer(later, async () => options.onTurn?.(await telling.told(failed, ms)));
        };
        await takeTurn(context, inbound, later, telling).catch((error: unknown) => {
          over(true);
          throw error;
        });
        over(false);
      };
      await adapter.process(request, response, turn, id);
    },
  };
}

/** Nothing is kept of a turn: the library's own state would be loaded, hashed and saved with each, and grow for ever. */
function noState(): TurnState {
  const nothing = async () => true;
  return { temp: {}, user: {}, conversation: {}, load: nothing, save: nothing } as unknown as TurnState;
}

function refuse(context: TurnContext, locale: Sender['locale'] = 'da'): Promise<void> {
  return reply(context, { text: texts(locale).short.notYourTenant });
}

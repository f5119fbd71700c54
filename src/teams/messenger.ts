import { cardContext, languageOf, liveForActors, named, type Services, unreachedNow } from '../answers/services.js';
import { asEscalation, asKlikReminder, asReminder, doneBanner, withBanner } from '../cards/banner.js';
import { caseCard } from '../cards/case-card.js';
import type { AdaptiveCard, CardContext } from '../cards/context.js';
import { klikCard } from '../cards/klik.js';
import { remindersCard } from '../cards/overview.js';
import { followUpCard } from '../cards/papers.js';
import { personalCard } from '../cards/personal-card.js';
import { invoiceAheadCard } from '../cards/personal-invoice.js';
import { copyKeptCard, hasOutcome, klikDoneCard, outcomeCard, replacedCard } from '../cards/settled.js';
import { noticeCard, summaryCard } from '../cards/summary.js';
import { awaitedSteps, type Case } from '../case/case.js';
import { type Day, dayOf } from '../case/dates.js';
import { askedForKlik, isKlikOpen, klikColleague } from '../case/klik.js';
import { includesPerson, type Person, samePerson } from '../case/people.js';
import type { Effect } from '../case/react.js';
import { askedNow, isAskedFor, isOnlooker } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import type { MessageReference, Messenger, Outcome, Outgoing, SenderLease, Slot } from '../delivery/ports.js';
import type { RateLimiter } from '../delivery/rate-limit.js';
import { personName } from '../texts/format.js';
import { onlookerSentence, summaryText } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import type { Connector, OutgoingActivity } from './connector.js';
import type { Graph } from './graph.js';
import { Post, type Posted } from './post.js';
import { cardActivity, mentionActivity, plainActivity } from './replies.js';

/** What became of a card that a newer one has taken over from. */
type Ended = Posted | { readonly kind: 'removed' } | { readonly kind: 'gone' };

/** There is nothing left to tell. */
const superseded: Outcome = { kind: 'superseded' };

/**
 * Carries one effect to its recipient. What a message says is made here and now from the case as it stands, so that a
 * late delivery tells today's truth, and one that has nothing left to say is dropped.
 */
export class TeamsMessenger implements Messenger {
  private readonly post: Post;

  constructor(
    private readonly services: Services,
    connector: Connector,
    limiter: RateLimiter,
    lease: Pick<SenderLease, 'held'>,
    graph?: Graph,
  ) {
    this.post = new Post(services, connector, limiter, lease, graph);
  }

  async send(bare: Outgoing): Promise<Outcome> {
    const { case: theCase, effect, event, unreached, alsoAbout } = bare;
    if (alsoAbout && 'to' in effect) return this.remindOfAll(bare, effect.to, [theCase, ...alsoAbout]);
    const outgoing = { ...bare, ...named(this.services, { case: theCase, effect, event, unreached }) };
    return this.carry(outgoing, outgoing.case, outgoing.effect);
  }

  private async carry(outgoing: Outgoing, theCase: Case, effect: Effect): Promise<Outcome> {
    switch (effect.kind) {
      case 'caseCard':
        return this.caseCard(outgoing);
      case 'request':
        return this.ask(outgoing, effect, this.isAsked(theCase, effect.to), (context) =>
          withBanner(context, outgoing.replaces ? doneBanner(outgoing.event, theCase, effect.to, context) : undefined),
        );
      case 'refresh':
        if (!this.isAsked(theCase, effect.to)) return superseded;
        return this.edit(outgoing.messages[slotOf('personal', effect.to)], outgoing, effect.to, (context) =>
          personalCard(theCase, effect.to, context),
        );
      case 'reminder':
        return this.ask(outgoing, effect, isAwaited(theCase, effect.step), (context) =>
          asReminder(theCase, effect, effect.to, context),
        );
      case 'escalation':
        if (isOnlooker(theCase, effect.step, effect.to, this.today())) return this.writeLine(outgoing, effect);
        return this.ask(outgoing, effect, isAwaited(theCase, effect.step), (context) =>
          isAskedFor(theCase, effect.step, effect.to, context.today)
            ? asReminder(theCase, effect, effect.to, context)
            : asEscalation(theCase, effect.step, effect.to, context),
        );
      case 'settle':
        return this.settle(outgoing, effect.to, effect.step);
      case 'klik':
        return this.askAboutKlik(outgoing, effect.to);
      case 'klikSettled':
        return this.settleKlik(outgoing, effect.to);
      case 'retire':
        return this.retire(outgoing, effect);
      case 'copyKept':
        return this.edit(outgoing.replaces, outgoing, effect.to, (context) => copyKeptCard(theCase, context));
      case 'notice':
        return this.tell(outgoing, effect.to, (context) => noticeCard(theCase, effect.notice, context));
      case 'summary':
        if (theCase.status !== 'paid') return superseded;
        return this.tell(outgoing, effect.to, (context) => summaryCard(theCase, context));
      case 'invoiceAhead':
        if (theCase.status !== 'open' || theCase.done.invoice || !samePerson(theCase.payer, effect.to))
          return superseded;
        return this.tell(outgoing, effect.to, (context) => invoiceAheadCard(theCase, context));
      case 'followUp':
        if (theCase.status !== 'paid' || !samePerson(theCase.followUp?.person, effect.to)) return superseded;
        return this.tell(outgoing, effect.to, (context) => followUpCard(theCase, context));
      case 'mention':
        return isAwaited(theCase, effect.step) ? this.mention(outgoing, effect) : superseded;
    }
  }

  /** The one case card, edited in place; written anew when it is missing or gone. */
  private caseCard({ case: theCase, messages, replaces, effect, unreached, beforeSend }: Outgoing): Promise<Outcome> {
    const { services } = this;
    const context = cardContext(services, theCase.tenant, theCase.language, theCase);
    const live = { ...context, ...liveForActors(services, theCase) };
    const card = caseCard(theCase, live, { unreached: unreachedNow(services, theCase, unreached) });
    const activity = cardActivity(card, summaryText(effect, theCase, context.today, theCase.language));
    return this.editOrWrite('caseCard', replaces ?? messages.caseCard, activity, () =>
      this.post.toConversation(theCase.home.id, activity, beforeSend),
    );
  }

  /** A card that asks a person to act. It is their one live card of the case; an older one goes. */
  private async ask(
    outgoing: Outgoing,
    { to }: { to: Person },
    wanted: boolean,
    dress: (context: CardContext) => CardContext,
  ): Promise<Outcome> {
    const { case: theCase, messages } = outgoing;
    if (!wanted) return superseded;
    const activity = this.activityFor(outgoing, to, (context) => personalCard(theCase, to, dress(context)));
    const slot = slotOf('personal', to);
    const outcome = await this.editOrWrite(slot, ownMessage(outgoing, to), activity, () =>
      this.toPerson(outgoing, to, activity),
    );
    return withoutOlder(outcome, messages[slot], (older) => this.retirePersonal(outgoing, to, older));
  }

  /** One sentence with nothing to press, so that it needs no settling. */
  private async writeLine(outgoing: Outgoing, { to, step }: Extract<Effect, { kind: 'escalation' }>): Promise<Outcome> {
    const { case: theCase } = outgoing;
    if (!isAwaited(theCase, step)) return superseded;
    const context = this.contextFor(outgoing, to);
    return this.toPerson(outgoing, to, plainActivity(onlookerSentence(theCase, step, context, context.language)));
  }

  /**
   * One message about several cases. Its buttons only look a case up, so that it never needs settling; the cards that
   * ask for an act in those cases stay where they are.
   */
  private async remindOfAll(outgoing: Outgoing, to: Person, cases: readonly [Case, ...Case[]]): Promise<Outcome> {
    const context = this.contextFor(outgoing, to);
    const told = cases.map((one) => named(this.services, one));
    const toast = texts(context.language).toasts.reminders(cases.length);
    const activity = cardActivity(remindersCard(told, context), toast);
    return inSlot(slotOf('list', to), await this.toPerson(outgoing, to, activity));
  }

  /** Edits the message in `at`; writes a new one when there is none or it is gone. Either way it fills the slot. */
  private async editOrWrite(
    slot: Slot,
    at: MessageReference | undefined,
    activity: OutgoingActivity,
    write: () => Promise<Posted>,
  ): Promise<Outcome> {
    const edited = at && (await this.post.edit(at, activity));
    return inSlot(slot, !edited || edited.kind === 'gone' ? await write() : edited);
  }

  /** The person's live card becomes a line of what happened; without a live card there is nothing to settle. */
  private settle(outgoing: Outgoing, to: Person, step: StepId): Promise<Outcome> {
    return this.closeAll(outgoing, to, slotOf('personal', to), this.settledActivity(outgoing, to, step));
  }

  /** The newest card with the question is the person's only one. */
  private async askAboutKlik(outgoing: Outgoing, to: Person): Promise<Outcome> {
    const { case: theCase, messages, event } = outgoing;
    const asked = askedForKlik(theCase, this.today());
    const holders = klikColleague(theCase) ? [asked] : [asked, theCase.coordinator];
    if (!isKlikOpen(theCase) || !includesPerson(holders, to)) return superseded;
    const dress = event?.by === 'clock' ? asKlikReminder : (context: CardContext) => context;
    const slot = slotOf('klik', to);
    const outcome = inSlot(slot, await this.tell(outgoing, to, (context) => klikCard(theCase, to, dress(context))));
    return withoutOlder(outcome, messages[slot], (older) => this.takeAway(outgoing, to, older));
  }

  /** The question becomes a line. Answered from their live card, that card goes on with their step. */
  private async settleKlik(outgoing: Outgoing, to: Person): Promise<Outcome> {
    const { case: theCase, messages } = outgoing;
    const slot = slotOf('klik', to);
    const pressed = ownMessage(outgoing, to);
    const activity = this.activityFor(outgoing, to, (context) => klikDoneCard(theCase, context));
    if (!pressed || pressed.activityId !== messages[slotOf('personal', to)]?.activityId)
      return this.closeAll(outgoing, to, slot, activity);
    const live = this.activityFor(outgoing, to, (context) => personalCard(theCase, to, context));
    const outcome = await this.post.edit(pressed, live);
    return outcome.kind === 'sent' || outcome.kind === 'gone' ? this.close(slot, messages[slot], activity) : outcome;
  }

  /** An older card whose end failed when the newer one arrived; unless the person has made it their live one by pressing in it. */
  private async retire(outgoing: Outgoing, { to, step }: Extract<Effect, { kind: 'retire' }>): Promise<Outcome> {
    const { replaces: older, messages } = outgoing;
    const slot = slotOf(step ? 'personal' : 'klik', to);
    if (!older || messages[slot]?.activityId === older.activityId) return superseded;
    const ended = await (step ? this.retirePersonal(outgoing, to, older) : this.takeAway(outgoing, to, older));
    if (ended.kind === 'gone') return superseded;
    return ended.kind === 'removed' ? { kind: 'sent', removed: older } : ended;
  }

  /**
   * Ends the card that a newer one has taken over from: it tells what happened in its step; when nothing did, as with a
   * reminder that comes again, it goes.
   */
  private async retirePersonal(outgoing: Outgoing, to: Person, older: MessageReference): Promise<Ended> {
    const step = stepOf(outgoing, older);
    if (step && hasOutcome(outgoing.case, to, step, this.contextFor(outgoing, to)))
      return this.post.edit(older, this.settledActivity(outgoing, to, step));
    return this.takeAway(outgoing, to, older);
  }

  private takeAway(outgoing: Outgoing, to: Person, older: MessageReference): Promise<Ended> {
    const retired: Outgoing = { ...outgoing, effect: { kind: 'retire', to } };
    const line = this.activityFor(retired, to, (context) => replacedCard(outgoing.case, context));
    return this.remove(older, line);
  }

  /** Removes a message; where Teams does not let the bot, it becomes a line. */
  private async remove(message: MessageReference, line: OutgoingActivity): Promise<Ended> {
    const outcome = await this.post.remove(message);
    if (outcome.kind === 'refused') return this.post.edit(message, line);
    return outcome.kind === 'sent' ? { kind: 'removed' } : outcome;
  }

  /** A message edited to what is true now; without one there is nothing to do. */
  private async edit(
    at: MessageReference | undefined,
    outgoing: Outgoing,
    to: Person,
    card: (context: CardContext) => AdaptiveCard,
  ): Promise<Outcome> {
    if (!at) return superseded;
    const outcome = await this.post.edit(at, this.activityFor(outgoing, to, card));
    return outcome.kind === 'gone' ? superseded : outcome;
  }

  /**
   * A last edit of the pressed message, else of the one in the slot: a newer one may have taken the pressed one away. The
   * line of what happened stands once.
   */
  private async closeAll(outgoing: Outgoing, to: Person, slot: Slot, activity: OutgoingActivity): Promise<Outcome> {
    const inPlace = outgoing.messages[slot];
    const pressed = await this.close(slot, ownMessage(outgoing, to), activity);
    if (pressed.kind === 'superseded') return this.close(slot, inPlace, activity);
    return withoutOlder(pressed, inPlace, (older) => this.remove(older, activity));
  }

  /** A last edit, after which the slot is free. */
  private async close(slot: Slot, at: MessageReference | undefined, activity: OutgoingActivity): Promise<Outcome> {
    const outcome = at && (await this.post.edit(at, activity));
    if (!outcome || outcome.kind === 'gone') return superseded;
    return outcome.kind === 'sent' ? { ...outcome, slots: { [slot]: null } } : outcome;
  }

  private tell(outgoing: Outgoing, to: Person, card: (context: CardContext) => AdaptiveCard): Promise<Posted> {
    return this.toPerson(outgoing, to, this.activityFor(outgoing, to, card));
  }

  /** Names people in the home conversation with real mentions; in a personal chat there is nothing to mention. */
  private async mention(
    { case: theCase, beforeSend }: Outgoing,
    effect: Extract<Effect, { kind: 'mention' }>,
  ): Promise<Outcome> {
    const { people } = effect;
    const mentioned = people.flatMap((person) => {
      const teamsId = this.services.directory.person(person.tenant, person.id)?.teamsId;
      return teamsId ? [{ teamsId, name: personName(person, theCase.language) }] : [];
    });
    if (theCase.home.kind === 'personal' || mentioned.length === 0) return superseded;
    // Everybody in the conversation reads it, so it speaks of the person.
    const text = `${summaryText(effect, theCase, this.today(), theCase.language)} ${texts(theCase.language).cards.mention}`;
    return this.post.toConversation(theCase.home.id, mentionActivity(mentioned, text), beforeSend);
  }

  private toPerson({ case: theCase, beforeSend }: Outgoing, to: Person, activity: OutgoingActivity): Promise<Posted> {
    const via = this.services.directory.conversation(theCase.home.id);
    return this.post.toPerson(to, activity, via, beforeSend);
  }

  private settledActivity(outgoing: Outgoing, to: Person, step: StepId): OutgoingActivity {
    const card = (context: CardContext) => outcomeCard(outgoing.case, to, step, context);
    return this.activityFor({ ...outgoing, effect: { kind: 'settle', to, step } }, to, card);
  }

  /** The message to one person, in their language. */
  private activityFor(outgoing: Outgoing, to: Person, card: (context: CardContext) => AdaptiveCard): OutgoingActivity {
    const context = this.contextFor(outgoing, to);
    return cardActivity(card(context), summaryText(outgoing.effect, outgoing.case, context.today, context.language));
  }

  private contextFor({ case: theCase, codes }: Outgoing, person: Person): CardContext {
    const language = languageOf(this.services, person, theCase.language);
    const context = cardContext(this.services, theCase.tenant, language, theCase);
    return codes ? { ...context, codes } : context;
  }

  /** True while the case waits for this person. */
  private isAsked(theCase: Case, person: Person): boolean {
    return includesPerson(askedNow(theCase, this.today()), person);
  }

  private today(): Day {
    return dayOf(this.services.clock.now());
  }
}

function isAwaited(theCase: Case, step: StepId): boolean {
  return awaitedSteps(theCase).includes(step);
}

/**
 * Ends the older message of a slot once another one is there, and says what became of it: the outbox tries again what did
 * not succeed.
 */
async function withoutOlder(
  outcome: Outcome,
  older: MessageReference | undefined,
  end: (older: MessageReference) => Promise<Ended>,
): Promise<Outcome> {
  if (outcome.kind !== 'sent' || !older || older.activityId === outcome.message?.activityId) return outcome;
  const ended = await end(older);
  if (ended.kind === 'sent' || ended.kind === 'gone') return outcome;
  if (ended.kind === 'removed') return { ...outcome, removed: older };
  return { ...outcome, unsettled: { message: older, ...('afterMs' in ended && { afterMs: ended.afterMs }) } };
}

/** The step that a message was about; undefined when the outbox has forgotten it. */
function stepOf({ deliveries }: Outgoing, { activityId }: MessageReference): StepId | undefined {
  const effect = deliveries.findLast(({ message }) => message?.activityId === activityId)?.effect;
  return effect && 'step' in effect ? effect.step : undefined;
}

function inSlot(slot: Slot, outcome: Posted): Outcome {
  return outcome.kind === 'sent' ? { ...outcome, slots: { [slot]: outcome.message } } : outcome;
}

/** The pressed message, unless it is about more than this person's part: the case card, or a list of several cases. */
function ownMessage({ replaces, messages }: Outgoing, to: Person): MessageReference | undefined {
  const shared = [messages.caseCard, messages[slotOf('list', to)]];
  return shared.some((message) => message?.activityId === replaces?.activityId) ? undefined : replaces;
}

function slotOf(kind: 'personal' | 'klik' | 'list', { id }: Person): Slot {
  return `${kind}:${id.toLowerCase()}`;
}

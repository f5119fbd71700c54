import { doneBanner, withBanner } from '../cards/banner.js';
import { caseCard } from '../cards/case-card.js';
import type { AdaptiveCard, CardContext } from '../cards/context.js';
import { personalCard } from '../cards/personal-card.js';
import { asEscalation, asReminder, remindersCard } from '../cards/reminder.js';
import { copyKeptCard } from '../cards/signed-copy.js';
import { klikCard, klikDoneCard, noticeCard, outcomeCard, summaryCard } from '../cards/summary.js';
import { type Case, currentStep } from '../case/case.js';
import { dayOf } from '../case/dates.js';
import { type Person, samePerson } from '../case/people.js';
import type { Effect } from '../case/react.js';
import { asked } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import type { Gate } from '../delivery/gate.js';
import type { MessageReference, Messenger, Outcome, Outgoing, Slot } from '../delivery/ports.js';
import { municipalityTitle, personName } from '../texts/format.js';
import { summaryText } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import type { Connector, OutgoingActivity } from './connector.js';
import { cardContext, languageOf, named, type Services, withMentions } from './context.js';
import { cardActivity, mentionActivity } from './outgoing.js';
import { Post } from './post.js';
import { liveForActors } from './role-views.js';
import { klikSlot, listSlot, ownMessage, personalSlot } from './slots.js';

type To<K extends Effect['kind']> = Extract<Effect, { kind: K }>;

/**
 * Carries one effect to its recipient. What a message says is made here and now from the case as it stands, so that a
 * late delivery tells today's truth, and one that has nothing left to say is dropped.
 */
export class TeamsMessenger implements Messenger {
  private readonly post: Post;

  constructor(
    private readonly desk: Services,
    connector: Connector,
    gate: Gate,
  ) {
    this.post = new Post(desk, connector, gate);
  }

  async send(told: Outgoing): Promise<Outcome> {
    const { case: theCase, effect, event, unreached, together } = told;
    if (together && 'to' in effect) return this.remindOfAll(told, effect.to, [theCase, ...together]);
    const errand: Outgoing = { ...told, ...named(this.desk, theCase, { case: theCase, effect, event, unreached }) };
    return this.carry(errand);
  }

  private async carry(errand: Outgoing): Promise<Outcome> {
    const { effect, case: theCase } = errand;
    switch (effect.kind) {
      case 'caseCard':
        return this.home(errand);
      case 'request':
        return this.ask(errand, effect.to, asksFor(theCase, effect.to, this.today()), (context) =>
          withBanner(context, errand.replaces ? doneBanner(errand.event, context) : undefined),
        );
      case 'reminder':
        return this.ask(errand, effect.to, currentStep(theCase) === effect.step, (context) =>
          asReminder(theCase, effect.occasion, effect.to, context),
        );
      case 'escalation':
        return this.ask(errand, effect.to, currentStep(theCase) === effect.step, (context) =>
          asksFor(theCase, effect.to, this.today())
            ? asReminder(theCase, effect.occasion, effect.to, context)
            : asEscalation(theCase, effect.to, context),
        );
      case 'settle':
        return this.settle(errand, effect);
      case 'klik':
        return theCase.klik
          ? dropped
          : this.tell(errand, effect.to, (context) => klikCard(theCase, context), klikSlot(effect.to));
      case 'retire':
        return this.edit(errand, (context) => outcomeCard(theCase, effect.to, effect.step, context));
      case 'copyKept':
        return this.edit(errand, (context) => copyKeptCard(theCase, context));
      case 'klikSettled':
        return this.settleKlik(errand, effect);
      case 'notice':
        return this.tell(errand, effect.to, (context) => noticeCard(theCase, effect.notice, context));
      case 'summary':
        return theCase.status === 'paid'
          ? this.tell(errand, effect.to, (context) => summaryCard(theCase, context))
          : dropped;
      case 'mention':
        return currentStep(theCase) === effect.step ? this.mention(errand, effect.people) : dropped;
    }
  }

  /** The one case card, edited in place; written anew when it is missing or gone. */
  private async home({ case: theCase, messages, replaces, effect, unreached, beforeSend }: Outgoing): Promise<Outcome> {
    const context = {
      ...cardContext(this.desk, theCase.tenant, theCase.language, theCase),
      ...liveForActors(this.desk, theCase),
    };
    const activity = cardActivity(
      caseCard(theCase, context, { unreached: withMentions(this.desk, unreached) }),
      summaryText(effect, theCase, theCase.language),
    );
    return this.place('caseCard', replaces ?? messages.caseCard, activity, () =>
      this.post.toConversation(theCase.home.id, activity, beforeSend),
    );
  }

  /** A card that asks somebody to act. It is the person's one live card of the case; an older one is settled. */
  private async ask(
    errand: Outgoing,
    to: Person,
    wanted: boolean,
    dress: (context: CardContext) => CardContext,
  ): Promise<Outcome> {
    const { case: theCase, messages, effect, beforeSend } = errand;
    const into = ownMessage(errand, to);
    const step = currentStep(theCase);
    if (!wanted || !step) return dropped;
    const plain = this.contextFor(errand, to);
    const context = dress(plain);
    const card = (into && this.desk.answered.take(theCase, to, context)) ?? personalCard(theCase, to, context);
    const activity = cardActivity(card, summaryText(effect, theCase, context.language));
    const slot = personalSlot(to);
    const older = messages[slot];
    const via = this.desk.directory.conversation(theCase.home.id);
    const performed = await this.place(slot, into, activity, () => this.post.toPerson(to, activity, via, beforeSend));
    if (performed.kind !== 'sent' || !older || older.activityId === performed.message?.activityId) return performed;
    return this.leaving(performed, older, settledActivity(theCase, to, step, plain));
  }

  /**
   * One message about several cases. Its buttons only look a case up, so that it never needs settling; the cards that
   * ask for an act in those cases stay where they are.
   */
  private async remindOfAll(errand: Outgoing, to: Person, cases: readonly [Case, ...Case[]]): Promise<Outcome> {
    const { case: theCase, beforeSend } = errand;
    const context = this.contextFor(errand, to);
    const toast = texts(context.language).toasts.reminders(cases.length);
    const told = cases.map((one) => named(this.desk, one, one));
    const activity = cardActivity(remindersCard(told, context), toast);
    const performed = await this.post.toPerson(
      to,
      activity,
      this.desk.directory.conversation(theCase.home.id),
      beforeSend,
    );
    return performed.kind === 'sent' ? { ...performed, slots: { [listSlot(to)]: performed.message } } : performed;
  }

  /** Edits the message in `at`; writes a new one when there is none or it is gone. Either way it fills the slot. */
  private async place(
    slot: Slot,
    at: MessageReference | undefined,
    activity: OutgoingActivity,
    write: () => ReturnType<Post['toPerson']>,
  ): Promise<Outcome> {
    const edited = at && (await this.post.edit(at, activity));
    const performed = !edited || edited.kind === 'gone' ? await write() : edited;
    return performed.kind === 'sent' ? { ...performed, slots: { [slot]: performed.message } } : performed;
  }

  /** The person's live card becomes a line of what happened; without a live card there is nothing to settle. */
  private async settle(errand: Outgoing, { to, step }: To<'settle'>): Promise<Outcome> {
    const { case: theCase, messages } = errand;
    const into = ownMessage(errand, to);
    const slot = personalSlot(to);
    const activity = settledActivity(theCase, to, step, this.contextFor(errand, to));
    const older = messages[slot];
    const performed = await this.close(slot, into ?? older, activity);
    const two = performed.kind === 'sent' && into && older && older.activityId !== into.activityId;
    return two ? this.leaving(performed, older, activity) : performed;
  }

  /** Settles the card that a newer one has taken the place of; the ledger is told when that did not succeed. */
  private async leaving(
    performed: Extract<Outcome, { kind: 'sent' }>,
    older: MessageReference,
    activity: OutgoingActivity,
  ): Promise<Outcome> {
    const { kind } = await this.post.edit(older, activity);
    return kind === 'sent' || kind === 'gone' ? performed : { ...performed, unsettled: older };
  }

  /** The pressed message, edited so that it keeps saying what the answer said; pressed nowhere, there is nothing to do. */
  private async edit(errand: Outgoing, card: (context: CardContext) => AdaptiveCard): Promise<Outcome> {
    const { case: theCase, replaces, effect } = errand;
    if (!replaces || !('to' in effect)) return dropped;
    const context = this.contextFor(errand, effect.to);
    const performed = await this.post.edit(
      replaces,
      cardActivity(card(context), summaryText(effect, theCase, context.language)),
    );
    return performed.kind === 'gone' ? dropped : performed;
  }

  private settleKlik(errand: Outgoing, { to }: To<'klikSettled'>): Promise<Outcome> {
    const { case: theCase, messages, effect } = errand;
    const slot = klikSlot(to);
    const context = this.contextFor(errand, to);
    const activity = cardActivity(klikDoneCard(theCase, context), summaryText(effect, theCase, context.language));
    return this.close(slot, ownMessage(errand, to) ?? messages[slot], activity);
  }

  private async close(slot: Slot, at: MessageReference | undefined, activity: OutgoingActivity): Promise<Outcome> {
    if (!at) return dropped;
    const performed = await this.post.edit(at, activity);
    if (performed.kind === 'gone') return dropped;
    return performed.kind === 'sent' ? { ...performed, slots: { [slot]: null } } : performed;
  }

  private async tell(
    errand: Outgoing,
    to: Person,
    card: (context: CardContext) => AdaptiveCard,
    slot?: Slot,
  ): Promise<Outcome> {
    const { case: theCase, effect, beforeSend } = errand;
    const context = this.contextFor(errand, to);
    const activity = cardActivity(card(context), summaryText(effect, theCase, context.language));
    const performed = await this.post.toPerson(
      to,
      activity,
      this.desk.directory.conversation(theCase.home.id),
      beforeSend,
    );
    return slot && performed.kind === 'sent' ? { ...performed, slots: { [slot]: performed.message } } : performed;
  }

  /** Names people in the home conversation with real mentions; a home that is somebody's own chat mentions nobody. */
  private async mention({ case: theCase, beforeSend }: Outgoing, people: readonly Person[]): Promise<Outcome> {
    const named = people.flatMap((person) => {
      const teamsId = this.desk.directory.person(person.tenant, person.id)?.teamsId;
      return teamsId ? [{ teamsId, name: personName(person, theCase.language) }] : [];
    });
    if (theCase.home.kind === 'personal' || named.length === 0) return dropped;
    const { mention } = texts(theCase.language).cards;
    const text = `${municipalityTitle(theCase.municipality)}: ${named.length === 1 ? mention.one : mention.many}`;
    return this.post.toConversation(theCase.home.id, mentionActivity(named, text), beforeSend);
  }

  private contextFor({ case: theCase, codes }: Pick<Outgoing, 'case' | 'codes'>, person: Person): CardContext {
    const context = cardContext(this.desk, theCase.tenant, languageOf(this.desk, person, theCase.language), theCase);
    return codes ? { ...context, codes } : context;
  }

  private today(): string {
    return dayOf(this.desk.clock.now());
  }
}

/** There is nothing left to tell. */
const dropped: Outcome = { kind: 'superseded' };

function settledActivity(theCase: Case, to: Person, step: StepId, context: CardContext): OutgoingActivity {
  const summary = summaryText({ kind: 'settle', to, step }, theCase, context.language);
  return cardActivity(outcomeCard(theCase, to, step, context), summary);
}

/** True while the case waits for this person. */
function asksFor(theCase: Case, person: Person, today: string): boolean {
  const step = currentStep(theCase);
  return step !== undefined && asked(theCase, step, today).some((one) => samePerson(one, person));
}

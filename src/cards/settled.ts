import { awaitedSteps, type Case, waitingSince } from '../case/case.js';
import { dayOf, type Instant } from '../case/dates.js';
import { type Author, includesPerson, type Person, samePerson } from '../case/people.js';
import { askedNow, isAskedFor, isAskedNow, rolesOf } from '../case/roles.js';
import type { StepId } from '../case/steps.js';
import { municipalityName } from '../task/municipalities.js';
import { authorName, capital, clean, dayAndMonth, municipalityTitle, personName, withStop } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { signatureCode } from './banner.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { finish } from './frame.js';

/** What has become of a request: a line, whether it went as the case wished, and what is to be known besides. */
interface Outcome {
  readonly happened: string;
  readonly good: boolean;
  readonly note?: string;
}

/** What a request turns into once it is settled: who did what and when. No header, no progress, no buttons. */
export function outcomeCard(theCase: Case, person: Person, step: StepId, ctx: CardContext): AdaptiveCard {
  const note = step === 'signature' && theCase.done.signature ? signatureCode(ctx) : '';
  const outcome = outcomeOf(theCase, person, step, ctx) ?? {
    happened: noMore(theCase, person, step, ctx),
    good: false,
  };
  return settledLine({ ...outcome, note }, theCase, ctx);
}

/** True when something has happened that a settled card can tell; false when only a newer card has taken its place. */
export function hasOutcome(theCase: Case, person: Person, step: StepId, ctx: CardContext): boolean {
  return outcomeOf(theCase, person, step, ctx) !== undefined;
}

/** The older card when a newer one takes its place and cannot be removed from the chat. */
export function replacedCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  return settledLine({ happened: texts(ctx.language).settled.replaced, good: false }, theCase, ctx);
}

/** The KLIK question once it is answered, or withdrawn because the dispatch or the case no longer stands. */
export function klikDoneCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  return settledLine({ happened: klikOutcome(theCase, ctx), good: theCase.klik !== undefined }, theCase, ctx);
}

/** The question about a file once it is answered with yes; that the file itself is not kept, its sender still has to know. */
export function copyKeptCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { settled, files } = texts(ctx.language);
  const { signedCopy } = theCase;
  const happened = signedCopy ? settled.copyKept(clean(signedCopy.name, 60), on(signedCopy.at, ctx)) : settled.noLonger;
  return settledLine({ happened, good: signedCopy !== undefined, note: files.copy.honest }, theCase, ctx);
}

/** The question about a file once it is answered with no. */
export function copyDroppedCard(ctx: CardContext): AdaptiveCard {
  return settledLine({ happened: texts(ctx.language).files.copy.dropped, good: false }, undefined, ctx);
}

/** The line of a case: without a header it names the municipality itself, since its reader may have several cases. */
function settledLine(
  { happened, good, note = '' }: Outcome,
  theCase: Case | undefined,
  ctx: CardContext,
): AdaptiveCard {
  const town = theCase && municipalityName(theCase.municipality);
  const says = [theCase ? municipalityTitle(theCase.municipality) : '', happened, note]
    .filter((text) => text !== '')
    .map(withStop)
    .join(' ');
  const { card } = ctx.templates.outcome({
    lang: ctx.language,
    fallback: says,
    speak: says,
    mark: good ? '✓' : '–',
    color: good ? 'Good' : 'Default',
    happened,
    place: town ? `· ${town}` : '',
    note,
  });
  return finish(card);
}

/** What ended the request; undefined when nothing did but a newer card, or that it no longer holds. */
function outcomeOf(theCase: Case, person: Person, step: StepId, ctx: CardContext): Outcome | undefined {
  const { settled } = texts(ctx.language);
  const { done, objection, officer, returned, status, closed } = theCase;
  const told = (say: (who: string, day: string) => string, by: Author, at: Instant, good = false): Outcome => ({
    happened: capital(say(authorName(by, ctx.language), on(at, ctx))),
    good,
  });
  if (hasDeclined(theCase, person)) return { happened: settled.thanks, good: true };
  if (isFollowed(theCase, person, step, ctx)) return undefined;
  if (status === 'cancelled' && closed) return told(settled.cancelled, closed.by, closed.at);
  const stamp = done[step];
  if (stamp) {
    const invoiceFirst = step === 'confirmation' && done.confirmation?.receivedOn === undefined;
    return told(invoiceFirst ? settled.invoiceFirst : settled[step], stamp.by, stamp.at, true);
  }
  if (returned && !isAskedNow(theCase, step, person, ctx.today))
    return told(settled.returned, returned.by, returned.at);
  if (objection && (step === 'officer' || step === 'signature'))
    return told(objection.kind === 'officer' ? settled.declined : settled.signatureRefused, objection.by, objection.at);
  if (step === 'officer' && officer && !samePerson(officer.person, person)) {
    const named = (who: string, day: string) => settled.named(who, personName(officer.person, ctx.language), day);
    return told(named, officer.namedBy, waitingSince(theCase, 'officer'), true);
  }
  return undefined;
}

/** Why a request without an outcome is over. */
function noMore(theCase: Case, person: Person, step: StepId, ctx: CardContext): string {
  const { settled } = texts(ctx.language);
  const isAsked = theCase.status === 'open' && isAskedNow(theCase, step, person, ctx.today);
  if (isAsked || isFollowed(theCase, person, step, ctx)) return settled.replaced;
  const mayRest = !includesPerson(askedNow(theCase, ctx.today), person);
  return mayRest ? `${settled.noLonger} ${settled.nothingToDo}` : settled.noLonger;
}

/** True for a person who has just said that they are not the officer, and has no other part. */
function hasDeclined(theCase: Case, person: Person): boolean {
  const { objection } = theCase;
  if (objection?.kind !== 'officer' || objection.by === 'clock') return false;
  return samePerson(objection.by, person) && rolesOf(theCase, person).length === 0;
}

/** True for a copy, or a request for help, in a step that still waits for somebody else: a newer one takes its place. */
function isFollowed(theCase: Case, person: Person, step: StepId, { today }: CardContext): boolean {
  const began = waitingSince(theCase, step);
  const wasTold = theCase.reminders.some(
    (one) => one.step === step && one.at > began && includesPerson(one.to, person),
  );
  return wasTold && awaitedSteps(theCase).includes(step) && !isAskedFor(theCase, step, person, today);
}

function klikOutcome({ klik, klikHandedOver, done, status, closed }: Case, ctx: CardContext): string {
  const { settled } = texts(ctx.language);
  const who = (by: Author) => capital(authorName(by, ctx.language));
  if (klik) return settled.klik(who(klik.by), on(klik.at, ctx));
  if (status === 'cancelled' && closed) return settled.cancelled(who(closed.by), on(closed.at, ctx));
  if (!done.dispatch) return settled.klikWithdrawn;
  if (!klikHandedOver) return settled.klikNotYours;
  const { by, to, at } = klikHandedOver;
  return settled.klikHandedOver(who(by), personName(to, ctx.language), on(at, ctx));
}

/** The day in few words: it is near the day on which the line is written. */
function on(at: Instant, { language }: CardContext): string {
  return dayAndMonth(dayOf(at), language);
}

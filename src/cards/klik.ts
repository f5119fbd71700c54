import type { Case } from '../case/case.js';
import { klikColleague } from '../case/klik.js';
import { type Person, samePerson } from '../case/people.js';
import { authorName, capital, momentDate, personName } from '../texts/format.js';
import { nextSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { act, dataOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { personField } from './fields.js';
import { formCard, messageCard } from './form.js';
import { outcomeLine } from './summary.js';

/** After step 5: the person marks the task as completed in KLIK, since the bot cannot, or says who does. */
export function klikCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title, masterTask } = ctx.task.klik;
  const by = theCase.klikHandedOver?.by;
  const isColleague = by && samePerson(klikColleague(theCase), person);
  return messageCard(
    {
      heading: cards.klik.title,
      paragraphs: [
        isColleague ? cards.klik.asked(capital(authorName(by, ctx.language))) : '',
        cards.klik.lead(title[ctx.language], masterTask),
      ],
      notes: [theCase.status === 'open' ? cards.klik.note : ''],
      buttons: [
        act('markInKlik', buttons.markInKlik, dataOf(theCase)),
        show(theCase, 'klikByAnother', buttons.klikOther),
      ],
    },
    theCase,
    ctx,
  );
}

/** The same question when it is repeated. */
export function asKlikReminder(ctx: CardContext): CardContext {
  return { ...ctx, banner: { tone: 'warning', text: texts(ctx.language).cards.klik.again } };
}

/** Who marks the task instead. */
export function klikByAnotherCard(theCase: Case, person: Person, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  return formCard(
    {
      heading: cards.klik.otherTitle,
      lead: cards.klik.otherLead,
      fields: [personField('person', ctx, { without: [person] })],
      buttons: [act('klikByAnother', buttons.klikByAnother, dataOf(theCase)), show(theCase, 'klik', buttons.back)],
    },
    theCase,
    ctx,
  );
}

/** The older card when the question is repeated. */
export function klikAgainCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { newerBelow } = texts(ctx.language).outcomes;
  return outcomeLine(theCase, newerBelow, false, '', ctx);
}

/** The KLIK question once it is answered, or withdrawn because the dispatch or the case no longer stands. */
export function klikDoneCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  const { language } = ctx;
  return outcomeLine(
    theCase,
    klikOutcome(theCase, ctx),
    theCase.klik !== undefined,
    nextSentence(theCase, language, ctx.today),
    ctx,
  );
}

function klikOutcome({ klik, klikHandedOver, done, status, closed }: Case, { language }: CardContext): string {
  const { cards, outcomes } = texts(language);
  if (klik) return cards.klik.done(capital(authorName(klik.by, language)), momentDate(klik.at, language));
  if (status === 'cancelled' && closed)
    return cards.cancelled.by(capital(authorName(closed.by, language)), momentDate(closed.at, language));
  if (!done.dispatch) return cards.klik.withdrawn;
  if (!klikHandedOver) return outcomes.yoursNoMore;
  const who = capital(authorName(klikHandedOver.by, language));
  return cards.klik.handedOver(who, personName(klikHandedOver.to, language), momentDate(klikHandedOver.at, language));
}

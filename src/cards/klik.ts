import type { Case } from '../case/case.js';
import { klikColleague } from '../case/klik.js';
import { type Person, samePerson } from '../case/people.js';
import { authorName, capital } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { act, dataOf, show } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { personField } from './fields.js';
import { formCard, messageCard } from './form.js';

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

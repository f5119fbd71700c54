import { MUNICIPALITIES } from '../task/municipalities.js';
import { answerText } from '../texts/answers.js';
import { municipalityTitle } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { act, beside } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field } from './fields.js';
import { formCard, messageCard, row } from './form.js';

/** On first contact: what the bot does, and the way in. */
export function welcomeCard(ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title, lead, lines } = cards.welcome;
  return messageCard(
    {
      heading: title,
      paragraphs: [lead],
      bullets: lines,
      buttons: [act('start', buttons.start), beside('help', buttons.help)],
      opens: true,
    },
    undefined,
    ctx,
  );
}

/** The commands that can be typed, and what people ask about the task. */
export function helpCard(ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title, commands, practice, questions, free } = cards.help;
  const offered = ctx.practice ? [...commands, practice] : commands;
  const faq = ctx.task.questions
    .filter((question) => question.inHelp)
    .map((question) => row(question.ask[ctx.language], answerText(question, ctx.task, ctx.language)));
  return messageCard(
    {
      heading: title,
      facts: offered.map(([command = '', does = '']) => ({ title: command, value: does })),
      blocks: faq.length > 0 ? [{ title: questions, rows: faq }] : [],
      notes: [free],
      buttons: [act('start', buttons.start)],
      opens: true,
    },
    undefined,
    ctx,
  );
}

const danishOrder = new Intl.Collator('da');
const MUNICIPALITY_CHOICES = MUNICIPALITIES.map(([code]) => ({ title: municipalityTitle(code), value: code })).sort(
  (a, b) => danishOrder.compare(a.title, b.title),
);

/** Opens a case: which municipality, and when it takes KY into use. */
export function openCaseCard(ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { title, lead, hint } = cards.openCase;
  const { endFromGoLive, startFromEnd } = ctx.task.offsets;
  return formCard(
    {
      heading: title,
      lead,
      fields: [
        field('municipality', 'filter', ctx, { choices: MUNICIPALITY_CHOICES, example: true }),
        field('goLive', 'date', ctx),
      ],
      notes: [hint(-endFromGoLive, 1 - startFromEnd)],
      buttons: [act('openCase', buttons.openCase)],
    },
    undefined,
    ctx,
  );
}

/** A button per language. */
export function languageCard(ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  return messageCard(
    {
      heading: cards.language.title,
      paragraphs: [cards.language.lead],
      buttons: (['da', 'en'] as const).map((language) =>
        beside('chooseLanguage', buttons.languages[language], { language }),
      ),
    },
    undefined,
    ctx,
  );
}

/** The answer to a greeting, with the ways in. */
export function greetingCard(ctx: CardContext): AdaptiveCard {
  const { ask, buttons } = texts(ctx.language);
  const ways = [act('start', buttons.start), beside('help', buttons.help)];
  return messageCard({ heading: '', paragraphs: [ask.talk.hello], buttons: ways }, undefined, ctx);
}

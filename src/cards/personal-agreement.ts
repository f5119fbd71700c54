import type { Case } from '../case/case.js';
import { type Language, type Person, samePerson } from '../case/people.js';
import type { ActingRole } from '../case/roles.js';
import { formValue } from '../case/step-rules.js';
import { authorName, capital, date, fill, municipalityTitle, personName } from '../texts/format.js';
import { refusalSentence } from '../texts/refusals.js';
import { deadlineSentence } from '../texts/sentences.js';
import { texts } from '../texts/texts.js';
import { act, dataOf, instead, link, show, stop } from './buttons.js';
import type { AdaptiveCard, CardContext } from './context.js';
import { field } from './fields.js';
import { callout, type FormContent, formCard, row, untitled } from './form.js';
import { payerFields } from './personal-invoice.js';
import { objectionOf, ownFormCard, reveal } from './personal-officer.js';

/** Step 2: the one number the municipality already uses; an unusual one is shown as understood, to be confirmed. */
export function agreementNumberCard(theCase: Case, part: ActingRole, ctx: CardContext): AdaptiveCard {
  const { buttons, cards, fields } = texts(ctx.language);
  const unusual = ctx.form?.secondLook;
  const value = ctx.form?.typed.agreementNumber ?? '';
  const number = field('agreementNumber', 'text', ctx, { value, hint: cards.agreementNumber.hint, max: 40 });
  const more = show(theCase, 'more', buttons.more);
  if (unusual) {
    const confirmed = { ...dataOf(theCase, 'agreementNumber'), confirmed: true, understood: unusual.number };
    return formCard(
      {
        step: 'agreementNumber',
        heading: cards.agreementNumber.confirmTitle,
        absent: part.absent,
        lead: refusalSentence({ reason: 'secondLook', ...unusual }, theCase, ctx.language),
        blocks: [
          { title: cards.agreementNumber.understood, rows: [row(fields.agreementNumber.label, unusual.number, true)] },
        ],
        fields: [number],
        buttons: [
          act('giveAgreementNumber', buttons.confirmNumber(unusual.number), confirmed),
          instead('giveAgreementNumber', buttons.changeNumber, dataOf(theCase, 'agreementNumber')),
          more,
        ],
      },
      theCase,
      ctx,
    );
  }
  return formCard(
    {
      step: 'agreementNumber',
      heading: ctx.task.steps.agreementNumber.title[ctx.language],
      absent: part.absent,
      lead: ctx.task.steps.agreementNumber.guidance[ctx.language],
      deadline: deadlineSentence(theCase, ctx.task, ctx.today, ctx.language),
      fields: [number],
      buttons: [act('giveAgreementNumber', buttons.giveAgreementNumber, dataOf(theCase, 'agreementNumber')), more],
    },
    theCase,
    ctx,
  );
}

/** Step 3: the values to copy, the link, and the confirmation that Bilag 1 was followed. */
export function webFormCard(theCase: Case, part: ActingRole, ctx: CardContext): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { task, language } = ctx;
  const given = task.formFields.filter((one) => one.source !== 'typed');
  const typed = task.formFields.filter((one) => one.source === 'typed');
  const objections = objectionOf(theCase, ctx);
  return formCard(
    {
      step: 'webForm',
      heading: task.steps.webForm.title[language],
      absent: part.absent,
      lead: task.steps.webForm.guidance[language],
      callouts: objections,
      blocks: [
        {
          title: cards.webForm.copy,
          rows: given.map((one) => row(one.label[language], formValue(one, theCase), true)),
        },
      ],
      deadline: deadlineSentence(theCase, task, ctx.today, language),
      hints: [objections.length > 0 ? cards.webForm.fixIt : '', task.annex[language], cards.webForm.annex],
      fields: [
        ...typed.map((one) =>
          field(`field.${one.id}`, 'text', ctx, {
            label: one.label[language],
            max: 200,
            ...(one.help && { hint: one.help[language] }),
            ...(!one.required && { optional: true }),
          }),
        ),
        field('filledOn', 'date', ctx, { value: ctx.today }),
        field('paperAt', 'text', ctx, { optional: true, max: 200, example: true }),
        field('annexFollowed', 'toggle', ctx, { title: cards.webForm.toggle }),
      ],
      buttons: [
        act('confirmWebForm', buttons.confirmWebForm, dataOf(theCase, 'webForm')),
        link(buttons.openForm, task.links.form),
        ...(task.links.annex ? [link(buttons.openAnnex, task.links.annex)] : []),
        show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

/** Step 4, the officer's alone: what is signed, the day, and that this is no digital signature. */
export function signatureCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  if (ctx.form?.problems.some((one) => one.field === 'reason')) return refuseCard(theCase, ctx);
  const { buttons, cards, fields } = texts(ctx.language);
  const { task, language } = ctx;
  const form = theCase.done.webForm;
  const values = task.formFields.filter((one) => one.source !== 'agreementNumber' && form?.fields[one.id]);
  return formCard(
    {
      step: 'signature',
      heading: task.steps.signature.title[language],
      lead: cards.signature.lead,
      callouts: objectionOf(theCase, ctx),
      blocks: [
        {
          title: cards.signature.covers,
          rows: [
            row(fields.municipality.label, municipalityTitle(theCase.municipality)),
            row(fields.agreementNumber.label, theCase.done.agreementNumber?.number ?? '', true),
            ...values.map((one) => row(one.label[language], form?.fields[one.id] ?? '')),
            ...(form ? [row(cards.signature.filledOn, date(form.filledOn, language))] : []),
          ],
        },
        ...(form ? [untitled(row(cards.signature.paper, paperOf(form, language)))] : []),
      ],
      deadline: deadlineSentence(theCase, task, ctx.today, language),
      hints: [handOn(theCase, theCase.officer?.person, ctx)],
      fields: [field('signedOn', 'date', ctx, { value: ctx.today })],
      notes: [cards.signature.honest, ctx.practice ? '' : cards.signature.copy],
      buttons: [
        act('confirmSignature', buttons.confirmSignature, dataOf(theCase)),
        reveal(buttons.refuse, refusalForm(theCase, ctx), ctx),
        show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

/** Where the printed agreement is, else who printed it. */
function paperOf({ paperAt, by }: NonNullable<Case['done']['webForm']>, language: Language): string {
  return paperAt ?? texts(language).cards.signature.askForPaper(authorName(by, language));
}

/** Who gets the signed agreement from the officer; empty for one who sends it themselves anyway. */
function handOn(theCase: Case, officer: Person | undefined, { language }: CardContext): string {
  const { coordinator } = theCase;
  return samePerson(officer, coordinator)
    ? ''
    : texts(language).cards.signature.give(personName(coordinator, language));
}

/** The refusal on a card of its own: after a missing reason, or when the person asked for it in words. */
export function refuseCard(theCase: Case, ctx: CardContext): AdaptiveCard {
  return ownFormCard(refusalForm(theCase, ctx), theCase, ctx);
}

function refusalForm(theCase: Case, ctx: CardContext): FormContent {
  const { buttons, cards } = texts(ctx.language);
  return {
    step: 'signature',
    heading: cards.signature.refuseTitle,
    lead: cards.signature.refuseLead,
    fields: [field('reason', 'long', ctx)],
    buttons: [stop('refuseSignature', buttons.refuseSignature, dataOf(theCase))],
  };
}

/** Step 5: the mail to copy or open; the bot never sends the agreement itself. */
export function dispatchCard(theCase: Case, part: ActingRole, ctx: CardContext, reader: Person): AdaptiveCard {
  const { buttons, cards } = texts(ctx.language);
  const { mail, steps } = ctx.task;
  const signer = signerOf(theCase);
  const { subject, body } = mailTexts(theCase, ctx, reader);
  const compose = `https://outlook.office.com/mail/deeplink/compose?to=${encodeURIComponent(mail.to)}&subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  return formCard(
    {
      step: 'dispatch',
      heading: steps.dispatch.title[ctx.language],
      absent: part.absent,
      lead: cards.dispatch.lead,
      callouts: [callout(cards.dispatch.check)],
      blocks: [
        untitled(
          row(cards.dispatch.to, mail.to, true),
          row(cards.dispatch.subject, subject),
          ...linesOf(body).map((line, at) => row(at === 0 ? cards.dispatch.body : '', line)),
        ),
      ],
      deadline: deadlineSentence(theCase, ctx.task, ctx.today, ctx.language),
      hints: [samePerson(signer, reader) ? handOn(theCase, reader, ctx) : paperWith(signer, ctx)],
      fields: [
        field('sentOn', 'date', ctx, { value: ctx.today }),
        ...payerFields(theCase, ctx, { optional: true, hint: cards.payer.optional }),
      ],
      notes: [cards.payer.kept],
      buttons: [
        act('confirmDispatch', buttons.confirmDispatch, dataOf(theCase)),
        link(buttons.writeMail, compose),
        show(theCase, 'more', buttons.more),
      ],
    },
    theCase,
    ctx,
  );
}

function paperWith(signer: Person | undefined, { language }: CardContext): string {
  return signer ? texts(language).cards.dispatch.has(capital(personName(signer, language))) : '';
}

/** Who confirmed the signature; an officer named later has not signed. */
function signerOf({ done: { signature }, officer }: Case): Person | undefined {
  return signature && signature.by !== 'clock' ? signature.by : officer?.person;
}

/** The mail's values are Danish in both languages: NemKonto reads it. It is signed by the person who opens it. */
function mailTexts(theCase: Case, ctx: CardContext, reader: Person): { subject: string; body: string } {
  const { mail } = ctx.task;
  const signed = theCase.done.signature;
  const signer = signerOf(theCase);
  const officer = signer && samePerson(signer, theCase.officer?.person) ? theCase.officer?.person : signer;
  const facts = {
    municipality: municipalityTitle(theCase.municipality),
    agreementNumber: theCase.done.agreementNumber?.number ?? '',
    officer: officer ? personName(officer, 'da') : '',
    signedOn: signed ? date(signed.signedOn, 'da') : '',
    sender: personName(reader, 'da'),
  };
  return { subject: fill(mail.subject[ctx.language], facts), body: fill(mail.body[ctx.language], facts) };
}

/** Each line by itself: a card joins them. */
function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

import type { CaseFact } from '../case/case-fact.js';

/** What a person asks about their own case; the answer is in the case, not in the task. The last two take a card. */
export type CaseTopic = CaseFact | 'mine' | 'history';

interface CaseQuestion {
  readonly about: CaseTopic;
  /** The plainest way to ask it: what a button that asks it says. */
  readonly title: { readonly da: string; readonly en: string };
}

/** How people ask about a case. Not in the task file: the same questions are asked of a case in any task. */
export const CASE_QUESTIONS: readonly CaseQuestion[] = [
  {
    about: 'next',
    title: { da: 'Hvad skal der ske nu?', en: 'What happens now?' },
  },
  {
    about: 'progress',
    title: { da: 'Hvor langt er vi?', en: 'How far are we?' },
  },
  {
    about: 'who',
    title: { da: 'Hvem venter vi på?', en: 'Who are we waiting for?' },
  },
  {
    about: 'deadline',
    title: { da: 'Hvornår er fristen?', en: 'When is the deadline?' },
  },
  {
    about: 'mine',
    title: { da: 'Hvad skal jeg gøre?', en: 'What do I have to do?' },
  },
  {
    about: 'history',
    title: { da: 'Hvad er der sket?', en: 'What has happened?' },
  },
  {
    about: 'officer',
    title: { da: 'Hvem er den sikkerhedsansvarlige?', en: 'Who is the security officer?' },
  },
  {
    about: 'coordinator',
    title: { da: 'Hvem er KY-projektleder?', en: 'Who is the project manager?' },
  },
  {
    about: 'number',
    title: { da: 'Hvad er vores aftalenummer?', en: 'What is our agreement number?' },
  },
  {
    about: 'invoiceNumber',
    title: { da: 'Hvad er fakturanummeret?', en: 'What is the invoice number?' },
  },
  {
    about: 'invoiceAmount',
    title: { da: 'Hvad lyder fakturaen på?', en: 'What is the amount of the invoice?' },
  },
  {
    about: 'invoiceDue',
    title: { da: 'Hvornår skal fakturaen betales?', en: 'When is the invoice due?' },
  },
  {
    about: 'payer',
    title: { da: 'Hvem er valgt til at betale?', en: 'Who was chosen to pay?' },
  },
  {
    about: 'paper',
    title: { da: 'Hvor er aftalen lige nu?', en: 'Who has the agreement?' },
  },
  {
    about: 'form',
    title: { da: 'Er formularen udfyldt?', en: 'Has the form been filled in?' },
  },
  {
    about: 'signed',
    title: { da: 'Er aftalen underskrevet?', en: 'Has it been signed?' },
  },
  {
    about: 'sent',
    title: { da: 'Hvornår blev aftalen sendt?', en: 'When was the agreement sent?' },
  },
  {
    about: 'confirmed',
    title: { da: 'Er bekræftelsen kommet?', en: 'Has NemKonto confirmed?' },
  },
  {
    about: 'arrived',
    title: { da: 'Er fakturaen kommet?', en: 'Has the invoice come?' },
  },
  {
    about: 'paid',
    title: { da: 'Er fakturaen betalt?', en: 'Is the invoice paid?' },
  },
  {
    about: 'goLive',
    title: { da: 'Hvornår er go-live?', en: 'What is the go-live date?' },
  },
  {
    about: 'late',
    title: { da: 'Er vi forsinkede?', en: 'Are we late?' },
  },
  {
    about: 'why',
    title: { da: 'Hvorfor skriver du til mig?', en: 'Why are you writing to me?' },
  },
];

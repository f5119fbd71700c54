import type { CaseFact } from '../case/case.js';

/** What a person asks about their own case; the answer is in the case, not in the task. The last two take a card. */
export type CaseTopic = CaseFact | 'mine' | 'history';

/**
 * The plainest way to ask each: what a button that asks it says. Not in the task file: the same questions are asked of a
 * case in any task.
 */
export const CASE_QUESTIONS: { readonly [T in CaseTopic]: { readonly da: string; readonly en: string } } = {
  next: { da: 'Hvad skal der ske nu?', en: 'What happens now?' },
  progress: { da: 'Hvor langt er vi?', en: 'How far are we?' },
  who: { da: 'Hvem venter vi på?', en: 'Who are we waiting for?' },
  deadline: { da: 'Hvornår er fristen?', en: 'When is the deadline?' },
  mine: { da: 'Hvad skal jeg gøre?', en: 'What do I have to do?' },
  history: { da: 'Hvad er der sket?', en: 'What has happened?' },
  officer: { da: 'Hvem er den sikkerhedsansvarlige?', en: 'Who is the security officer?' },
  coordinator: { da: 'Hvem er KY-projektleder?', en: 'Who is the project manager?' },
  number: { da: 'Hvad er vores aftalenummer?', en: 'What is our agreement number?' },
  invoiceNumber: { da: 'Hvad er fakturanummeret?', en: 'What is the invoice number?' },
  invoiceAmount: { da: 'Hvad lyder fakturaen på?', en: 'What is the amount of the invoice?' },
  invoiceDue: { da: 'Hvornår skal fakturaen betales?', en: 'When is the invoice due?' },
  payer: { da: 'Hvem er valgt til at betale?', en: 'Who was chosen to pay?' },
  paper: { da: 'Hvor er aftalen lige nu?', en: 'Who has the agreement?' },
  form: { da: 'Er formularen udfyldt?', en: 'Has the form been filled in?' },
  signed: { da: 'Er aftalen underskrevet?', en: 'Has it been signed?' },
  sent: { da: 'Hvornår blev aftalen sendt?', en: 'When was the agreement sent?' },
  confirmed: { da: 'Er bekræftelsen kommet?', en: 'Has NemKonto confirmed?' },
  arrived: { da: 'Er fakturaen kommet?', en: 'Has the invoice come?' },
  paid: { da: 'Er fakturaen betalt?', en: 'Is the invoice paid?' },
  goLive: { da: 'Hvornår er go-live?', en: 'What is the go-live date?' },
  late: { da: 'Er vi forsinkede?', en: 'Are we late?' },
  why: { da: 'Hvorfor skriver du til mig?', en: 'Why are you writing to me?' },
};

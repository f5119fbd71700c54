import type { Texts } from '../da.js';
import { counted } from '../format.js';

export const outcomes: Texts['outcomes'] = {
  officer: (who, on) => `${who} said yes on ${on} to being the security officer.`,
  agreementNumber: (who, on) => `${who} gave the NKS agreement number on ${on}.`,
  webForm: (who, on) => `${who} confirmed on ${on} that the web form is filled in.`,
  signature: (who, on) => `${who} confirmed the signature on ${on}.`,
  dispatch: (who, on) => `${who} confirmed on ${on} that the agreement is sent.`,
  confirmation: (who, on) => `${who} confirmed on ${on} that the confirmation mail has come.`,
  invoiceFirst: (who, on) => `The invoice came before the confirmation mail. ${who} registered it on ${on}.`,
  invoice: (who, on) => `${who} registered the invoice on ${on}.`,
  payment: (who, on) => `${who} confirmed the payment on ${on}.`,
  declined: (who, on) => `${who} said no on ${on} to being the security officer.`,
  signatureRefused: (who, on) => `${who} did not sign the agreement on ${on}.`,
};

export const settled: Texts['settled'] = {
  officer: (who, on) => `${who} has said yes to being the security officer, ${on}`,
  agreementNumber: (who, on) => `${who} has given the NKS agreement number, ${on}`,
  webForm: (who, on) => `${who} has confirmed that the web form is filled in, ${on}`,
  signature: (who, on) => `${who} has confirmed the signature, ${on}`,
  dispatch: (who, on) => `${who} has confirmed that the agreement is sent, ${on}`,
  confirmation: (who, on) => `${who} has confirmed that the mail from NemKonto has come, ${on}`,
  invoiceFirst: (who, on) => `${who} has registered the invoice, which came before the mail, ${on}`,
  invoice: (who, on) => `${who} has registered the invoice, ${on}`,
  payment: (who, on) => `${who} has confirmed the payment, ${on}`,
  named: (who, officer, on) => `${who} has named ${officer} as the security officer, ${on}`,
  declined: (who, on) => `${who} has said no to being the security officer, ${on}`,
  signatureRefused: (who, on) => `${who} did not sign the agreement, ${on}`,
  returned: (who, on) => `${who} has reported that NemKonto sent the agreement back, ${on}`,
  cancelled: (who, on) => `${who} has cancelled the case, ${on}`,
  klik: (who, on) => `${who} has reported the task as completed in KLIK, ${on}`,
  klikHandedOver: (who, to, on) => `${who} has said that ${to} sets the task to completed in KLIK, ${on}`,
  klikWithdrawn: 'Leave KLIK for now. The agreement must be sent again first.',
  klikNotYours: 'There is nothing more for you to do in KLIK.',
  copyKept: (file, on) => `The details of ${file} are now in the case, ${on}`,
  replaced: 'Replaced by a newer message.',
  noLonger: 'This message no longer applies.',
  nothingToDo: 'You need not do anything.',
  thanks: 'Thank you for your answer. You need not do anything more.',
};

export const next: Texts['next'] = {
  nameOfficer: (who) => `${who} needs to name the security officer for NemKonto.`,
  acceptOfficer: (who) => `${who} needs to say yes or no to being the security officer.`,
  agreementNumber: (who) => `${who} needs to find the NKS agreement number.`,
  webForm: (who) => `${who} needs to read Annex 1 and fill in the web form.`,
  signature: (who) => `${who} needs to sign the agreement on paper and confirm it.`,
  dispatch: (who) => `${who} needs to send the signed agreement to NemKonto.`,
  confirmation: (who) => `${who} needs to say when the confirmation mail comes from NemKonto.`,
  invoice: (who) => `${who} needs to register the invoice when it comes.`,
  payment: (who) => `${who} needs to pay the invoice and confirm it.`,
  paid: 'The case is finished.',
  cancelled: 'The case is cancelled. There is nothing more to do.',
  away: (who, from, until) => `${who} is away from ${from} to ${until} and gets no messages meanwhile.`,
  by: (day) => `By ${day}.`,
  expected: (day) => `Expected by ${day}.`,
  late: (day) => `The deadline was ${day}.`,
  daysOver: (days) => `${counted(days, 'day', 'days')} past the deadline.`,
  today: (day) => `The deadline is today, ${day}.`,
  expectedLate: (day) => `It was expected by ${day}.`,
};

export const events: Texts['events'] = {
  CaseOpened: (who) => `${who} opened the case and is the KY project manager.`,
  OfficerSought: (who, adviser, office) => `${who} asked ${adviser} (${office}) who the security officer is.`,
  OfficerNamed: (who, officer) => `${who} named ${officer} as the security officer.`,
  OfficerAccepted: (who) => `${who} said yes to being the security officer.`,
  OfficerDeclined: (who, reason) => `${who} said no to being the security officer: ${reason}`,
  AgreementNumberGiven: (who, number) => `${who} gave the NKS agreement number ${number}.`,
  WebFormCompleted: (who, on) => `${who} confirmed that the web form was filled in on ${on}.`,
  SignatureConfirmed: (who, on) => `${who} confirmed that the agreement was signed on ${on}.`,
  SignatureRefused: (who, reason) => `${who} did not sign the agreement: ${reason}`,
  SignedCopyRecorded: (who, file) =>
    `${who} kept the details of the signed file in the case: ${file}. The file itself is not kept.`,
  AgreementSent: (who, on) => `${who} confirmed that the agreement was sent on ${on}.`,
  MarkedInKlik: (who) => `${who} reported the task as completed in KLIK.`,
  KlikHandedOver: (who, to) => `${who} said that ${to} sets the task to completed in KLIK.`,
  ReceiptConfirmed: (who, on) => `${who} confirmed that the mail from NemKonto came on ${on}.`,
  InvoiceRegistered: (who, number, amount, payer) =>
    `${who} registered invoice ${number} for ${amount}. ${payer} pays.`,
  PayerNamed: (who, to) => `${who} stated that ${to} pays the invoice when it comes.`,
  AgreementFormRecorded: (who, on) => `${who} recorded that the agreement form from NemKonto came on ${on}.`,
  ReturnDocumentRecorded: (who, on) => `${who} recorded that the document for UI 23 came on ${on}.`,
  FollowUpNamed: (who, to) => `${who} stated that ${to} carries out UI 23.`,
  InvoicePaid: (who, on) => `${who} confirmed that the invoice was paid on ${on}.`,
  StepReopened: (who, step) => `${who} reopened a step: ${step}.`,
  stepsFell: (results) => `So this must be done again: ${results}.`,
  CoordinatorChanged: (who, to) => `${who} handed the role of KY project manager over to ${to}.`,
  OfficerReplaced: (who, to) => `${who} chose ${to} as the new security officer.`,
  PayerReplaced: (who, to) => `${who} chose ${to} to pay the invoice.`,
  SubstituteNamed: (who, to, from, until) => `${who} has ${to} as substitute from ${from} to ${until}.`,
  AbsenceNoted: (who, from, until) => `${who} is away from ${from} to ${until}.`,
  GoLiveMoved: (who, day) => `${who} moved the go-live date to ${day}.`,
  Reminded: (to) => `I sent a reminder to ${to}.`,
  RemindedOfKlik: (to) => `I reminded ${to} to set the task to completed in KLIK.`,
  RemindedBy: (who, to) => `${who} asked me to remind ${to} about the step.`,
  Escalated: (to) => `I asked ${to} for help because the step is stuck.`,
  EscalatedHome: 'I wrote in the conversation because the step is stuck.',
  Snoozed: (who, until) => `${who} snoozed the reminders until ${until}.`,
  SnoozedOwn: (who, until) => `${who} asked for no reminders until ${until}.`,
  AgreementReturned: (who, on, reason) => `${who} reported that NemKonto sent the agreement back on ${on}: ${reason}`,
  CaseCancelled: (who, reason) => `${who} cancelled the case: ${reason}`,
  CaseReopened: (who, reason) => `${who} reopened the case: ${reason}`,
};

export const notices: Texts['notices'] = {
  titles: {
    roleEnded: 'There is nothing more for you to do here',
    roleBegun: 'You are now the KY project manager',
    officerAfterSignature: 'You are now the security officer in the case',
    signatureVoid: 'Your signature no longer counts',
    workFell: 'Something must be done again',
    agreementReturned: 'The agreement was sent back',
    substituteFor: 'You are a substitute',
    substituteEnded: 'There is nothing more for you to do here',
    officerAway: 'The security officer is away at the deadline',
    goLiveMoved: 'The go-live date has moved',
    cancelled: 'The case is cancelled',
    reopened: 'The case is open again',
  },
  roleEnded: (by, successor, role) =>
    `${by} has chosen ${successor} as ${role}. You can ignore my earlier messages about it.`,
  officerAfterSignature: (by) =>
    `${by} has named you as security officer for NemKonto. The agreement is already signed, and the signature stands. There is nothing for you to do now.`,
  roleBegun: (by) => `${by} has given you the role of KY project manager. I will write when you need to do something.`,
  signatureVoid: (by, result) =>
    `${by} has changed something that your signature covers: ${result}. I will ask you to sign again when the agreement is ready.`,
  workFell: (by, step) => `${by} has reopened a step: ${step}. What builds on it must be done again.`,
  agreementReturned: (by, on, reason, again) =>
    `${by} reports that NemKonto sent the agreement back on ${on}. Reason: ${reason} ${again === 'webForm' ? 'The web form has to be filled in again, and the agreement signed again.' : 'The agreement has to be signed again.'} I will write if there is something for you to do.`,
  substituteFor: (absent, from, until) =>
    `${absent} has chosen you as substitute from ${from} to ${until}. On those days you can answer on behalf of ${absent}. You cannot take over the signature.`,
  substituteEnded: (absent, successor, from, until) =>
    `${absent} has chosen ${successor} as substitute instead of you. This applies from ${from} to ${until} inclusive. You can ignore my earlier messages about it.`,
  officerAway: (who, from, until, end) =>
    `${who} is the security officer but is away from ${from} to ${until}. The agreement is due by ${end}, and nobody can sign in their place. Choose someone else if it cannot wait.`,
  goLiveMoved: (by, goLive, end) =>
    `${by} has moved the go-live date to ${goLive}. The new deadline of the task is ${end}.`,
  cancelled: (by, reason) => `${by} has cancelled the case. Reason: ${reason}`,
  reopened: (by, reason) => `${by} has reopened the case. Reason: ${reason}`,
};

export const reminders: Texts['reminders'] = {
  missing: {
    nameOfficer: 'I still need to know who the security officer is.',
    acceptOfficer: 'I still need your answer: are you the security officer for NemKonto?',
    agreementNumber: 'The NKS agreement number is missing.',
    webForm: 'The web form still has to be filled in.',
    signature: 'The agreement needs your signature and confirmation.',
    dispatch: 'The agreement still has to be sent to NemKonto.',
    confirmation: 'Has the confirmation mail come from NemKonto?',
    invoice: 'Has the invoice come from NemKonto?',
    payment: 'The invoice still has to be paid.',
  },
  occasions: {
    silence: '',
    taskStart: 'The task starts now.',
    taskEndNear: 'The deadline is near.',
    taskEnd: '',
    confirmationHalfway: 'Half of the waiting time has passed.',
    confirmationLate: 'It should have come by now.',
    invoiceDueNear: 'The invoice is due soon.',
    invoiceDue: '',
    asked: 'A colleague has asked me to remind you.',
    klik: '',
  },
  because: (role) => `You get this message because you are the ${role}.`,
  becauseSubstitute: (absent) => `You get this message because you stand in for ${absent}.`,
  becausePart: 'You get this message because you are involved in the case.',
  howToStop: 'I stop when it is done, and you can snooze the reminders.',
  stuck: (who, since) => `${who} has not answered since ${since}. Can you help us move on?`,
  onlooker: {
    stuck: (town, who, step, since) =>
      `${town}: ${who} has not answered since ${since} on the step "${step}" of the connection to NemKonto`,
    by: (day) => `, which is due by ${day}`,
    was: (day) => `, which was due by ${day}`,
    confirmation: (town, sentOn, by) =>
      `${town}: NemKonto has not confirmed the agreement that was sent on ${sentOn}, and the answer was due by ${by}.`,
    invoice: (town, sentOn) =>
      `${town}: NemKonto has not sent the agreement form and the invoice yet; the agreement was sent on ${sentOn}.`,
  },
  nemKontoSilent: (sentOn, support, phone) =>
    `NemKonto has not answered the agreement that was sent on ${sentOn}. Call ${support} on ${phone}, or help to get an answer.`,
};

export const toasts: Texts['toasts'] = {
  about: (municipality, what) => `${municipality}: ${what}`,
  settled: (municipality) => `${municipality}: nothing more for you to do on this step`,
  klik: (municipality) => `${municipality}: set the task to completed in KLIK`,
  klikSettled: (municipality) => `${municipality}: completed in KLIK`,
  copyKept: (municipality) => `${municipality}: the details of the file are in the case`,
  invoiceAhead: (municipality) => `${municipality}: You are to pay an invoice from NemKonto when it comes`,
  followUp: (municipality) => `${municipality}: The agreement with NemKonto is ready for UI 23`,
  summary: (municipality) => `${municipality}: the invoice is paid and the case is finished`,
  reminder: (municipality, missing) => `Reminder about ${municipality}: ${missing}`,
  reminders: (count) => `Reminder about ${count} cases`,
  escalation: (municipality) => `${municipality}: a step is stuck, can you help?`,
};

import type { Texts } from '../da.js';

export const refusals: Texts['refusals'] = {
  noCase: "I can't find the case. Type overview to see your cases, or start to open a new one.",
  removed: (closed) =>
    `The case was closed on ${closed} and has since been deleted under the municipality's retention rules. If you need it, please ask whoever keeps your archive.`,
  guest:
    'You are a guest in the organisation, and guests cannot hold a role in a case. Please ask a colleague in the municipality.',
  unknownAct: "I don't know that action. Type status to see the case, or help to see what I can do.",
  caseExists: 'The municipality already has an open case. Type status to see it.',
  paid: 'The case is finished because the invoice is paid. The KY project manager can reopen it.',
  paidBy: (who, on) =>
    `The case is finished: ${who} confirmed the payment on ${on}. The KY project manager can reopen it.`,
  cancelled: 'The case is cancelled. The KY project manager can reopen it.',
  cancelledBy: (who, on) => `${who} cancelled the case on ${on}. The KY project manager can reopen it.`,
  only: (roles, act) => `Only ${roles} can ${act}.`,
  ask: (who) => `Please ask ${who}.`,
  askOfficer: (who) => `Please ask ${who}, or ask the KY project manager to choose another security officer.`,
  nobodyYet: 'Nobody has been chosen yet.',
  doneAlready: (outcome) => `That is already done: ${outcome}`,
  notYet: (current) => `It is too early for that. The case is waiting for something else first: ${current}.`,
  stepOpen: (step) => `That step is not done yet: ${step}.`,
  changedSince: 'The case has changed since you got the card. Look at it again before you press.',
  officerAccepted: (who) => `That is already done: ${who} is the security officer for NemKonto.`,
  officerNamed: (who) => `That is already done: ${who} has been asked and has not answered yet.`,
  adviserAsked: (who) => `That is already done: ${who} has been asked who the security officer is.`,
  coordinator: (who) => `${who} is already the KY project manager of the case.`,
  payer: (who) => `${who} is already chosen to pay the invoice.`,
  followUp: (who) => `${who} has already been chosen to carry out UI 23.`,
  agreementForm: (who, on) => `That is already done: ${who} recorded the agreement form on ${on}.`,
  returnDocument: (who, on) => `That is already done: ${who} recorded the document for UI 23 on ${on}.`,
  substitute: (who, from, until) => `That is already done: ${who} is the substitute from ${from} to ${until}.`,
  absence: (from, until) => `That is already noted: you are away from ${from} to ${until}.`,
  goLive: (day) => `The go-live date is already ${day}.`,
  snoozed: (until) => `That is already done: the reminders are put off until ${until}.`,
  klikHandedOver: (who) => `That is already done: ${who} sets the task to completed in KLIK.`,
  markedInKlik: 'That is already done: the task is reported as completed in KLIK.',
  fileGone: 'I only remember a file for a short while and have now forgotten it. Send it again here in the chat.',
  signedCopy: (who, on) => `That is already done: ${who} kept the details of the file in the case on ${on}.`,
  returned: (who, on) =>
    `That is done already: ${who} reported on ${on} that NemKonto has sent the agreement back. It has not been sent again yet.`,
  invoiced: (who, on) =>
    `${who} registered the invoice on ${on}, so NemKonto has accepted the agreement. If it was sent back all the same, correct the invoice first.`,
  open: 'The case is already open.',
  remindedLately: (at, again) => `I sent a reminder at ${at}. You can send a new one from ${again}.`,
  moment: (day, time) => `${time} on ${day}`,
  nobodyToRemind:
    'There is nobody to remind right now. The case is not waiting for a colleague, or the colleague is away.',
  confirmLong: (typed, digits) =>
    `You wrote ${typed}. That is ${digits} digits, and the task says in one place that the number has 6 at most. Check it once more, and confirm the number if it is right.`,
  confirmZero: (typed, number) =>
    `You wrote ${typed}. The number must not start with a zero, so I read it as ${number}. Confirm it if it is right.`,
  doubts: {
    ownOfficer: () =>
      'You have chosen yourself. The security officer for NemKonto must sign the agreement in person. Confirm it if it is you.',
    invoiceNumber: (number) =>
      `${number} could be a CPR number, because it begins like a date. Confirm it if it is the number on the invoice.`,
  },
};

export const problems: Texts['problems'] = {
  required: (the, example) => `${the} is missing. ${example}`,
  payerForBilling: 'Choose who pays as well. The EAN number and the accounting text go to that colleague.',
  tooLong: (the, max) => `${the} can be ${max} characters at most. Please make it a little shorter.`,
  cpr: (the) =>
    `${the} seems to contain a CPR number. It must not be in the case, so I have not saved it. Write it again without the CPR number.`,
  notADate: (the, typed) => `${the} must be a date, for example 4 May 2027. You wrote: ${typed}`,
  dateOutOfRange: (the) => `${the} must be between 2015 and 2100, for example 4 May 2027.`,
  inFuture: (the, today) => `${the} cannot be in the future. Choose today, ${today}, or earlier.`,
  inPast: (the, today) => `${the} has passed. Choose today, ${today}, or later.`,
  beforeStep: (the, result, day) => `${the} cannot be before ${result}. Choose ${day} or later.`,
  beforeFrom: (the) => `${the} cannot be before the first day. Choose the same day or a later one.`,
  notDigits: (the, typed) => `${the} can only contain digits, for example 123456. You wrote: ${typed}`,
  numberZero: (the) => `${the} must be at least 1, for example 123456.`,
  numberTooBig: (the, max) => `${the} can be ${max} at most. Please check it, for example 123456.`,
  notAnAmount: (the, typed) => `${the} must be an amount in kroner, for example 4040.28. You wrote: ${typed}`,
  notEan: (the, typed) =>
    `${the} must be 13 digits, for example 5798000000001, and the last digit must fit the others. You wrote: ${typed}`,
  amountTooBig: (the) => `${the} is larger than a fee can be. Please check it, for example 4040.28.`,
  unknownPerson: (the) => `${the} is not in your organisation. Choose a colleague from the list.`,
  onePersonOnly: (the) => `${the} must be one person. Choose only one colleague from the list.`,
  guest: (the) =>
    `${the} is a guest in the organisation and cannot hold a role. Choose a colleague from the municipality.`,
  samePerson: (the) => `${the} cannot be yourself. Choose somebody else from the list.`,
  unknownMunicipality: (the) => `${the} is not on the list. Choose one of the 98 municipalities, for example Vejle.`,
  annexNotFollowed:
    'You may not deviate from Annex 1. Tick the box when the form is filled in exactly as the annex shows.',
  notAChoice: (the) => `${the} is not on the list. Choose one of the options.`,
  daysOutOfRange: (the, min, max) => `${the} must be between ${min} and ${max}, for example ${min}.`,
  dayOutOfRange: (the, first, last) => `${the} must be between ${first} and ${last}. Choose a day in that time.`,
  daysAndDay: 'Choose either a number of working days or a date, not both.',
  daysOrDay: 'Choose a number of working days, or enter a date.',
};

export const undelivered: Texts['undelivered'] = {
  notInstalled: (who) => `${who} does not have the NemKonto bot in Teams.`,
  blocked: (who) => `${who} has turned off messages from the NemKonto bot.`,
  removed: (who) => `${who} has removed the NemKonto bot in Teams.`,
  adminBlocked: (who) =>
    `Your Teams administrator has blocked the NemKonto bot, so my message to ${who} did not arrive.`,
  conversationGone: (who) => `The chat with ${who} no longer exists.`,
  noAddress: (who) => `I have not been in touch with ${who} in Teams before.`,
  refused: (who) => `Teams rejected my message to ${who}.`,
  outage: (who) => `Teams did not answer when I wrote to ${who}.`,
  noAnswer: (who) => `I don't know whether my message to ${who} arrived.`,
  inHome: 'I have written here in the conversation instead.',
  tryAgain: 'I will try again tomorrow.',
  openIt: 'Ask your colleague to open the NemKonto bot under Apps in Teams.',
  tellThem: 'Please let your colleague know.',
};

export const lostHome: Texts['lostHome'] = {
  gone: 'The conversation the case was opened in no longer exists. The case goes on: everybody is notified in their own chat. Type status in your own chat with me to see the case card.',
  shut: 'I can no longer write in the conversation the case was opened in. Add me to it again, and the case card comes back the next time something happens. Until then, type status in your own chat with me.',
};

export const short: Texts['short'] = {
  tryAgain: 'Many people are writing in the case right now. Wait a moment and press again.',
  tooFast: 'That is faster than I can keep up with. Please wait a moment and try again. Nothing has changed.',
  languageChosen: 'I will write to you in English from now on.',
  somethingWrong: 'That did not work, and nothing has changed. Please try again in a little while.',
  setAside:
    'The case cannot be read right now, so I have changed nothing. Please tell whoever runs the bot. The error is in the bot’s log.',
  noCases: 'You are not part of an open case, so there is nothing for you to do. Type start if you want to open one.',
  removedCase: (town, closed, removed) =>
    `The case for ${town} was closed on ${closed} and deleted on ${removed} under the municipality's retention rules. Type start to open a new one.`,
  removedOne: (town, closed, removed) => `${town} (closed on ${closed}, deleted on ${removed})`,
  removedCases: (cases) =>
    `These cases were closed and deleted under the municipality's retention rules: ${cases}. Type start to open a new one.`,
  reminded: (who) => `I have sent a reminder to ${who}.`,
  remindsOnly: (who) =>
    `The case is waiting for ${who}, so I have reminded nobody. Type remind without a name if I should remind ${who}.`,
  practiceOnly: 'That only works in the practice run.',
  notYourTenant: 'I am not set up for your organisation. Please ask whoever manages Teams for you.',
  clockNow: (day, time) => `The practice clock now shows ${day} ${time}.`,
  inYourChat: 'I have answered you in your own chat with me, because the answer is for you only.',
  openYourChat:
    'The answer is for you only, and I cannot write to you alone yet. Find the NemKonto bot under Apps in Teams, open a chat with me, and type the same there.',
  notUnderstood: "I didn't understand that. Type help to see what I can do, or status to see the case.",
};

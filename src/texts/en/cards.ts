import type { Texts } from '../da.js';
import { counted } from '../format.js';

export const cards: Texts['cards'] = {
  welcome: {
    title: 'Hello! I am the NemKonto bot',
    lead: 'I help you through the connection to NemKonto, step by step.',
    lines: [
      'I ask the right colleague at the right time.',
      'I keep track of the deadlines and remind you on working days.',
      'Everybody can see what is done and who the case is waiting for.',
    ],
  },
  help: {
    title: 'What you can type to me',
    commands: [
      ['start', 'Open a case for the municipality'],
      ['status', 'See what the case is waiting for'],
      ['overview', 'See all your cases'],
      ['history', 'See what has happened'],
      ['export', 'Download the case as PDF and CSV for the archive'],
      ['correct', 'Correct a step that is done'],
      ['hand over', 'Pass on the role of KY project manager'],
      ['substitute', 'Choose a colleague while you are away'],
      ['snooze', 'Put reminders off for a few days'],
      ['remind', 'Remind a colleague about the case now'],
      ['cancel', 'Stop the case'],
      ['language', 'Switch between Danish and English'],
    ],
    practice: ['forward 3 days', 'Practice run only: move time forward'],
    questions: 'Good to know',
    free: 'You can also write in your own words, e.g. What does it cost? Who are we waiting for? Or: We paid yesterday.',
  },
  practice: 'Practice run. Nothing leaves your computer.',
  fixFields: (wrong) => `Look at the marked ${wrong === 1 ? 'field' : 'fields'} and try again.`,
  openCase: {
    title: 'Open a case',
    lead: 'Choose the municipality and the day you start using KY. You become the KY project manager of the case and can pass the role on.',
    hint: (days, length) =>
      `I work out the KLIK dates: the task ends ${counted(days, 'calendar day', 'calendar days')} before go-live and takes ${counted(length, 'day', 'days')}.`,
  },
  nameOfficer: {
    title: 'Who is the security officer for NemKonto?',
    titleAdviser: 'Do you know who the security officer for NemKonto is?',
    leadAdviser: (by, office) =>
      `${by} is asking you as ${office}. Choose the colleague who is the security officer for NemKonto. Then I will ask them.`,
    asked: (who, office) => `${who} (${office}) has been asked too.`,
  },
  askForOfficer: {
    title: 'Who knows?',
    lead: 'Choose the colleague who can name the security officer: the finance manager or the like, or the KOMBIT programme manager. I will ask them and let you know.',
  },
  acceptOfficer: {
    title: 'Are you the security officer for NemKonto?',
    lead: (by) =>
      `${by} has named you. If you say yes, I will ask you later to sign the municipality's connection agreement with NemKonto on paper. Without it, KY cannot send payment requests.`,
    help: "Please also help to find the NKS agreement number, the municipality's number in the NemKonto system (NKS).",
    declineTitle: "Why isn't it you?",
    declineLead: 'Say briefly why, and if you can, who I should ask instead. The colleagues in the case can read it.',
  },
  agreementNumber: {
    confirmTitle: 'Is the number right?',
    understood: 'This is how I read it',
    hint: 'Digits only, no leading zero, for example 123456.',
  },
  webForm: {
    copy: 'Details for the form',
    annex: 'Annex 1 may have more fields. Fill in all of them exactly as the annex shows.',
    toggle: 'I have followed Annex 1 without deviations',
    refused: (who, on) => `${who} did not sign the agreement on ${on}`,
    fixIt: 'Correct the form, print the agreement again, and confirm here.',
  },
  signature: {
    lead: 'Sign the printed agreement on paper. Then confirm here.',
    covers: 'What you sign',
    municipality: 'Municipality',
    number: 'NKS agreement number',
    paper: 'The printed agreement is here',
    askForPaper: (who) => `Ask ${who}, who printed it`,
    give: (who) => `Give the signed agreement to ${who}, who sends it to NemKonto. You can also send it yourself.`,
    filledOn: 'Form filled in',
    honest: 'You confirm that you have signed the paper agreement. This is not a digital signature.',
    copy: 'You are welcome to send me the signed agreement as a file or a picture here in the chat. I only keep details of the file (name, size and fingerprint), and only if you say yes.',
    refuseTitle: "Why won't you sign?",
    refuseLead:
      'Say what must be corrected. The case goes back to the web form, and the KY project manager gets your reason.',
  },
  dispatch: {
    lead: "Attach the signed agreement and send it from the municipality's secure mail. I do not send it for you.",
    has: (who) => `${who} has signed and has the paper.`,
    to: 'To',
    subject: 'Subject',
    body: 'Text',
    check: 'Check the address before you send. It may have changed since the task was written.',
  },
  confirmation: {
    lead: (sent) => `The agreement was sent on ${sent}. NemKonto answers by mail.`,
    expected: (day) => `It can take until ${day}.`,
    late: (name, phone) => `The mail is late. Contact ${name} on ${phone} and ask whether they have the agreement.`,
  },
  invoice: {
    lead: 'When the agreement form and the invoice have come, enter the details of the invoice here.',
    fee: (amount, year) => `Rate for ${year}: ${amount}. The invoice may say another amount.`,
    ui23: (task) =>
      `Afterwards, NemKonto sends a document in which you can add the reported values. Keep it: it is useful for the KLIK task "${task}".`,
    kombit: 'Send no documentation to KOMBIT.',
    early: 'The invoice came first. I will then close the step about the confirmation mail too.',
  },
  payment: {
    lead: 'Pay the invoice and confirm it here. Then the case is finished.',
    invoice: 'Invoice',
    amount: 'Amount',
    due: 'Due date',
    dueWords: (day, distance) => `${day} (${distance})`,
    overdue: 'The invoice is overdue.',
  },
  objection: { officer: (who, on) => `${who} said no on ${on} to being the security officer` },
  onBehalf: (who) => `You are answering on behalf of ${who}.`,
  wait: {
    stuck: 'The case is stuck',
    title: 'There is nothing for you to do right now',
    done: 'Latest',
    next: 'Next',
    by: 'When',
    snoozed: (day) => `The reminders are put off until ${day}.`,
  },
  more: {
    title: 'What would you like to do?',
    reminders: 'Reminders',
    people: 'Colleagues',
    theCase: 'The case',
    nothing: 'There is nothing else you can do in the case right now.',
  },
  correct: {
    title: 'Which step must be corrected?',
    lead: 'The step is reopened. What builds on it must be done again.',
    alone: 'this step only',
    falls: (results) => `also ${results}`,
    voids:
      'If you correct something the signature covers, the agreement must be signed again. The security officer is notified.',
    nothing: 'There are no done steps to correct yet.',
  },
  handOver: {
    title: 'Who takes over as KY project manager?',
    lead: (who) => `The colleague takes over the role from ${who} at once and is notified.`,
  },
  replaceOfficer: {
    title: 'Who is the security officer instead?',
    lead: 'I will ask the colleague whether that is right. The previous security officer is notified that there is nothing more to do.',
    signed: 'The agreement is already signed. That signature still counts.',
  },
  returned: {
    title: 'NemKonto has sent the agreement back',
    lead: 'Write why NemKonto sent the agreement back, and what has to be done again. What rests on it has to be done again too, and I tell the people concerned.',
    webForm: 'The web form, and then the signature',
    signature: 'Only the signature',
    callout: (on) => `NemKonto sent the agreement back on ${on}`,
  },
  replacePayer: {
    title: 'Who pays the invoice instead?',
    lead: 'The colleague gets the details of the invoice. The previous payer is notified.',
  },
  substitute: {
    title: 'Who stands in while you are away?',
    lead: 'Your substitute gets my questions on those days and can answer for you.',
    personal: 'Nobody can take over the signature. If you are away for long, choose another security officer.',
  },
  moveGoLive: {
    title: 'When do you start using KY?',
    lead: (day) => `It is ${day} now. I will work out the KLIK dates again and let the colleagues know.`,
  },
  snooze: {
    title: 'How long should the reminders be put off?',
    lead: 'I will not remind you of the step in that time. Deadlines do not move.',
    choice: (days, until) => `${counted(days, 'working day', 'working days')} (until ${until})`,
    pastDeadline: (day) =>
      `Note the deadline, ${day}. If you put the reminders off longer than that, I will not remind you of it.`,
  },
  cancel: {
    title: 'Cancel the case?',
    lead: 'The case stops, and so do all reminders. The colleagues can read the reason. The case can be reopened.',
  },
  reopen: {
    title: 'Reopen the case?',
    lead: 'The case goes on where it stopped. The colleagues can read the reason.',
  },
  caseCard: {
    next: 'Next',
    goLive: 'Go-live',
    task: 'The task in KLIK',
    span: (from, to) => `${from} to ${to}`,
    calendarDays: 'Counted in calendar days.',
    klik: 'KLIK',
    klikDone: (who, on) => `Reported as completed by ${who} on ${on}`,
    klikReady: 'Can be set to completed now',
    klikOther: (who) => `${who} sets the task to completed`,
    klikLater: 'Can be set to completed when the agreement is sent',
    reminders: 'Reminders',
    lastReminder: (to, on) => `Latest to ${to} on ${on}.`,
    nextReminder: (on) => `Next one ${on} at the earliest.`,
    doneBy: (who, on) => `${who}, ${on}`,
  },
  klik: {
    title: 'Set the task to completed in KLIK',
    lead: (title, masterTask) =>
      `The agreement is sent. Open KLIK and set the task "${title}" (master task ${masterTask}) to completed (fuldført). I cannot do it for you.`,
    asked: (who) => `${who} says that you are the one who does it.`,
    again:
      'The task has still not been reported as completed in KLIK. I will ask again in a week if you do not answer.',
    otherTitle: 'Who sets the task to completed in KLIK?',
    otherLead: 'Your colleague is notified, and I will not ask you again.',
    handedOver: (who, to, on) => `${who} said on ${on} that ${to} sets the task to completed in KLIK.`,
    note: 'The case goes on here until the invoice is paid.',
    done: (who, on) => `${who} reported the task as completed in KLIK on ${on}.`,
    withdrawn: 'Leave KLIK for now. The agreement must be sent again first.',
  },
  summary: {
    title: 'The case is finished',
    thanks:
      'The municipality has now signed and entered into its connection agreement with NemKonto. Thank you for your work!',
    facts: 'Facts',
    people: 'People',
    handOver: 'On to UI 23',
    handOverText: (task) =>
      `NemKonto sends a document in which you can add the reported values. It is useful for the KLIK task "${task}". Send no documentation to KOMBIT.`,
    note: 'Note',
    paidOn: 'Paid',
    sentOn: 'Sent',
    signedOn: 'Signed',
    receivedOn: 'Confirmation mail',
    klikMissing: 'The task has not been reported as completed in KLIK yet.',
    klikOther: (who) => `The task has not been reported as completed in KLIK yet. ${who} does it.`,
  },
  cancelled: {
    title: 'The case is cancelled',
    by: (who, on) => `${who} cancelled the case on ${on}.`,
    reason: 'Reason',
  },
  history: {
    title: 'What has happened',
    earlier: (count) => `Not shown: ${counted(count, 'earlier event', 'earlier events')}. Type export to get them all.`,
  },
  language: { title: 'Which language do you want to read?', lead: 'It only affects my messages to you.' },
  chooseCase: {
    title: 'Which case?',
    lead: 'You are involved in several cases.',
    more: (count) => `Not shown: ${counted(count, 'more case', 'more cases')}. Type overview to see them all.`,
    moreFiles: (count) =>
      `Not shown: ${counted(count, 'more case', 'more cases')}. Type for example export Vejle to choose one of them.`,
  },
  mention: {
    one: 'The case is waiting for you. Press "Show my step" on the case card.',
    many: 'The case is waiting for you. Press "Show my step" on the case card.',
  },
  reminders: {
    title: (count) => `${count} cases are waiting`,
    lead: (day) =>
      `Reminder, ${day}. The most urgent come first. Choose a case to see what is missing and whose turn it is.`,
    more: (towns) => `This also applies to ${towns}.`,
    because: 'You get this message because you are involved in these cases. In each case you can snooze the reminders.',
  },
  overview: {
    title: 'Overview of open cases',
    count: (count) =>
      `You are involved in ${counted(count, 'open case', 'open cases')}.${count === 1 ? '' : ' The most urgent come first.'}`,
    waited: 'Waiting',
    days: (days) => (days === 0 ? 'since today' : counted(days, 'day', 'days')),
    unreached: 'Not reached',
    home: 'Conversation of the case',
    page: (page, pages) => `Page ${page} of ${pages}`,
  },
};

import type { Texts } from '../da.js';

export const files: Texts['files'] = {
  export: {
    coming:
      'I am sending the case as PDF and CSV here in the chat. Say yes to each file, and I will put it in your own OneDrive folder.',
    inOwnChat: 'I am sending the files in your own chat with me. You can download them there.',
    noOwnChat: 'I only send the files of a case in your own chat with me. Open it, and type export there.',
    noneFound: (typed) => `I cannot find a case called ${typed}. Type export to see those you can download.`,
    pdf: 'The details and log of the case for the archive (PDF)',
    csv: 'The events of the case for Excel (CSV)',
    saved: (file) => `${file} is now in your OneDrive.`,
    declined: (file) => `I have not saved ${file}. Type export if you need the file later.`,
    failed: (file) =>
      `I could not put ${file} in your OneDrive. The case has not changed. Wait a little, and type export to try again.`,
    untrusted: (file) =>
      `I did not send ${file}. The address I was given is not a OneDrive or SharePoint that I know. Tell whoever administers Teams in your organisation.`,
    cardFailed: 'I could not send the files just now. Wait a little, and type export again.',
    written: (folder) => `Practice run: the files are on this computer in the folder ${folder}`,
    fileName: (town, day) => `NemKonto ${town} ${day}`,
  },
  copy: {
    pasted: (on) => `Picture of ${on}`,
    title: 'Is this the signed agreement?',
    lead: 'If you say yes, I will keep these details of the file in the case, beside your signature.',
    honest: 'I have not kept the file itself. Save it in the municipality’s own archive.',
    name: 'File name',
    size: 'Size',
    fingerprint: 'Fingerprint (SHA-256)',
    explained: 'The fingerprint shows later whether a file is exactly the same one.',
    dropped: 'I have forgotten the file. There is nothing about it in the case.',
    oneAtATime: 'Send only one file at a time. I have not downloaded any of them.',
    notExpected:
      'I only take the signed agreement, and only from the security officer once the case has reached the signature. I have not downloaded the file.',
    cpr: 'The file name seems to contain a CPR number. I have not downloaded the file. Give it another name, for example "signed agreement.pdf", and send it again.',
    badName:
      'The name of the file is empty or too long. Give it another name, for example "signed agreement.pdf", and send it again.',
    tooBig: (max) =>
      `The file is larger than ${max}, so I have not read it. Save the agreement as a smaller PDF, and send it again.`,
    empty: 'The file is empty. Check it, and send it again.',
    untrusted:
      'I did not download the file. It is not on a OneDrive or SharePoint that I know. Tell whoever administers Teams in your organisation.',
    failed: 'I could not read the file. The case has not changed. Wait a little, and send it again.',
    summary: (name, size) => `${name} (${size})`,
  },
  code: {
    label: "The case's control code",
    signature: (code) =>
      `The case's control code is ${code}. Write it on your own copy in the archive, not on the agreement you send. Then you can show later that nobody has changed what the case says now.`,
    archive: (code) => `The case's control code is the beginning of it: ${code}.`,
  },
  archive: {
    kicker: 'Copy for the archive',
    subject: (task) => `Details and event log of the case, KLIK task ${task}`,
    asOf: (moment) => `The case as it was ${moment}`,
    theCase: 'The case',
    caseNumber: 'Case number',
    status: 'Status',
    openedBy: 'Opened',
    closedBy: 'Closed',
    byOn: (who, on) => `${who}, ${on}`,
    details: 'Details',
    form: 'The web form',
    paperAt: 'The printout',
    filledOn: 'Filled in',
    signedCopy: 'Signed file',
    signedCopyNote: 'Details only. The file itself is not kept in the case.',
    signatureNote:
      'The signature is the security officer’s confirmation that the paper agreement was signed. It is not a digital signature.',
    steps: 'The eight steps',
    notDone: 'Not done',
    people: 'People',
    noRole: 'Has had a role earlier',
    absent: (absent, from, until) => `Substitute for ${absent} from ${from} to ${until}`,
    log: 'Event log',
    logLead: (count) => (count === 1 ? 'The log has 1 event.' : `The log has ${count} events, the oldest first.`),
    proof: 'Checking the log',
    proofLead:
      'Each event has a fingerprint (SHA-256) that also covers every event before it. So the last fingerprint stands for the whole log:',
    proofHow: (command) =>
      `Whoever runs the bot can check it with the command ${command}. It must show the same fingerprint as long as no new events have been added.`,
    fingerprint: 'Fingerprint',
    substituted: (sign) =>
      `Letters and signs that the typeface of this document lacks are shown as the nearest letter or as ${sign}. The CSV file has them all.`,
    page: (page, pages) => `Page ${page} of ${pages}`,
  },
  csv: {
    number: 'No.',
    date: 'Date',
    time: 'Time',
    by: 'Who',
    what: 'Event',
    details: 'Details',
    fingerprint: 'Fingerprint (SHA-256)',
  },
};

import type { Again } from '../../case/events.js';
import { counted } from '../format.js';

/** What has happened and what comes next, as sentences of their own. */
export const outcomes = {
  officer: (who: string, on: string) => `${who} sagde ${on} ja til at være sikkerhedsansvarlig.`,
  agreementNumber: (who: string, on: string) => `${who} oplyste NKS-aftalenummeret ${on}.`,
  webForm: (who: string, on: string) => `${who} bekræftede ${on}, at webformularen er udfyldt.`,
  signature: (who: string, on: string) => `${who} bekræftede underskriften ${on}.`,
  dispatch: (who: string, on: string) => `${who} bekræftede ${on}, at aftalen er sendt.`,
  confirmation: (who: string, on: string) => `${who} bekræftede ${on}, at bekræftelsesmailen er modtaget.`,
  invoiceFirst: (who: string, on: string) => `Fakturaen kom før bekræftelsesmailen. ${who} registrerede den ${on}.`,
  invoice: (who: string, on: string) => `${who} registrerede fakturaen ${on}.`,
  payment: (who: string, on: string) => `${who} bekræftede betalingen ${on}.`,
  declined: (who: string, on: string) => `${who} svarede ${on} nej til at være sikkerhedsansvarlig.`,
  signatureRefused: (who: string, on: string) => `${who} underskrev ikke aftalen ${on}.`,
};

/** What a settled card says in one line: who did what, and after a comma the day. The municipality follows by itself. */
export const settled = {
  officer: (who: string, on: string) => `${who} har sagt ja til at være sikkerhedsansvarlig, ${on}`,
  agreementNumber: (who: string, on: string) => `${who} har oplyst NKS-aftalenummeret, ${on}`,
  webForm: (who: string, on: string) => `${who} har bekræftet, at webformularen er udfyldt, ${on}`,
  signature: (who: string, on: string) => `${who} har bekræftet underskriften, ${on}`,
  dispatch: (who: string, on: string) => `${who} har bekræftet, at aftalen er sendt, ${on}`,
  confirmation: (who: string, on: string) => `${who} har bekræftet, at mailen fra NemKonto er kommet, ${on}`,
  invoiceFirst: (who: string, on: string) => `${who} har registreret fakturaen, som kom før mailen, ${on}`,
  invoice: (who: string, on: string) => `${who} har registreret fakturaen, ${on}`,
  payment: (who: string, on: string) => `${who} har bekræftet betalingen, ${on}`,
  named: (who: string, officer: string, on: string) => `${who} har oplyst ${officer} som sikkerhedsansvarlig, ${on}`,
  declined: (who: string, on: string) => `${who} har svaret nej til at være sikkerhedsansvarlig, ${on}`,
  signatureRefused: (who: string, on: string) => `${who} underskrev ikke aftalen, ${on}`,
  returned: (who: string, on: string) => `${who} har oplyst, at NemKonto sendte aftalen retur, ${on}`,
  cancelled: (who: string, on: string) => `${who} har annulleret sagen, ${on}`,
  klik: (who: string, on: string) => `${who} har meldt opgaven fuldført i KLIK, ${on}`,
  klikHandedOver: (who: string, to: string, on: string) =>
    `${who} har oplyst, at ${to} sætter opgaven til fuldført i KLIK, ${on}`,
  klikWithdrawn: 'Vent med KLIK. Aftalen skal sendes igen først.',
  klikNotYours: 'Du skal ikke gøre mere i KLIK.',
  copyKept: (file: string, on: string) => `Oplysningerne om ${file} står nu i sagen, ${on}`,
  replaced: 'Afløst af en nyere besked.',
  noLonger: 'Beskeden gælder ikke længere.',
  nothingToDo: 'Du skal ikke gøre noget.',
  thanks: 'Tak for dit svar. Du skal ikke gøre mere.',
};

/** Who must do what next; starts a sentence or follows "Næste:". */
export const next = {
  nameOfficer: (who: string) => `${who} skal oplyse, hvem der er sikkerhedsansvarlig for NemKonto.`,
  acceptOfficer: (who: string) => `${who} skal svare ja eller nej til at være sikkerhedsansvarlig.`,
  agreementNumber: (who: string) => `${who} skal finde NKS-aftalenummeret.`,
  webForm: (who: string) => `${who} skal læse Bilag 1 og udfylde webformularen.`,
  signature: (who: string) => `${who} skal underskrive aftalen på papir og bekræfte det.`,
  dispatch: (who: string) => `${who} skal sende den underskrevne aftale til NemKonto.`,
  confirmation: (who: string) => `${who} skal sige til, når bekræftelsesmailen kommer fra NemKonto.`,
  invoice: (who: string) => `${who} skal registrere fakturaen, når den kommer.`,
  payment: (who: string) => `${who} skal betale fakturaen og bekræfte det.`,
  paid: 'Sagen er afsluttet.',
  cancelled: 'Sagen er annulleret. Der er ikke mere at gøre.',
  away: (who: string, from: string, until: string) =>
    `${who} er væk fra ${from} til og med ${until} og får ingen beskeder imens.`,
  by: (day: string) => `Senest ${day}.`,
  expected: (day: string) => `Ventes senest ${day}.`,
  late: (day: string) => `Fristen var ${day}.`,
  daysOver: (days: number) => `${counted(days, 'dag', 'dage')} over fristen.`,
  today: (day: string) => `Fristen er i dag, ${day}.`,
  expectedLate: (day: string) => `Den var ventet senest ${day}.`,
};

/** Lines of the history, without the date, which stands beside them. */
export const events = {
  CaseOpened: (who: string) => `${who} åbnede sagen og er KY-projektleder.`,
  OfficerSought: (who: string, adviser: string, office: string) =>
    `${who} spurgte ${adviser} (${office}), hvem den sikkerhedsansvarlige er.`,
  OfficerNamed: (who: string, officer: string) => `${who} oplyste, at ${officer} er sikkerhedsansvarlig.`,
  OfficerAccepted: (who: string) => `${who} sagde ja til at være sikkerhedsansvarlig.`,
  OfficerDeclined: (who: string, reason: string) => `${who} sagde nej til at være sikkerhedsansvarlig: ${reason}`,
  AgreementNumberGiven: (who: string, number: string) => `${who} oplyste NKS-aftalenummeret ${number}.`,
  WebFormCompleted: (who: string, on: string) => `${who} bekræftede, at webformularen blev udfyldt den ${on}.`,
  SignatureConfirmed: (who: string, on: string) => `${who} bekræftede, at aftalen blev underskrevet den ${on}.`,
  SignatureRefused: (who: string, reason: string) => `${who} underskrev ikke aftalen: ${reason}`,
  SignedCopyRecorded: (who: string, file: string) =>
    `${who} gemte oplysninger om den underskrevne fil i sagen: ${file}. Selve filen er ikke gemt.`,
  AgreementSent: (who: string, on: string) => `${who} bekræftede, at aftalen blev sendt den ${on}.`,
  MarkedInKlik: (who: string) => `${who} meldte opgaven fuldført i KLIK.`,
  KlikHandedOver: (who: string, to: string) => `${who} oplyste, at ${to} sætter opgaven til fuldført i KLIK.`,
  ReceiptConfirmed: (who: string, on: string) => `${who} bekræftede, at mailen fra NemKonto kom den ${on}.`,
  InvoiceRegistered: (who: string, number: string, amount: string, payer: string) =>
    `${who} registrerede faktura ${number} på ${amount} ${payer} betaler.`,
  PayerNamed: (who: string, to: string) => `${who} oplyste, at ${to} betaler fakturaen, når den kommer.`,
  AgreementFormRecorded: (who: string, on: string) => `${who} skrev, at aftaleskemaet fra NemKonto kom den ${on}.`,
  ReturnDocumentRecorded: (who: string, on: string) => `${who} skrev, at dokumentet til UI 23 kom den ${on}.`,
  FollowUpNamed: (who: string, to: string) => `${who} oplyste, at ${to} udfører UI 23.`,
  InvoicePaid: (who: string, on: string) => `${who} bekræftede, at fakturaen blev betalt den ${on}.`,
  StepReopened: (who: string, step: string) => `${who} åbnede et trin igen: ${step}.`,
  stepsFell: (results: string) => `Derfor skal dette gøres om: ${results}.`,
  CoordinatorChanged: (who: string, to: string) => `${who} overdrog rollen som KY-projektleder til ${to}.`,
  OfficerReplaced: (who: string, to: string) => `${who} valgte ${to} som ny sikkerhedsansvarlig.`,
  PayerReplaced: (who: string, to: string) => `${who} valgte ${to} til at betale fakturaen.`,
  SubstituteNamed: (who: string, to: string, from: string, until: string) =>
    `${who} har ${to} som stedfortræder fra den ${from} til og med den ${until}.`,
  AbsenceNoted: (who: string, from: string, until: string) => `${who} er væk fra den ${from} til og med den ${until}.`,
  GoLiveMoved: (who: string, day: string) => `${who} flyttede idriftsættelsesdatoen til den ${day}.`,
  Reminded: (to: string) => `Jeg sendte en påmindelse til ${to}.`,
  RemindedOfKlik: (to: string) => `Jeg mindede ${to} om at sætte opgaven til fuldført i KLIK.`,
  RemindedBy: (who: string, to: string) => `${who} bad mig minde ${to} om trinnet.`,
  Escalated: (to: string) => `Jeg bad ${to} om hjælp, fordi trinnet er gået i stå.`,
  EscalatedHome: 'Jeg skrev i samtalen, fordi trinnet er gået i stå.',
  Snoozed: (who: string, until: string) => `${who} udsatte påmindelserne til den ${until}.`,
  SnoozedOwn: (who: string, until: string) => `${who} bad om ikke at blive mindet før den ${until}.`,
  AgreementReturned: (who: string, on: string, reason: string) =>
    `${who} oplyste, at NemKonto sendte aftalen retur den ${on}: ${reason}`,
  CaseCancelled: (who: string, reason: string) => `${who} annullerede sagen: ${reason}`,
  CaseReopened: (who: string, reason: string) => `${who} åbnede sagen igen: ${reason}`,
};

/** News that asks nothing of the reader: a heading and what happened. */
export const notices = {
  titles: {
    roleEnded: 'Du skal ikke gøre mere her',
    roleBegun: 'Du er nu KY-projektleder',
    officerAfterSignature: 'Du er nu sikkerhedsansvarlig i sagen',
    signatureVoid: 'Din underskrift gælder ikke længere',
    workFell: 'Noget skal gøres om',
    agreementReturned: 'Aftalen er sendt retur',
    substituteFor: 'Du er stedfortræder',
    substituteEnded: 'Du skal ikke gøre mere her',
    officerAway: 'Den sikkerhedsansvarlige er væk, når fristen er der',
    goLiveMoved: 'Idriftsættelsesdatoen er flyttet',
    cancelled: 'Sagen er annulleret',
    reopened: 'Sagen er åbnet igen',
  },
  roleEnded: (by: string, successor: string, role: string) =>
    `${by} har valgt ${successor} som ${role}. Du kan se bort fra mine tidligere beskeder om det.`,
  officerAfterSignature: (by: string) =>
    `${by} har oplyst, at du er sikkerhedsansvarlig for NemKonto. Aftalen er allerede underskrevet, og underskriften gælder. Du skal ikke gøre noget nu.`,
  roleBegun: (by: string) => `${by} har givet dig rollen som KY-projektleder. Jeg skriver, når du skal gøre noget.`,
  signatureVoid: (by: string, result: string) =>
    `${by} har ændret noget, som din underskrift dækker: ${result}. Jeg beder dig underskrive igen, når aftalen er klar.`,
  workFell: (by: string, step: string) =>
    `${by} har åbnet et trin igen: ${step}. Det, der bygger på det, skal gøres om.`,
  agreementReturned: (by: string, on: string, reason: string, again: Again) =>
    `${by} oplyser, at NemKonto sendte aftalen retur ${on}. Begrundelse: ${reason} ${again === 'webForm' ? 'Webformularen skal udfyldes igen, og aftalen skal underskrives igen.' : 'Aftalen skal underskrives igen.'} Jeg skriver, hvis du skal gøre noget.`,
  substituteFor: (absent: string, from: string, until: string) =>
    `${absent} har valgt dig som stedfortræder fra ${from} til og med ${until}. I de dage kan du svare på vegne af ${absent}. Underskriften kan du ikke overtage.`,
  substituteEnded: (absent: string, successor: string, from: string, until: string) =>
    `${absent} har valgt ${successor} som stedfortræder i stedet for dig. Det gælder tiden fra ${from} til og med ${until}. Du kan se bort fra mine tidligere beskeder om det.`,
  officerAway: (who: string, from: string, until: string, end: string) =>
    `${who} er valgt som sikkerhedsansvarlig, men er væk fra ${from} til og med ${until}. Aftalen skal være på plads senest ${end}, og ingen kan skrive under i stedet. Vælg en anden, hvis det ikke kan vente.`,
  goLiveMoved: (by: string, goLive: string, end: string) =>
    `${by} har flyttet idriftsættelsesdatoen til ${goLive}. Den nye frist for opgaven er ${end}.`,
  cancelled: (by: string, reason: string) => `${by} har annulleret sagen. Begrundelse: ${reason}`,
  reopened: (by: string, reason: string) => `${by} har åbnet sagen igen. Begrundelse: ${reason}`,
};

/** Reminders: what is missing, by when, and why it comes to this reader. */
export const reminders = {
  missing: {
    nameOfficer: 'Jeg mangler at få at vide, hvem den sikkerhedsansvarlige er.',
    acceptOfficer: 'Jeg mangler dit svar på, om du er sikkerhedsansvarlig for NemKonto.',
    agreementNumber: 'NKS-aftalenummeret mangler.',
    webForm: 'Webformularen mangler at blive udfyldt.',
    signature: 'Aftalen mangler din underskrift og bekræftelse.',
    dispatch: 'Aftalen mangler at blive sendt til NemKonto.',
    confirmation: 'Er bekræftelsesmailen kommet fra NemKonto?',
    invoice: 'Er fakturaen kommet fra NemKonto?',
    payment: 'Fakturaen mangler at blive betalt.',
  },
  occasions: {
    silence: '',
    taskStart: 'Opgaven starter nu.',
    taskEndNear: 'Fristen nærmer sig.',
    taskEnd: '',
    confirmationHalfway: 'Halvdelen af ventetiden er gået.',
    confirmationLate: 'Den skulle være kommet nu.',
    invoiceDueNear: 'Betalingsfristen nærmer sig.',
    invoiceDue: '',
    asked: 'En kollega har bedt mig minde dig om det.',
    klik: '',
  },
  because: (role: string) => `Du får denne besked, fordi du er ${role}.`,
  becauseSubstitute: (absent: string) => `Du får denne besked, fordi du er stedfortræder for ${absent}.`,
  becausePart: 'Du får denne besked, fordi du er med i sagen.',
  howToStop: 'Jeg holder op, når det er gjort, og du kan udsætte påmindelserne.',
  stuck: (who: string, since: string) => `${who} har ikke svaret siden ${since}. Kan du hjælpe med at komme videre?`,
  onlooker: {
    stuck: (town: string, who: string, step: string, since: string) =>
      `${town}: ${who} har ikke svaret siden ${since} på trinnet "${step}" i tilslutningen til NemKonto`,
    by: (day: string) => `, der skal være færdigt senest ${day}`,
    was: (day: string) => `, der skulle være færdigt ${day}`,
    confirmation: (town: string, sentOn: string, by: string) =>
      `${town}: NemKonto har ikke bekræftet aftalen, der blev sendt ${sentOn}, og svaret skulle være kommet senest ${by}.`,
    invoice: (town: string, sentOn: string) =>
      `${town}: NemKonto har ikke sendt aftaleskemaet og fakturaen endnu; aftalen blev sendt ${sentOn}.`,
  },
  nemKontoSilent: (sentOn: string, support: string, phone: string) =>
    `NemKonto har ikke svaret på aftalen, som blev sendt ${sentOn}. Ring til ${support} på ${phone}, eller hjælp med at få svar.`,
};

/** The short line that Teams shows in a notification. */
export const toasts = {
  about: (municipality: string, what: string) => `${municipality}: ${what}`,
  settled: (municipality: string) => `${municipality}: Du skal ikke gøre mere på dette trin`,
  klik: (municipality: string) => `${municipality}: Sæt opgaven til fuldført i KLIK`,
  klikSettled: (municipality: string) => `${municipality}: Fuldført i KLIK`,
  copyKept: (municipality: string) => `${municipality}: Oplysningerne om filen står i sagen`,
  invoiceAhead: (municipality: string) => `${municipality}: Du skal betale en faktura fra NemKonto, når den kommer`,
  followUp: (municipality: string) => `${municipality}: Aftalen med NemKonto er klar til UI 23`,
  summary: (municipality: string) => `${municipality}: Fakturaen er betalt, og sagen er afsluttet`,
  reminder: (municipality: string, missing: string) => `Påmindelse om ${municipality}: ${missing}`,
  reminders: (count: number) => `Påmindelse om ${count} sager`,
  escalation: (municipality: string) => `${municipality}: Et trin er gået i stå, kan du hjælpe?`,
};

import { counted } from '../format.js';

/** Headings, leads and hints of the cards that ask for something or show the case. */
export const cards = {
  welcome: {
    title: 'Hej! Jeg er NemKonto-botten',
    lead: 'Jeg hjælper jer igennem tilslutningen til NemKonto, trin for trin.',
    lines: [
      'Jeg spørger den rette kollega på det rette tidspunkt.',
      'Jeg husker fristerne og minder jer om dem på arbejdsdage.',
      'Alle kan se, hvad der er gjort, og hvem sagen venter på.',
    ],
  },
  help: {
    title: 'Det kan du skrive til mig',
    commands: [
      ['start', 'Åbn en sag for kommunen'],
      ['status', 'Se, hvad sagen venter på'],
      ['oversigt', 'Se alle jeres sager'],
      ['historik', 'Se, hvad der er sket'],
      ['eksport', 'Hent sagen som PDF og CSV til arkivet'],
      ['ret', 'Ret et trin, der er udført'],
      ['overdrag', 'Giv rollen som KY-projektleder videre'],
      ['stedfortræder', 'Vælg en kollega, mens du er væk'],
      ['udsæt', 'Udsæt påmindelserne nogle dage'],
      ['påmind', 'Mind en kollega om sagen nu'],
      ['annuller', 'Stop sagen'],
      ['sprog', 'Skift mellem dansk og engelsk'],
    ],
    practice: ['spol 3 dage', 'Kun i øvelsen: Spol tiden frem'],
    questions: 'Godt at vide',
    free: 'Du kan også skrive med dine egne ord, fx: Hvad koster det? Hvem venter vi på? Eller: Vi betalte i går.',
  },
  practice: 'Øvelse. Intet bliver sendt ud af huset.',
  fixFields: (wrong: number): string =>
    wrong === 1 ? 'Se på det felt, der er markeret, og prøv igen.' : 'Se på de felter, der er markeret, og prøv igen.',
  openCase: {
    title: 'Åbn en sag',
    lead: 'Vælg kommunen og den dag, I tager KY i brug. Du bliver KY-projektleder i sagen og kan give rollen videre.',
    hint: (days: number, length: number) =>
      `Jeg regner KLIK-datoerne ud: Opgaven slutter ${counted(days, 'kalenderdag', 'kalenderdage')} før idriftsættelsen og varer ${counted(length, 'dag', 'dage')}.`,
  },
  nameOfficer: {
    title: 'Hvem er sikkerhedsansvarlig for NemKonto?',
    titleAdviser: 'Ved du, hvem der er sikkerhedsansvarlig for NemKonto?',
    leadAdviser: (by: string, office: string) =>
      `${by} spørger dig som ${office}. Vælg den kollega, der er sikkerhedsansvarlig for NemKonto. Så spørger jeg vedkommende.`,
    howLongAdviser: 'Det tager et minut. Du skal ikke gøre mere, når du har svaret.',
    asked: (who: string, office: string) => `${who} (${office}) er også spurgt.`,
  },
  askForOfficer: {
    title: 'Hvem ved det?',
    lead: 'Vælg den kollega, der kan oplyse, hvem der er sikkerhedsansvarlig: økonomichefen eller tilsvarende, eller KOMBIT-programlederen. Jeg spørger og giver dig besked.',
  },
  acceptOfficer: {
    title: 'Er du sikkerhedsansvarlig for NemKonto?',
    lead: (by: string) => `${by} har oplyst, at det er dig.`,
    what: 'KY er kommunens ydelsessystem, og NemKonto er vejen til borgernes konti. Uden en aftale mellem kommunen og NemKonto kan KY ikke sende betalingsanmodninger.',
    yes: 'Siger du ja, hjælper du med at finde NKS-aftalenummeret, kommunens nummer i NemKonto-systemet (NKS). Senere beder jeg dig om at underskrive tilslutningsaftalen på papir.',
    yesNumberKnown: 'Siger du ja, beder jeg dig senere om at underskrive tilslutningsaftalen på papir.',
    howLong: 'Det tager et minut at svare nu og få minutter at underskrive, når aftalen er skrevet ud.',
    away: 'Er du væk i en periode? Skriv første og sidste dag, så spørger jeg dig ikke om noget imens.',
    declineTitle: 'Hvorfor er det ikke dig?',
    declineLead: 'Skriv kort hvorfor, og gerne hvem jeg skal spørge i stedet. Kollegerne i sagen kan læse det.',
  },
  agreementNumber: {
    confirmTitle: 'Er nummeret rigtigt?',
    understood: 'Sådan har jeg forstået det',
    hint: 'Kun tal, uden nul foran, fx 123456.',
  },
  webForm: {
    copy: 'Oplysninger til formularen',
    annex: 'Bilag 1 kan have flere felter. Udfyld dem alle, præcis som bilaget viser.',
    toggle: 'Jeg har fulgt Bilag 1 uden afvigelser',
    refused: (who: string, on: string) => `${who} underskrev ikke aftalen ${on}`,
    fixIt: 'Ret formularen, udskriv aftalen igen, og bekræft her.',
  },
  signature: {
    lead: 'Underskriv den udskrevne aftale på papir. Bekræft det derefter her.',
    covers: 'Det underskriver du',
    filledOn: 'Formularen udfyldt',
    paper: 'Her er den udskrevne aftale',
    askForPaper: (who: string) => `Spørg ${who}, som har udskrevet den`,
    give: (who: string) =>
      `Giv den underskrevne aftale til ${who}, som sender den til NemKonto. Du kan også sende den selv.`,
    honest: 'Du bekræfter, at du har underskrevet papiraftalen. Det er ikke en digital underskrift.',
    copy: 'Du må gerne sende mig den underskrevne aftale som fil eller som billede her i chatten. Jeg gemmer kun oplysninger om filen (navn, størrelse og fingeraftryk), og kun hvis du siger ja.',
    refuseTitle: 'Hvorfor underskriver du ikke?',
    refuseLead:
      'Skriv, hvad der skal rettes. Sagen går tilbage til webformularen, og KY-projektlederen får din begrundelse.',
  },
  dispatch: {
    lead: 'Vedhæft den underskrevne aftale, og send den fra kommunens sikre mail. Jeg sender den ikke for jer.',
    has: (who: string) => `${who} har skrevet under og har papiret.`,
    to: 'Til',
    subject: 'Emne',
    body: 'Tekst',
    check: 'Kontrollér adressen, før du sender. Den kan være ændret, siden opgaven blev skrevet.',
  },
  confirmation: {
    lead: (sent: string) => `Aftalen blev sendt ${sent}. NemKonto svarer med en mail.`,
    expected: (day: string) => `Den kan komme helt frem til ${day}.`,
    late: (name: string, phone: string) =>
      `Mailen er forsinket. Kontakt ${name} på ${phone}, og hør, om de har modtaget aftalen.`,
  },
  invoice: {
    lead: 'Når aftaleskemaet og fakturaen er kommet, så skriv fakturaens oplysninger her.',
    fee: (amount: string, year: number) => `Takst for ${year}: ${amount} Fakturaen må gerne lyde på et andet beløb.`,
    ui23: (task: string) =>
      `NemKonto sender bagefter et dokument, hvor I kan tilføje de indberettede værdier. Gem det: Det kan med fordel bruges i KLIK-opgaven "${task}".`,
    kombit: 'Send ikke dokumentation til KOMBIT.',
    early: 'Fakturaen kom først. Så lukker jeg også trinnet med bekræftelsesmailen.',
  },
  payer: {
    title: 'Du skal betale en faktura fra NemKonto, når den kommer',
    chosen: (by: string) => `${by} har oplyst, at du betaler den. Du skal ikke gøre noget, før fakturaen er kommet.`,
    what: 'Kommunen indgår aftale med NemKonto, så fagsystemet KY kan sende udbetalinger til NemKonto. Fakturaen er gebyret for det.',
    howLong:
      'Når fakturaen kommer, betaler du den, som du plejer, og bekræfter det her. Det sidste tager et minut. Får du fakturaen først, kan du også selv registrere den her.',
    expected: 'Ventes',
    after: (day: string) => `Efter NemKontos bekræftelsesmail, som kan komme helt frem til ${day}`,
    nameTitle: 'Hvem betaler fakturaen, når den kommer?',
    nameLead: 'Kollegaen får at vide nu, hvad der kommer, fra hvem og omtrent hvor meget.',
    optional:
      'Ved I allerede, hvem der skal betale fakturaen, så vælg kollegaen her. Så får vedkommende besked i god tid.',
    kept: 'EAN-nummer og konteringstekst gemmer jeg til kommunens næste sag.',
  },
  papers: {
    group: 'Papirer og UI 23',
    agreementForm: 'Aftaleskema',
    returnDocument: 'Dokument til UI 23',
    followUp: 'Udfører UI 23',
    missing: 'Ikke skrevet ind endnu',
    filedAs: 'Journaliseret som',
    received: (on: string, filedAs: string) =>
      filedAs === '' ? `Modtaget ${on}` : `Modtaget ${on}, journaliseret som ${filedAs}`,
    agreementFormTitle: 'Er aftaleskemaet kommet?',
    agreementFormLead:
      'NemKonto sender det sammen med fakturaen. Skriv, hvornår det kom, og gerne hvor I har gemt det.',
    returnDocumentTitle: 'Er dokumentet til UI 23 kommet?',
    returnDocumentLead: (task: string) =>
      `NemKonto sender et dokument retur, hvor I selv kan tilføje de indberettede værdier. I kan med fordel bruge det til ${task}.`,
    followUpTitle: 'Hvem udfører UI 23?',
    followUpLead: 'Kollegaen får nummeret, de indberettede værdier og stedet for papirerne, når sagen er afsluttet.',
    open: 'Mangler stadig',
    told: 'Aftalen med NemKonto er på plads',
    toldLead: (by: string, task: string) => `${by} har oplyst, at du udfører ${task}. Her er det, du skal bruge.`,
    toldNote:
      'Har I fået dokumentet fra NemKonto, kan I selv tilføje værdierne i det og bruge det til opgaven. Send intet til KOMBIT.',
  },
  payment: {
    from: 'Fra',
    fromWhom: 'NemKonto',
    forWhat: 'For',
    fee: 'Gebyr for den administrative tilslutning af Serviceplatformens Udbetalingssystem',
    about: 'Beløb',
    aboutFee: (amount: string, year: number) => `Omkring ${amount} (takst for ${year})`,
    ean: 'EAN-nummer',
    accounting: 'Konteringstekst',
    ask: 'Spørgsmål',
    askWhom: (coordinator: string, support: string, phone: string) => `${coordinator}, eller ${support} på ${phone}`,
    lead: 'Betal fakturaen, og bekræft det her. Så er sagen afsluttet.',
    invoice: 'Faktura',
    amount: 'Beløb',
    due: 'Frist',
    dueWords: (day: string, distance: string) => `${day} (${distance})`,
    overdue: 'Betalingsfristen er passeret.',
  },
  objection: {
    officer: (who: string, on: string) => `${who} svarede ${on} nej til at være sikkerhedsansvarlig`,
  },
  onBehalf: (who: string) => `Du svarer på vegne af ${who}.`,
  wait: {
    stuck: 'Sagen er gået i stå',
    title: 'Du skal ikke gøre noget lige nu',
    done: 'Sidst udført',
    next: 'Næste',
    by: 'Hvornår',
    snoozed: (day: string) => `Påmindelserne er udsat til ${day}.`,
    rested: (day: string) => `Dine påmindelser er udsat til ${day}.`,
  },
  more: {
    title: 'Hvad vil du gøre?',
    reminders: 'Påmindelser',
    people: 'Kolleger',
    theCase: 'Sagen',
    nothing: 'Der er ikke andet, du kan gøre i sagen lige nu.',
  },
  correct: {
    title: 'Hvilket trin skal rettes?',
    lead: 'Trinnet åbnes igen. Det, der bygger på det, skal gøres om.',
    alone: 'kun dette trin',
    falls: (results: string) => `også ${results}`,
    voids:
      'Retter I noget, som underskriften dækker, skal aftalen underskrives igen. Den sikkerhedsansvarlige får besked.',
    nothing: 'Der er ingen udførte trin at rette endnu.',
  },
  handOver: {
    title: 'Hvem overtager som KY-projektleder?',
    lead: (who: string) => `Kollegaen overtager rollen fra ${who} med det samme og får besked.`,
  },
  replaceOfficer: {
    title: 'Hvem er sikkerhedsansvarlig i stedet?',
    lead: 'Jeg spørger kollegaen, om det er rigtigt. Den hidtidige sikkerhedsansvarlige får at vide, at der ikke er mere at gøre.',
    signed: 'Aftalen er allerede underskrevet. Den underskrift gælder stadig.',
  },
  returned: {
    title: 'NemKonto har sendt aftalen retur',
    lead: 'Skriv, hvorfor NemKonto sendte aftalen retur, og hvad der skal gøres om. Det, der bygger på det, skal også gøres om, og jeg giver besked til dem, det angår.',
    webForm: 'Webformularen, og derefter underskriften',
    signature: 'Kun underskriften',
    callout: (on: string) => `NemKonto sendte aftalen retur ${on}`,
  },
  replacePayer: {
    title: 'Hvem betaler fakturaen i stedet?',
    lead: 'Kollegaen får fakturaens oplysninger. Den, der skulle have betalt, får også besked.',
  },
  substitute: {
    title: 'Hvem træder til, mens du er væk?',
    lead: 'Din stedfortræder får mine spørgsmål i de dage og kan svare for dig.',
    personal: 'Underskriften kan ingen overtage. Er du væk længe, så vælg en anden sikkerhedsansvarlig.',
  },
  away: {
    title: 'Hvornår er du væk?',
    lead: 'I de dage spørger jeg dig ikke om noget. Er du væk, når fristen er der, siger jeg det til KY-projektlederen med det samme.',
    substitute: 'Stedfortræder (valgfri)',
    instead: 'En stedfortræder får mine andre spørgsmål i de dage.',
    noted: 'Jeg spørger dig ikke om noget i de dage.',
    told: (who: string) => `Fristen ligger der, så jeg har sagt det til ${who}.`,
  },
  moveGoLive: {
    title: 'Hvornår tager I KY i brug?',
    lead: (day: string) => `Nu står der ${day}. Jeg regner KLIK-datoerne ud igen og giver kollegerne besked.`,
  },
  snooze: {
    title: 'Hvor længe vil du udsætte påmindelserne?',
    lead: 'Jeg minder dig ikke om sagen i den tid. Kolleger, som sagen også venter på, får stadig deres påmindelser. Frister flytter sig ikke.',
    leadAll: 'Jeg minder ingen om sagen i den tid. Frister flytter sig ikke.',
    choice: (days: number, until: string) => `${counted(days, 'arbejdsdag', 'arbejdsdage')} (til ${until})`,
    pastDeadline: (day: string) =>
      `Vær opmærksom på fristen ${day}. Udsætter du påmindelserne længere, minder jeg ikke om den.`,
  },
  cancel: {
    title: 'Annullér sagen?',
    lead: 'Sagen stopper, og alle påmindelser holder op. Kollegerne kan læse begrundelsen. Sagen kan åbnes igen.',
  },
  reopen: { title: 'Åbn sagen igen?', lead: 'Sagen fortsætter, hvor den slap. Kollegerne kan læse begrundelsen.' },
  caseCard: {
    next: 'Næste',
    goLive: 'Idriftsættelse (Go-Live)',
    task: 'Opgaven i KLIK',
    span: (from: string, to: string) => `${from} til ${to}`,
    calendarDays: 'Beregnet i kalenderdage.',
    klik: 'KLIK',
    klikDone: (who: string, on: string) => `Meldt fuldført af ${who} ${on}`,
    klikReady: 'Kan sættes til fuldført nu',
    klikOther: (who: string) => `${who} sætter opgaven til fuldført`,
    klikLater: 'Kan sættes til fuldført, når aftalen er sendt',
    reminders: 'Påmindelser',
    lastReminder: (to: string, on: string) => `Sidst sendt til ${to} den ${on}.`,
    nextReminder: (on: string) => `Næste tidligst ${on}.`,
    doneBy: (who: string, on: string) => `${who}, ${on}`,
  },
  klik: {
    title: 'Sæt opgaven til fuldført i KLIK',
    lead: (title: string, masterTask: number) =>
      `Aftalen er sendt. Åbn KLIK, og sæt opgaven "${title}" (master-opgave ${masterTask}) til fuldført. Jeg kan ikke gøre det for dig.`,
    asked: (who: string) => `${who} har oplyst, at det er dig, der gør det.`,
    again: 'Opgaven er stadig ikke meldt fuldført i KLIK. Jeg spørger igen om en uge, hvis du ikke svarer.',
    note: 'Sagen fortsætter her, til fakturaen er betalt.',
    otherTitle: 'Hvem sætter opgaven til fuldført i KLIK?',
    otherLead: 'Kollegaen får besked, og jeg spørger ikke dig igen.',
    handedOver: (who: string, to: string, on: string) =>
      `${who} oplyste ${on}, at ${to} sætter opgaven til fuldført i KLIK.`,
  },
  summary: {
    title: 'Sagen er afsluttet',
    thanks: 'Kommunen har nu underskrevet og indgået tilslutningsaftale med NemKonto. Tak for indsatsen!',
    facts: 'Oplysninger',
    people: 'Deltagere',
    handOver: 'Videre til UI 23',
    handOverText: (task: string) =>
      `NemKonto sender et dokument, hvor I kan tilføje de indberettede værdier. Det kan med fordel bruges i KLIK-opgaven "${task}". Send ikke dokumentation til KOMBIT.`,
    note: 'Note',
    paidOn: 'Betalt',
    sentOn: 'Sendt',
    signedOn: 'Underskrevet',
    receivedOn: 'Bekræftelsesmail',
    klikMissing: 'Opgaven er ikke meldt fuldført i KLIK endnu.',
    klikOther: (who: string) => `Opgaven er ikke meldt fuldført i KLIK endnu. ${who} gør det.`,
  },
  cancelled: {
    title: 'Sagen er annulleret',
    by: (who: string, on: string) => `${who} annullerede sagen ${on}.`,
    reason: 'Begrundelse',
  },
  history: {
    title: 'Det er der sket',
    earlier: (count: number) =>
      `Der er ${counted(count, 'ældre hændelse', 'ældre hændelser')}. Skriv eksport for at få dem alle.`,
  },
  language: { title: 'Hvilket sprog vil du læse?', lead: 'Det gælder kun mine beskeder til dig.' },
  chooseCase: {
    title: 'Hvilken sag?',
    lead: 'Du er med i flere sager.',
    more: (count: number) => `Der er ${counted(count, 'sag', 'sager')} mere. Skriv oversigt for at se dem alle.`,
    moreFiles: (count: number) =>
      `Der er ${counted(count, 'sag', 'sager')} mere. Skriv fx eksport Vejle for at vælge en af dem.`,
  },
  mention: 'Tryk på "Vis mit trin" på sagens kort.',
  reminders: {
    title: (count: number) => `${count} sager venter`,
    lead: (day: string) =>
      `Påmindelse ${day}. De mest hastende står først. Vælg en sag for at se, hvad der mangler, og hvem der skal gøre det.`,
    more: (towns: string) => `Det gælder også ${towns}.`,
    because: 'Du får denne besked, fordi du er med i sagerne. I hver sag kan du udsætte påmindelserne.',
  },
  overview: {
    title: 'Oversigt over åbne sager',
    count: (count: number) =>
      `Du er med i ${counted(count, 'åben sag', 'åbne sager')}.${count === 1 ? '' : ' De mest hastende står først.'}`,
    waited: 'Har ventet',
    days: (days: number) => (days === 0 ? 'siden i dag' : counted(days, 'dag', 'dage')),
    unreached: 'Har ikke fået besked',
    home: 'Sagens samtale',
    page: (page: number, pages: number) => `Side ${page} af ${pages}`,
  },
};

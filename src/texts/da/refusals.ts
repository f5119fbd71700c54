/** What the bot says when something cannot be done, is done already, or is typed in a way it cannot use. */
export const refusals = {
  noCase: 'Jeg kan ikke finde sagen. Skriv oversigt for at se jeres sager, eller start for at åbne en ny.',
  removed: (closed: string) =>
    `Sagen blev afsluttet ${closed} og er siden slettet efter kommunens regler for opbevaring. Skal du bruge den, så spørg dem, der arkiverer hos jer.`,
  guest: 'Du er gæst i organisationen, og gæster kan ikke have en rolle i en sag. Spørg en kollega i kommunen.',
  unknownAct: 'Den handling kender jeg ikke. Skriv status for at se sagen, eller hjælp for at se, hvad jeg kan.',
  caseExists: 'Kommunen har allerede en åben sag. Skriv status for at se den.',
  paid: 'Sagen er afsluttet, fordi fakturaen er betalt. KY-projektlederen kan åbne den igen.',
  paidBy: (who: string, on: string) =>
    `Sagen er afsluttet: ${who} bekræftede betalingen ${on}. KY-projektlederen kan åbne den igen.`,
  cancelled: 'Sagen er annulleret. KY-projektlederen kan åbne den igen.',
  cancelledBy: (who: string, on: string) => `${who} annullerede sagen ${on}. KY-projektlederen kan åbne den igen.`,
  only: (roles: string, act: string) => `Kun ${roles} kan ${act}.`,
  ask: (who: string) => `Spørg ${who}.`,
  askOfficer: (who: string) => `Spørg ${who}, eller bed KY-projektlederen om at vælge en anden sikkerhedsansvarlig.`,
  nobodyYet: 'Der er ikke valgt nogen endnu.',
  doneAlready: (outcome: string) => `Det er allerede gjort: ${outcome}`,
  notYet: (current: string) => `Det er for tidligt. Sagen venter på noget andet først: ${current}.`,
  stepOpen: (step: string) => `Det trin er ikke udført endnu: ${step}.`,
  changedSince: 'Sagen er ændret, siden du fik kortet. Se på den igen, før du trykker.',
  officerAccepted: (who: string) => `Det er allerede gjort: ${who} er sikkerhedsansvarlig for NemKonto.`,
  officerNamed: (who: string) => `Det er allerede gjort: ${who} er spurgt og har ikke svaret endnu.`,
  adviserAsked: (who: string) => `Det er allerede gjort: ${who} er spurgt om, hvem den sikkerhedsansvarlige er.`,
  coordinator: (who: string) => `${who} er allerede KY-projektleder i sagen.`,
  payer: (who: string) => `${who} er allerede valgt til at betale fakturaen.`,
  followUp: (who: string) => `${who} er allerede valgt til at udføre UI 23.`,
  agreementForm: (who: string, on: string) => `Det er allerede gjort: ${who} skrev aftaleskemaet ind ${on}.`,
  returnDocument: (who: string, on: string) => `Det er allerede gjort: ${who} skrev dokumentet til UI 23 ind ${on}.`,
  substitute: (who: string, from: string, until: string) =>
    `Det er allerede gjort: ${who} er stedfortræder fra ${from} til og med ${until}.`,
  absence: (from: string, until: string) => `Det er allerede noteret: Du er væk fra ${from} til og med ${until}.`,
  goLive: (day: string) => `Idriftsættelsesdatoen er allerede ${day}.`,
  snoozed: (until: string) => `Det er allerede gjort: Påmindelserne er udsat til ${until}.`,
  klikHandedOver: (who: string) => `Det er allerede gjort: ${who} sætter opgaven til fuldført i KLIK.`,
  markedInKlik: 'Det er allerede gjort: Opgaven er meldt fuldført i KLIK.',
  fileGone: 'Jeg husker kun en fil i kort tid, og nu er den væk. Send den igen her i chatten.',
  signedCopy: (who: string, on: string) => `Det er allerede gjort: ${who} gemte oplysningerne om filen i sagen ${on}.`,
  returned: (who: string, on: string) =>
    `Det er allerede gjort: ${who} oplyste ${on}, at NemKonto har sendt aftalen retur. Den er ikke sendt igen endnu.`,
  invoiced: (who: string, on: string) =>
    `${who} registrerede fakturaen ${on}, så NemKonto har taget imod aftalen. Er den alligevel sendt retur, så ret fakturaen først.`,
  open: 'Sagen er allerede åben.',
  remindedLately: (at: string, again: string) => `Jeg sendte en påmindelse ${at}. Du kan sende en ny fra ${again}.`,
  moment: (day: string, time: string) => `${day} ${time}`,
  nobodyToRemind: 'Der er ingen at minde lige nu. Sagen venter ikke på en kollega, eller kollegaen er væk.',
  confirmLong: (typed: string, digits: number) =>
    `Du skrev ${typed}. Det er ${digits} cifre, og opgaven siger et sted, at nummeret højst har 6. Se efter en ekstra gang, og bekræft nummeret, hvis det er rigtigt.`,
  confirmZero: (typed: string, number: string) =>
    `Du skrev ${typed}. Der skal ikke stå nul foran nummeret, så jeg har forstået det som ${number}. Bekræft det, hvis det er rigtigt.`,
  doubts: {
    ownOfficer: () =>
      'Du har valgt dig selv. Den sikkerhedsansvarlige for NemKonto skal selv underskrive aftalen. Bekræft det, hvis det er dig.',
    invoiceNumber: (number: string) =>
      `${number} kunne være et CPR-nummer, for det begynder som en dato. Bekræft det, hvis det er det nummer, der står på fakturaen.`,
  },
};

export const problems = {
  required: (the: string, example: string) => `${the} mangler. ${example}`,
  payerForBilling: 'Vælg også, hvem der betaler. EAN-nummer og konteringstekst sender jeg til den kollega.',
  tooLong: (the: string, max: number) => `${the} må højst fylde ${max} tegn. Skriv lidt kortere.`,
  cpr: (the: string) =>
    `${the} ser ud til at indeholde et CPR-nummer. Det må ikke stå i sagen, så jeg har ikke gemt det. Skriv det igen uden CPR-nummeret.`,
  notADate: (the: string, typed: string) => `${the} skal være en dato, fx 4.5.2027. Du skrev: ${typed}`,
  dateOutOfRange: (the: string) => `${the} skal ligge mellem 2015 og 2100, fx 4.5.2027.`,
  inFuture: (the: string, today: string) => `${the} kan ikke ligge i fremtiden. Vælg senest i dag, ${today}.`,
  inPast: (the: string, today: string) => `${the} er passeret. Vælg tidligst i dag, ${today}.`,
  beforeStep: (the: string, result: string, day: string) =>
    `${the} kan ikke ligge før ${result}. Vælg tidligst ${day}.`,
  beforeFrom: (the: string) => `${the} kan ikke ligge før den første dag. Vælg samme dag eller en senere.`,
  notDigits: (the: string, typed: string) => `${the} må kun bestå af cifre, fx 123456. Du skrev: ${typed}`,
  numberZero: (the: string) => `${the} skal være mindst 1, fx 123456.`,
  numberTooBig: (the: string, max: string) => `${the} må højst være ${max}. Kontrollér nummeret, fx 123456.`,
  notAnAmount: (the: string, typed: string) => `${the} skal være et beløb i kroner, fx 4.040,28. Du skrev: ${typed}`,
  notEan: (the: string, typed: string) =>
    `${the} skal være 13 cifre, fx 5798000000001, og det sidste ciffer skal passe til de andre. Du skrev: ${typed}`,
  amountTooBig: (the: string) => `${the} er større, end et gebyr kan være. Kontrollér tallet, fx 4.040,28.`,
  unknownPerson: (the: string) => `${the} findes ikke i jeres organisation. Vælg en kollega på listen.`,
  onePersonOnly: (the: string) => `${the} skal være én person. Vælg kun én kollega på listen.`,
  guest: (the: string) => `${the} er gæst i organisationen og kan ikke have en rolle. Vælg en kollega fra kommunen.`,
  samePerson: (the: string) => `${the} kan ikke være dig selv. Vælg en anden på listen.`,
  unknownMunicipality: (the: string) => `${the} findes ikke på listen. Vælg en af de 98 kommuner, fx Vejle.`,
  annexNotFollowed: 'Bilag 1 må ikke fraviges. Sæt hak, når formularen er udfyldt præcis, som bilaget viser.',
  notAChoice: (the: string) => `${the} er ikke på listen. Vælg en af mulighederne.`,
  daysOutOfRange: (the: string, min: number, max: number) => `${the} skal være mellem ${min} og ${max}, fx ${min}.`,
  dayOutOfRange: (the: string, first: string, last: string) =>
    `${the} skal ligge mellem ${first} og ${last}. Vælg en dag i den tid.`,
  daysAndDay: 'Vælg enten et antal arbejdsdage eller en dato, ikke begge dele.',
  daysOrDay: 'Vælg et antal arbejdsdage, eller skriv en dato.',
};

/** Why a message did not arrive, and what happens now. */
export const undelivered = {
  notInstalled: (who: string) => `${who} har ikke NemKonto-botten i Teams.`,
  removed: (who: string) => `${who} har fjernet NemKonto-botten i Teams.`,
  adminBlocked: (who: string) =>
    `Jeres Teams-administrator har spærret NemKonto-botten, så min besked til ${who} kom ikke frem.`,
  blocked: (who: string) => `${who} har slået NemKonto-bottens beskeder fra.`,
  conversationGone: (who: string) => `Chatten med ${who} findes ikke længere.`,
  noAddress: (who: string) => `Jeg har ikke haft kontakt med ${who} i Teams før.`,
  refused: (who: string) => `Teams afviste min besked til ${who}.`,
  outage: (who: string) => `Teams svarede ikke, da jeg skrev til ${who}.`,
  noAnswer: (who: string) => `Jeg ved ikke, om min besked til ${who} nåede frem.`,
  inHome: 'Jeg har skrevet her i samtalen i stedet.',
  tryAgain: 'Jeg prøver igen i morgen.',
  openIt: 'Bed din kollega om at åbne NemKonto-botten under Apps i Teams.',
  tellThem: 'Giv gerne din kollega besked.',
};

/** Why the case card cannot stand where the case was opened, and what to do. */
export const lostHome = {
  gone: 'Samtalen, som sagen blev åbnet i, findes ikke længere. Sagen fortsætter: Alle får besked i deres egen chat. Skriv status i din egen chat med mig, når du vil se sagens kort.',
  shut: 'Jeg kan ikke længere skrive i samtalen, som sagen blev åbnet i. Føj mig til den igen, så kommer sagens kort tilbage, næste gang der sker noget. Indtil da kan du skrive status i din egen chat med mig.',
};

export const short = {
  tryAgain: 'Der er mange, der skriver i sagen lige nu. Vent et øjeblik, og tryk igen.',
  tooFast: 'Det går hurtigere, end jeg kan følge med. Vent et øjeblik, og prøv igen. Intet er ændret.',
  languageChosen: 'Jeg skriver dansk til dig fra nu af.',
  somethingWrong: 'Det lykkedes ikke, og intet er ændret. Prøv igen om lidt.',
  setAside:
    'Sagen kan ikke læses lige nu, så jeg har ikke ændret noget. Giv besked til den, der driver botten. Fejlen står i bottens log.',
  noCases: 'Du er ikke med i en åben sag, så du skal ikke gøre noget. Skriv start, hvis du vil åbne en.',
  removedCase: (town: string, closed: string, removed: string) =>
    `Sagen for ${town} blev afsluttet ${closed} og slettet ${removed} efter kommunens regler for opbevaring. Skriv start for at åbne en ny.`,
  removedOne: (town: string, closed: string, removed: string) => `${town} (afsluttet ${closed}, slettet ${removed})`,
  removedCases: (cases: string) =>
    `Disse sager er afsluttet og slettet efter kommunens regler for opbevaring: ${cases}. Skriv start for at åbne en ny.`,
  reminded: (who: string) => `Jeg har sendt en påmindelse til ${who}.`,
  remindsOnly: (who: string) =>
    `Sagen venter på ${who}, så jeg har ikke mindet nogen. Skriv påmind uden navn, hvis jeg skal minde ${who}.`,
  practiceOnly: 'Det virker kun i øvelsen.',
  notYourTenant: 'Jeg er ikke sat op til jeres organisation. Spørg den, der administrerer Teams hos jer.',
  clockNow: (day: string, time: string) => `Øvelsens ur viser nu ${day} ${time}.`,
  inYourChat: 'Jeg har svaret dig i din egen chat med mig, for svaret er kun til dig.',
  openYourChat:
    'Svaret er kun til dig, og jeg kan ikke skrive til dig alene endnu. Find NemKonto-botten under Apps i Teams, åbn en chat med mig, og skriv det samme dér.',
  notUnderstood: 'Det forstod jeg ikke. Skriv hjælp for at se, hvad jeg kan, eller status for at se sagen.',
};

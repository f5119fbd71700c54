/** The case as files: what comes with them, what the archive page says, and what becomes of a file the officer sends. */
export const files = {
  export: {
    coming:
      'Jeg sender sagen som PDF og CSV her i chatten. Sig ja til hver fil, så lægger jeg den i din egen mappe i OneDrive.',
    inOwnChat: 'Jeg sender filerne i din egen chat med mig. Dér kan du hente dem.',
    noOwnChat: 'Sagens filer sender jeg kun i din egen chat med mig. Åbn den, og skriv eksport dér.',
    noneFound: (typed: string) =>
      `Jeg kan ikke finde en sag, der hedder ${typed}. Skriv eksport for at se dem, du kan hente.`,
    pdf: 'Sagens oplysninger og log til arkivet (PDF)',
    csv: 'Sagens hændelser til Excel (CSV)',
    saved: (file: string) => `${file} ligger nu i dit OneDrive.`,
    declined: (file: string) => `Jeg har ikke gemt ${file}. Skriv eksport, hvis du får brug for filen senere.`,
    failed: (file: string) =>
      `Jeg kunne ikke lægge ${file} i dit OneDrive. Sagen er ikke ændret. Vent lidt, og skriv eksport for at prøve igen.`,
    untrusted: (file: string) =>
      `Jeg sendte ikke ${file}. Adressen, jeg fik, er ikke et OneDrive eller SharePoint, jeg kender. Giv besked til den, der administrerer Teams hos jer.`,
    cardFailed: 'Jeg kunne ikke sende filerne lige nu. Vent lidt, og skriv eksport igen.',
    written: (folder: string) => `Øvelse: Filerne ligger på denne computer i mappen ${folder}`,
    fileName: (town: string, day: string) => `NemKonto ${town} ${day}`,
  },
  copy: {
    pasted: (on: string) => `Billede fra ${on}`,
    title: 'Er det den underskrevne aftale?',
    lead: 'Siger du ja, skriver jeg disse oplysninger om filen i sagen, ved siden af din underskrift.',
    honest: 'Selve filen har jeg ikke gemt. Gem den i kommunens eget arkiv.',
    name: 'Filnavn',
    size: 'Størrelse',
    fingerprint: 'Fingeraftryk (SHA-256)',
    explained: 'Fingeraftrykket viser senere, om en fil er præcis den samme.',
    dropped: 'Jeg har glemt filen. Der står intet om den i sagen.',
    oneAtATime: 'Send kun én fil ad gangen. Jeg har ikke hentet nogen af dem.',
    notExpected:
      'Jeg tager kun imod den underskrevne aftale, og kun fra den sikkerhedsansvarlige, når sagen er nået til underskriften. Jeg har ikke hentet filen.',
    cpr: 'Filnavnet ser ud til at indeholde et CPR-nummer. Jeg har ikke hentet filen. Giv den et andet navn, fx "underskrevet aftale.pdf", og send den igen.',
    badName:
      'Filens navn er tomt eller for langt. Giv den et andet navn, fx "underskrevet aftale.pdf", og send den igen.',
    tooBig: (max: string) =>
      `Filen er større end ${max}, så jeg har ikke læst den. Gem aftalen som en mindre PDF, og send den igen.`,
    empty: 'Filen er tom. Kontrollér den, og send den igen.',
    untrusted:
      'Jeg hentede ikke filen. Den ligger ikke på et OneDrive eller SharePoint, jeg kender. Giv besked til den, der administrerer Teams hos jer.',
    failed: 'Jeg kunne ikke læse filen. Sagen er ikke ændret. Vent lidt, og send den igen.',
    summary: (name: string, size: string) => `${name} (${size})`,
  },
  code: {
    label: 'Sagens kontrolkode',
    signature: (code: string) =>
      `Sagens kontrolkode er ${code}. Skriv den på jeres eget eksemplar i arkivet, ikke på den aftale, I sender. Så kan I senere vise, at ingen har ændret det, der står i sagen nu.`,
    archive: (code: string) => `Sagens kontrolkode er begyndelsen af det: ${code}.`,
  },
  archive: {
    kicker: 'Udskrift til arkivet',
    subject: (task: string) => `Sagens oplysninger og hændelseslog, KLIK-opgave ${task}`,
    asOf: (moment: string) => `Sagen, som den så ud ${moment}`,
    theCase: 'Sagen',
    caseNumber: 'Sagsnummer',
    status: 'Status',
    openedBy: 'Åbnet',
    closedBy: 'Lukket',
    byOn: (who: string, on: string) => `${who}, ${on}`,
    details: 'Oplysninger',
    form: 'Webformularen',
    filledOn: 'Udfyldt',
    paperAt: 'Udskriften',
    signedCopy: 'Underskrevet fil',
    signedCopyNote: 'Kun oplysninger om filen. Selve filen er ikke gemt i sagen.',
    signatureNote:
      'Underskriften er en bekræftelse fra den sikkerhedsansvarlige af, at papiraftalen er underskrevet. Det er ikke en digital underskrift.',
    steps: 'De otte trin',
    notDone: 'Ikke udført',
    people: 'Deltagere',
    noRole: 'Har tidligere haft en rolle',
    absent: (absent: string, from: string, until: string) =>
      `Stedfortræder for ${absent} fra ${from} til og med ${until}`,
    log: 'Hændelseslog',
    logLead: (count: number) =>
      count === 1 ? 'Loggen har 1 hændelse.' : `Loggen har ${count} hændelser, den ældste først.`,
    proof: 'Kontrol af loggen',
    proofLead:
      'Hver hændelse har et fingeraftryk (SHA-256), der også dækker alle hændelser før den. Det sidste fingeraftryk står derfor for hele loggen:',
    proofHow: (command: string) =>
      `Den, der driver botten, kan kontrollere det med kommandoen ${command}. Den skal vise det samme fingeraftryk, så længe der ikke er kommet nye hændelser til.`,
    fingerprint: 'Fingeraftryk',
    substituted: (sign: string) =>
      `Bogstaver og tegn, som skriften i dette dokument ikke har, er vist som det nærmeste bogstav eller som ${sign}. CSV-filen har dem alle.`,
    page: (page: number, pages: number) => `Side ${page} af ${pages}`,
  },
  csv: {
    number: 'Nr.',
    date: 'Dato',
    time: 'Klokkeslæt',
    by: 'Hvem',
    what: 'Hændelse',
    details: 'Oplysninger',
    fingerprint: 'Fingeraftryk (SHA-256)',
  },
};

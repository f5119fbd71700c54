/** What a person asks about their own case; the answer is in the case, not in the task. */
export type CaseTopic =
  | 'next'
  | 'progress'
  | 'who'
  | 'deadline'
  | 'mine'
  | 'history'
  | 'officer'
  | 'coordinator'
  | 'number'
  | 'invoiceNumber'
  | 'invoiceAmount'
  | 'invoiceDue'
  | 'payer'
  | 'paper'
  | 'form'
  | 'signed'
  | 'sent'
  | 'confirmed'
  | 'arrived'
  | 'paid'
  | 'goLive'
  | 'late'
  | 'why';

interface CaseQuestion {
  readonly about: CaseTopic;
  /** The plainest way to ask it: what a button that asks it says. */
  readonly title: { readonly da: string; readonly en: string };
  /** More ways to ask it, Danish and English. */
  readonly ask: readonly string[];
}

/** How people ask about a case. Not in the task file: the same questions are asked of a case in any task. */
export const CASE_QUESTIONS: readonly CaseQuestion[] = [
  {
    about: 'next',
    title: { da: 'Hvad skal der ske nu?', en: 'What happens now?' },
    ask: [
      'Hvad er næste step?',
      'Hvad skal vi gøre nu?',
      'Hvad er der tilbage?',
      'Hvad resterer der?',
      'Hvordan kommer vi videre?',
      'What do we do next?',
      'How do we move on?',
      'Hvad mangler vi?',
      'Hvad mangler der?',
      'Hvad sker der nu?',
      'Hvad er næste skridt?',
      'Hvad er det næste?',
      'Hvad gør vi nu?',
      'Hvad kommer bagefter?',
      'Hvad er næste trin?',
      'Hvad så nu?',
      'Hvad venter vi på?',
      'What is missing?',
      'What is still missing?',
      'What is next?',
      'What is the next step?',
      'What now?',
      'What are we waiting for?',
      'What remains to be done?',
    ],
  },
  {
    about: 'progress',
    title: { da: 'Hvor langt er vi?', en: 'How far are we?' },
    ask: [
      'Hvor er vi i processen?',
      'Hvad er status?',
      'What is the status?',
      'Hvor er vi i forløbet?',
      'Kører det?',
      'Er vi i mål?',
      'Er alt klar?',
      'Hvor meget har vi nået?',
      'Hvordan ser det ud?',
      'Er der noget nyt?',
      'Where are we?',
      'Any news?',
      'Is everything done?',
      'Hvor langt er vi nået?',
      'Hvad er status på sagen?',
      'Hvordan går det med sagen?',
      'Hvordan står det til med sagen?',
      'Er vi færdige?',
      'Er sagen færdig?',
      'Er vi snart færdige?',
      'Hvor er vi henne?',
      'Hvor langt er sagen?',
      'Hvilke trin er der?',
      'What is the status of the case?',
      'Are we done?',
      'How is the case going?',
      'What are the steps?',
    ],
  },
  {
    about: 'who',
    title: { da: 'Hvem venter vi på?', en: 'Who are we waiting for?' },
    ask: [
      'Hvem trækker det i langdrag?',
      'Hvem er det, der trækker det ud?',
      'Hvem holder det op?',
      'Who is holding things up?',
      'Who is the bottleneck?',
      'Hvem ligger inde med sagen?',
      'Hvem sidder fast?',
      'Who has to do something now?',
      'Hvem mangler at gøre noget?',
      'Hvem sidder med den nu?',
      'Hvem er på nu?',
      'Hvem ligger den hos?',
      'Hvem skal svare?',
      'Who has the case now?',
      'Hvem er det, vi venter på?',
      'Hvem skal gøre noget nu?',
      'Hvem er den næste?',
      'Hvis tur er det?',
      'Hvem har bolden?',
      'Hvem mangler?',
      'Hos hvem ligger sagen?',
      'Whose turn is it?',
      'Who is next?',
      'Who has to act now?',
    ],
  },
  {
    about: 'deadline',
    title: { da: 'Hvornår er fristen?', en: 'When is the deadline?' },
    ask: [
      'Kan vi få udsættelse?',
      'Kan fristen udskydes?',
      'Hvad er næste frist?',
      'Hvor længe har vi tilbage?',
      'Hvor lang tid er der tilbage?',
      'Hvor travlt har vi?',
      'Hvornår skal det være klart?',
      'Hvornår skal vi senest være færdige?',
      'Hvad er tidsfristen?',
      'Har vi travlt?',
      'Hvornår er sidste frist?',
      'How long have we got?',
      'Hvad er fristen?',
      'Hvornår er deadline?',
      'Hvornår skal vi være færdige?',
      'Hvor lang tid har vi?',
      'Hvornår skal det senest være gjort?',
      'Hvor mange dage har vi tilbage?',
      'Hvornår skal aftalen senest sendes?',
      'When do we have to be done?',
      'How much time do we have left?',
      'By when?',
    ],
  },
  {
    about: 'mine',
    title: { da: 'Hvad skal jeg gøre?', en: 'What do I have to do?' },
    ask: [
      'Hvad skal jeg starte med?',
      'Hvor starter jeg?',
      'Where do I start?',
      'Hvad skal jeg gøre med det her?',
      'Hvad skal jeg med det her?',
      'Hvad vil du have, jeg skal gøre?',
      'Skal jeg foretage mig noget?',
      'Hvad venter du på fra mig?',
      'What do you need from me?',
      'Mangler jeg noget?',
      'Hvad forventer du af mig?',
      'Hvad vil du have mig til?',
      'Hvad er mit næste skridt?',
      'Er der noget, jeg skal gøre?',
      'Venter du på mig?',
      'Are you waiting for me?',
      'What do you want me to do?',
      'Hvad skal jeg gøre nu?',
      'Hvad venter I på fra mig?',
      'Skal jeg gøre noget?',
      'Hvad er min opgave?',
      'Hvad er min rolle?',
      'Mangler du noget fra mig?',
      'Hvor er mit kort?',
      'Vis mit trin',
      'What is my task?',
      'Do I have to do anything?',
      'What is my role?',
      'Show my step',
    ],
  },
  {
    about: 'history',
    title: { da: 'Hvad er der sket?', en: 'What has happened?' },
    ask: [
      'Hvem har lavet hvad?',
      'Hvem har gjort hvad indtil nu?',
      'Hvad har vi gjort?',
      'Hvad er der sket indtil nu?',
      'Hvem har gjort hvad?',
      'Må jeg se loggen?',
      'Who did what?',
      'Show me the log',
    ],
  },
  {
    about: 'officer',
    title: { da: 'Hvem er den sikkerhedsansvarlige?', en: 'Who is the security officer?' },
    ask: [
      'Hvem har vi valgt som sikkerhedsansvarlig?',
      'Hvem er sikkerhedsansvarlig hos os?',
      'Hvem er vores sikkerhedsansvarlige?',
      'Hvem er sikkerhedsansvarlig for NemKonto?',
      'Hvem er sikkerhedsansvarlig i sagen?',
      'Who is our security officer?',
    ],
  },
  {
    about: 'coordinator',
    title: { da: 'Hvem er KY-projektleder?', en: 'Who is the project manager?' },
    ask: [
      'Hvem kører sagen?',
      'Hvem leder sagen?',
      'Hvem er projektleder på sagen?',
      'Hvem er tovholder?',
      'Hvem står for sagen?',
      'Hvem er projektleder?',
      'Hvem har sagen?',
      'Hvem styrer sagen?',
      'Hvem har åbnet sagen?',
      'Who opened the case?',
      'Who is in charge of the case?',
    ],
  },
  {
    about: 'number',
    title: { da: 'Hvad er vores aftalenummer?', en: 'What is our agreement number?' },
    ask: [
      'Hvilket aftalenummer står der i sagen?',
      'Kan du huske vores aftalenummer?',
      'Har vi et aftalenummer?',
      'Hvad er NKS-aftalenummeret?',
      'Hvilket aftalenummer har vi skrevet?',
      'Hvilket nummer har vi?',
      'Which agreement number do we have?',
    ],
  },
  {
    about: 'invoiceNumber',
    title: { da: 'Hvad er fakturanummeret?', en: 'What is the invoice number?' },
    ask: ['Hvilket nummer har fakturaen?', 'Hvad er nummeret på fakturaen?'],
  },
  {
    about: 'invoiceAmount',
    title: { da: 'Hvad lyder fakturaen på?', en: 'What is the amount of the invoice?' },
    ask: [
      'Hvad lød fakturaen på?',
      'Hvor stor er fakturaen?',
      'Hvad er beløbet på fakturaen?',
      'Hvor meget skal jeg overføre?',
    ],
  },
  {
    about: 'invoiceDue',
    title: { da: 'Hvornår skal fakturaen betales?', en: 'When is the invoice due?' },
    ask: [
      'Hvornår er sidste betalingsdag?',
      'Hvornår forfalder fakturaen?',
      'Hvad er betalingsfristen?',
      'When do I have to pay?',
    ],
  },
  {
    about: 'payer',
    title: { da: 'Hvem er valgt til at betale?', en: 'Who was chosen to pay?' },
    ask: ['Hvem har vi valgt til at betale?'],
  },
  {
    about: 'paper',
    title: { da: 'Hvor er aftalen lige nu?', en: 'Who has the agreement?' },
    ask: ['Hvem har papiret?', 'Hvor ligger papiret?', 'Hvem ligger inde med aftalen?', 'Where is the paper?'],
  },
  {
    about: 'form',
    title: { da: 'Er formularen udfyldt?', en: 'Has the form been filled in?' },
    ask: ['Hvem udfyldte formularen?', 'Hvornår blev formularen udfyldt?'],
  },
  {
    about: 'signed',
    title: { da: 'Er aftalen underskrevet?', en: 'Has it been signed?' },
    ask: [
      'Hvor er den?',
      'Hvor ligger den?',
      'Er den underskrevet?',
      'Har vi en underskrift?',
      'Hvem har skrevet under?',
      'Hvornår blev der skrevet under?',
      'Mangler underskriften stadig?',
      'Who has signed?',
      'When was it signed?',
    ],
  },
  {
    about: 'sent',
    title: { da: 'Hvornår blev aftalen sendt?', en: 'When was the agreement sent?' },
    ask: [
      'Er den sendt?',
      'Er aftalen sendt?',
      'Har vi sendt aftalen?',
      'Hvornår blev den sendt?',
      'Hvornår har vi sendt den?',
      'Hvem har sendt den?',
      'Har NemKonto fået aftalen?',
      'Has the agreement been sent?',
    ],
  },
  {
    about: 'confirmed',
    title: { da: 'Er bekræftelsen kommet?', en: 'Has NemKonto confirmed?' },
    ask: ['Har vi fået bekræftelsen?', 'Har NemKonto bekræftet?', 'Har NemKonto svaret?'],
  },
  {
    about: 'arrived',
    title: { da: 'Er fakturaen kommet?', en: 'Has the invoice come?' },
    ask: ['Har vi fået fakturaen?', 'Har vi fået regningen?'],
  },
  {
    about: 'paid',
    title: { da: 'Er fakturaen betalt?', en: 'Is the invoice paid?' },
    ask: ['Har vi betalt?', 'Er der betalt?', 'Hvem har betalt?', 'Hvornår blev den betalt?', 'Have we paid?'],
  },
  {
    about: 'goLive',
    title: { da: 'Hvornår er go-live?', en: 'What is the go-live date?' },
    ask: ['Hvornår går vi i drift?', 'Hvad er idriftsættelsesdatoen?', 'Hvornår starter KY?', 'When do we go live?'],
  },
  {
    about: 'late',
    title: { da: 'Er vi forsinkede?', en: 'Are we late?' },
    ask: [
      'Er vi bagud?',
      'Hvor meget er vi forsinkede?',
      'Når vi det?',
      'Har vi overskredet fristen?',
      'Er fristen overskredet?',
      'How late are we?',
    ],
  },
  {
    about: 'why',
    title: { da: 'Hvorfor skriver du til mig?', en: 'Why are you writing to me?' },
    ask: [
      'Hvorfor spørger du mig?',
      'Hvorfor får jeg den her besked?',
      'Hvorfor har jeg fået det her kort?',
      'Hvad har jeg med det at gøre?',
      'Hvorfor er jeg med i sagen?',
      'Hvem har bedt dig skrive til mig?',
      'Hvorfor mig?',
      'Hvem har valgt mig?',
      'Why do I get this message?',
      'Why me?',
    ],
  },
];

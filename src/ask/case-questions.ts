/** What somebody asks about their own case; the answer is in the case, not in the task. */
export type About =
  | 'next'
  | 'progress'
  | 'who'
  | 'deadline'
  | 'mine'
  | 'history'
  | 'officer'
  | 'coordinator'
  | 'number';

interface CaseQuestion {
  readonly about: About;
  /** Ways to ask it, Danish and English. */
  readonly ask: readonly string[];
}

/** How people ask about a case. Not in the task file: a case is waited for and asked about in the same way in any task. */
export const CASE_QUESTIONS: readonly CaseQuestion[] = [
  {
    about: 'next',
    ask: [
      ...[
        'Hvad er næste step?',
        'Hvad skal vi gøre nu?',
        'Hvad er der tilbage?',
        'Hvad resterer der?',
        'Hvad skal der ske nu?',
        'Hvordan kommer vi videre?',
        'What do we do next?',
        'How do we move on?',
      ],
      ...['Hvad mangler vi?', 'Hvad mangler der?', 'Hvad sker der nu?', 'Hvad er næste skridt?', 'Hvad er det næste?'],
      ...['Hvad gør vi nu?', 'Hvad kommer bagefter?', 'Hvad er næste trin?', 'Hvad så nu?', 'Hvad venter vi på?'],
      ...['What is missing?', 'What is still missing?', 'What happens now?', 'What is next?', 'What is the next step?'],
      ...['What now?', 'What are we waiting for?', 'What remains to be done?'],
    ],
  },
  {
    about: 'progress',
    ask: [
      ...['Hvor er vi i processen?', 'Hvad er status?', 'What is the status?'],
      ...[
        'Hvor er vi i forløbet?',
        'Kører det?',
        'Er vi i mål?',
        'Er alt klar?',
        'Hvor meget har vi nået?',
        'Hvordan ser det ud?',
        'Er der noget nyt?',
        'Er den sendt?',
        'Er den underskrevet?',
        'Where are we?',
        'Any news?',
        'Is everything done?',
      ],
      ...['Hvor langt er vi?', 'Hvor langt er vi nået?', 'Hvad er status på sagen?', 'Hvordan går det med sagen?'],
      ...[
        'Hvordan står det til med sagen?',
        'Er vi færdige?',
        'Er sagen færdig?',
        'Er vi snart færdige?',
        'Hvor er vi henne?',
      ],
      ...[
        'Har vi betalt?',
        'Er aftalen sendt?',
        'Er fakturaen betalt?',
        'Er aftalen underskrevet?',
        'Har vi sendt aftalen?',
      ],
      ...[
        'Har vi fået bekræftelsen?',
        'Er fakturaen kommet?',
        'Er formularen udfyldt?',
        'Hvor langt er sagen?',
        'Hvilke trin er der?',
      ],
      ...[
        'How far are we?',
        'What is the status of the case?',
        'Are we done?',
        'Have we paid?',
        'Has the agreement been sent?',
      ],
      ...['Has it been signed?', 'Is the invoice paid?', 'How is the case going?', 'What are the steps?'],
    ],
  },
  {
    about: 'who',
    ask: [
      ...['Who has to do something now?', 'Hvem mangler at gøre noget?'],
      ...[
        'Hvem sidder med den nu?',
        'Hvem er på nu?',
        'Hvem ligger den hos?',
        'Hvem skal svare?',
        'Who has the case now?',
      ],
      ...[
        'Hvem venter vi på?',
        'Hvem er det, vi venter på?',
        'Hvem skal gøre noget nu?',
        'Hvem er den næste?',
        'Hvis tur er det?',
      ],
      ...[
        'Hvem har bolden?',
        'Hvem mangler?',
        'Hos hvem ligger sagen?',
        'Who are we waiting for?',
        'Whose turn is it?',
        'Who is next?',
      ],
      ...['Who has to act now?'],
    ],
  },
  {
    about: 'deadline',
    ask: [
      ...[
        'Hvornår skal det være klart?',
        'Hvornår skal vi senest være færdige?',
        'Hvad er tidsfristen?',
        'Har vi travlt?',
        'Hvornår er sidste frist?',
        'Hvornår er sidste betalingsdag?',
        'How long have we got?',
      ],
      ...[
        'Hvornår er fristen?',
        'Hvad er fristen?',
        'Hvornår er deadline?',
        'Hvornår skal vi være færdige?',
        'Hvor lang tid har vi?',
      ],
      ...[
        'Hvornår skal det senest være gjort?',
        'Hvornår skal fakturaen betales?',
        'Hvor mange dage har vi tilbage?',
        'Når vi det?',
      ],
      ...[
        'Hvornår skal aftalen senest sendes?',
        'When is the deadline?',
        'When do we have to be done?',
        'How much time do we have left?',
      ],
      ...['When is the invoice due?', 'By when?', 'Er vi forsinkede?', 'Are we late?'],
    ],
  },
  {
    about: 'mine',
    ask: [
      ...['Skal jeg foretage mig noget?', 'What do you need from me?', 'Mangler jeg noget?'],
      ...[
        'Hvad forventer du af mig?',
        'Hvad vil du have mig til?',
        'Hvad er mit næste skridt?',
        'Er der noget, jeg skal gøre?',
        'Venter du på mig?',
        'Are you waiting for me?',
        'What do you want me to do?',
      ],
      ...[
        'Hvad skal jeg gøre?',
        'Hvad skal jeg gøre nu?',
        'Hvad venter I på fra mig?',
        'Skal jeg gøre noget?',
        'Hvad er min opgave?',
      ],
      ...[
        'Hvad er min rolle?',
        'Mangler du noget fra mig?',
        'Hvor er mit kort?',
        'Vis mit trin',
        'What do I have to do?',
      ],
      ...['What is my task?', 'Do I have to do anything?', 'What is my role?', 'Show my step'],
    ],
  },
  {
    about: 'history',
    ask: [
      ...['Hvem har lavet hvad?', 'Hvad har vi gjort?'],
      ...[
        'Hvad er der sket?',
        'Hvad er der sket indtil nu?',
        'Hvem har gjort hvad?',
        'Hvem har skrevet under?',
        'Hvem har betalt?',
      ],
      ...[
        'Hvornår blev aftalen sendt?',
        'Hvornår blev der skrevet under?',
        'Må jeg se loggen?',
        'What has happened?',
        'Who did what?',
      ],
      ...['When was the agreement sent?', 'Who has signed?', 'Show me the log'],
    ],
  },
  {
    about: 'officer',
    ask: [
      ...['Hvem har vi valgt som sikkerhedsansvarlig?', 'Hvem er sikkerhedsansvarlig hos os?'],
      ...[
        'Hvem er vores sikkerhedsansvarlige?',
        'Hvem er den sikkerhedsansvarlige?',
        'Hvem er sikkerhedsansvarlig for NemKonto?',
      ],
      ...['Hvem er sikkerhedsansvarlig i sagen?', 'Who is our security officer?', 'Who is the security officer?'],
    ],
  },
  {
    about: 'coordinator',
    ask: [
      ...['Hvem kører sagen?', 'Hvem leder sagen?'],
      ...['Hvem er projektleder på sagen?', 'Hvem er tovholder?', 'Hvem står for sagen?'],
      ...[
        'Hvem er projektleder?',
        'Hvem er KY-projektleder?',
        'Hvem har sagen?',
        'Hvem styrer sagen?',
        'Hvem har åbnet sagen?',
      ],
      ...['Who is the project manager?', 'Who opened the case?', 'Who is in charge of the case?'],
    ],
  },
  {
    about: 'number',
    ask: [
      ...['Hvilket aftalenummer står der i sagen?', 'Kan du huske vores aftalenummer?', 'Har vi et aftalenummer?'],
      ...[
        'Hvad er vores aftalenummer?',
        'Hvad er NKS-aftalenummeret?',
        'Hvilket aftalenummer har vi skrevet?',
        'Hvilket nummer har vi?',
      ],
      ...['What is our agreement number?', 'Which agreement number do we have?'],
    ],
  },
];

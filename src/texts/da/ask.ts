import { counted } from '../format.js';

/** Answers to what people write in their own words. */
export const ask = {
  source: (place: string) => `Kilde: ${place}.`,
  sourceStep: (place: string, number: number, all: number, title: string) =>
    `Kilde: ${place}. Det hører til trin ${number} af ${all}: ${title}.`,
  privacy:
    'Det ser ud til, at du har skrevet et CPR-nummer. Det må ikke stå her, så jeg har ikke gemt det. Slet din besked i chatten, og skriv den igen uden CPR-nummer.',
  talk: {
    hello: 'Hej. Skriv hjælp for at se, hvad jeg kan, eller spørg mig om opgaven, fx: Hvad koster det?',
    thanks: 'Selv tak.',
    bye: 'Hav det godt.',
    later: 'Det er i orden. Sagen venter så længe. Skriv udsæt, hvis du vil have ro nogle dage.',
    fine: 'Godt. Skriv status, når du vil se sagen.',
    praise: 'Det er jeg glad for at høre.',
    anger:
      'Det er jeg ked af. Jeg skriver kun, når sagen venter på noget. Skriv udsæt, hvis du vil have ro nogle dage.',
  },
  filledIn:
    'Jeg har skrevet dine oplysninger ind på kortet. Se dem igennem, og tryk selv på knappen. Intet er gemt endnu.',
  opened: 'Det klarer du på kortet her. Udfyld det, og tryk selv på knappen. Intet er gemt endnu.',
  notAsked: 'Jeg har ikke spurgt dig om noget lige nu, så du skal ikke gøre noget.',
  whoIsIt: 'Jeg kan ikke se, hvem du mener. Vælg kollegaen på listen.',
  noDeadline: 'Der er ingen frist for det, sagen venter på nu.',
  progress: (done: string, next: string) => `${done}. ${next}`,
  officer: (who: string) => `${who} er sikkerhedsansvarlig for NemKonto.`,
  officerAsked: (who: string) => `${who} er spurgt, men har ikke svaret endnu.`,
  officerNone: 'Der er ikke valgt en sikkerhedsansvarlig endnu.',
  coordinator: (who: string) => `${who} er KY-projektleder i sagen.`,
  number: (number: string) => `NKS-aftalenummeret i sagen er ${number}.`,
  numberNone: 'NKS-aftalenummeret står ikke i sagen endnu.',
  invoiceNumber: (number: string) => `Fakturaen har nummer ${number}.`,
  invoiceAmount: (amount: string) => `Fakturaen lyder på ${amount}.`,
  invoiceDue: (day: string) => `Fakturaen skal være betalt senest ${day}.`,
  invoiceNone: 'Fakturaen er ikke registreret i sagen endnu.',
  payer: (who: string) => `${who} betaler fakturaen.`,
  payerNone: 'Det er ikke valgt endnu, hvem der betaler fakturaen.',
  form: (who: string, day: string) => `${who} har bekræftet webformularen. Den blev udfyldt ${day}.`,
  formNone: 'Webformularen er ikke udfyldt endnu.',
  signed: (who: string, day: string) => `${who} har bekræftet underskriften. Aftalen blev underskrevet ${day}.`,
  signedNone: 'Aftalen er ikke underskrevet endnu.',
  sent: (who: string, day: string) => `${who} har bekræftet, at aftalen er sendt til NemKonto. Det skete ${day}.`,
  sentNone: 'Aftalen er ikke sendt til NemKonto endnu.',
  confirmed: (day: string) => `Bekræftelsesmailen fra NemKonto kom ${day}.`,
  confirmedNone: 'Bekræftelsesmailen fra NemKonto er ikke kommet endnu.',
  paid: (who: string, day: string) => `${who} har bekræftet betalingen. Fakturaen blev betalt ${day}.`,
  paidNone: 'Fakturaen er ikke betalt endnu.',
  goLive: (day: string) => `Idriftsættelsen (Go-Live) er ${day}.`,
  daysLeft: (day: string, days: number) =>
    days === 0 ? `Fristen er i dag, ${day}.` : `Fristen er ${day}. Det er om ${counted(days, 'dag', 'dage')}.`,
  daysLate: (day: string, days: number) => `Fristen var ${day}. Det er ${counted(days, 'dag', 'dage')} siden.`,
  paperNotYet: 'Aftalen er ikke skrevet ud endnu. Den kan skrives ud, når webformularen er udfyldt.',
  paperToSign: (printer: string, officer: string) =>
    `${printer} har skrevet aftalen ud, og den venter på underskrift fra ${officer}.`,
  paperSigned: (officer: string) => `${officer} har underskrevet aftalen. Den er ikke sendt til NemKonto endnu.`,
  paperSent: 'Selve papiret hører til i kommunens eget arkiv (ESDH).',
  chosenBy: (who: string) => `${who} har valgt dig.`,
  openedOn: (day: string) => `Sagen blev åbnet ${day}.`,
  caseSource: (municipality: string) => `Kilde: sagen for ${municipality}.`,
  outside: (support: string, phone: string) =>
    `Det ved jeg ikke. Det står hverken i opgaven eller i sagen. Spørg jeres økonomiafdeling, eller ring til ${support} på ${phone}.`,
  didYouMean: 'Jeg er ikke sikker på, hvad du mener. Mente du:',
  alsoSaid: (what: string) => `Du skrev også om ${what}. Det kan du bekræfte bagefter.`,
  remind: (next: string) => `${next} Skal jeg sende en påmindelse nu?`,
  notWaitingFor: (who: string) => `Sagen venter ikke på ${who} lige nu.`,
};

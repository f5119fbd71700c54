import { normalised } from './normalise.js';

/**
 * What a sentence speaks of, and what it asks, in the words of clerks; Danish and English words stand for the same thing.
 * Words are normalised (`normalise.ts`); `*` stands for any letters. Data: how they are put together is in `frames.ts`.
 */
const WORDS = {
  // Things.
  agreement: 'aftale aftalen aftalens aftaler tilslutningsaftale* papir papiret papirer* kontrakt* agreement contract papers paper',
  nks: 'nks* aftalenum* aftalenr* aftale nummer|agreement number|nks number',
  number: '*nummer *nummeret *numret *numre *numrene nr *nr cifre* *cifret ciffer* number* digit* tal',
  invoice: 'faktura* regning* invoice* bill bills',
  fee: 'gebyr* takst* pris prisen priser koste* udgift* budget* fee fees price cost costs expensive dyr dyrt gratis free charge* penge|af med|slippe for|sat af|saette af til',
  amount: 'beloeb* amount* lyder lyd loed sum summen total totalen kroner kr|hvor meget|how much',
  due: 'forfald* *frist *fristen due deadline|senest betal*|betal* senest|sidste dag|last day|betalingsdag|senest have betalt',
  form: '*formular *formularen *formularer formularens skema skemaet blanket* webform* form|web form',
  annex: 'bilag* annex*',
  officer: 'sikkerhedsansvarlig* sikerhedsansvarlig* sikkerhedsansvalig*|security officer|sikkerheds ansvarlig*',
  coordinator: '*projektleder* tovholder* projektansvarlig* sagsansvarlig* kontaktperson*|project manager|in charge',
  confirmation: 'bekraeft* kvittering* confirm* kvitteret receipt',
  klik: 'klik klik*opgave* klikopgave*',
  kombit: 'kombit*',
  los: 'los kmdlos',
  ui23: 'ui23 ui aftaleskema* vaerdier* systemparamet*|dokumentet fra|reported values|agreement form',
  system: 'system systemer* *systemet *systemer *system erp* loen* debitor* opus prisme sap fagsystem* payroll systems',
  other: 'andre anden andet ogsaa flere nyt nye other more too each hvert samme igen again ekstra extra',
  technical: 'teknisk* teknik* it itafdeling* installer* opsaetning integration* serviceplatform* leverandoer* certifikat* technical install supplier snitflade*|saettes op|saette op|set up',
  support: 'support* hotline* kundeservice helpdesk',
  nemkonto: 'nemkonto* kmd nks',
  phone: 'telefon* tlf* ringe ring ringer ringes opringning phone call',
  mail: '*mail *mailen *mailadresse* email* adresse* address postkasse* e',
  secure: 'sikker sikre sikkert krypter* tunnel* digitalpost brev eboks e?boks almindelig* secure encrypt* letter|digital post|anbefalet',
  wording: 'emne emnet emnefelt* teksten tekst ordlyd mailtekst* formulere formulering wording subject',
  digital: 'digital* mitid nemid elektronisk* scan* docusign penneo pdf* stempel electronic* adobe|e signatur',
  sign: 'underskriv* underskrev* underskrift* skriv skrive skriver skrevet skrev signer* sign signed signs signature signatur* undeskriv* uderskriv*',
  send: 'send sende sender sendes sendte sendt afsend* indsend* fremsend* sent mailet maile|skal hen|afsted',
  pay: 'betal* paid pay pays payment udbetal* overfoer*',
  archive: 'journaliser* arkiv* esdh sbsys kmdnova acadre f2 gem gemme gemmes opbevar* keep archive* filed file mappe*',
  law: 'lov loven lovkrav* lovpligtig* lovbestemt* pligt* tvunget krav law legal* mandatory obligat*|krav om|lov om',
  golive: 'golive idriftsaettelse* driftsdato* opstart* gaa|go live|i drift|i luften|ky i brug|starter ky|ky starter|starter op|tages i brug',
  days: 'dage dag dagene kalenderdag* hverdag* arbejdsdag* weekend* 178 days|working days|calendar days',
  dates: 'dato* datoer* startdato* slutdato* dates',
  kalender: 'kalenderdag* hverdag* arbejdsdag* weekend* 178|calendar days|working days|regnet ud|udregn* |beregn*',
  deadline: 'frist* deadline* tidsfrist* faerdig* klar klart senest done finished|i maal|naa det|om det',
  late: 'forsink* bagud bagefter efter overskredet overskredne late behind overdue|for sent|bag efter|naar vi det',
  why: 'formaal* meningen|go(?:e)?d for|til for',
  task: 'opgave opgaven opgavens task',
  case: 'sag sagen sagens case',
  payer: 'betaler|skal betale|who pays',
  zero: 'nul nuller nullet zero zeros',
  look: 'format formatet cifre* *cifret ciffer* digits lang langt laengde length',
  deviate: 'afvig* fravig* anderledes aendre* rette tilpass* deviat* differ* slavisk noejagtig* praecis*|andet end|noget andet|selv bestemme',
  return: 'retur* afvist afvise tilbagesendt returned rejected',
  ean: 'ean eannummer* eannr* kontering* konteres konto kontoen kontonummer* psp* omkostningssted*',
  citizen: 'borger* kontanthjaelp* ydelse* pension* sats satsen satser bankkonto* kaffe* frokost* moede* kantine* ferie* printer* citizen*',
  // What is wanted.
  find: 'find finde finder fundet finer leder lede staar ligger slaa oplys* mangler savner where',
  come: 'kommer komme kom kommet faar modtag* dukker ankom* hoerer hoere received arrive* come comes get tikker ryger',
  missing: 'ikke ingen intet aldrig mangler endnu stadig not no still nothing yet',
  wait: 'vente venter ventetid* svar svartid* svaret wait answer reply hoert hoerer',
  have: 'har ligger sidder laa haft has have',
  fail: 'virker fejl fejler fejlmelding* nede doed doedt error broken work nede|gaar ned|melder fejl',
  again: 'igen ekstra gang yderligere ny nye again extra more',
  me: 'jeg mig min mit mine i me my',
  write: 'skriver skriv besked beskeden beskeder mail kontakter paamind* rykker spoerger messages message writing asked bedt bedte spurgt valgt',
  after: 'bagefter efter derefter efterfoelgende saa after next then',
  who: 'hvem hvis hvm vem who whose whom',
  when: 'hvornaar hvornar vornaar when hvonaar|hvad dato|hvilken dato|hvilken dag|hvad dag|what date|which day',
  where: 'hvorhen where henne hvorfra|hvor',
  much: 'x|hvor meget|hvor mange|hvor stor|hvor dyrt?|hvor hoejt?|how much|how many|how big|how expensive',
  long: 'x|hvor laenge|hvor lang|how long|hvor mange (?:dage|uger)|hvor lang tid',
  whyask: 'hvorfor hvorfo vorfor why|hvad er grunden|hvad skal jeg med',
  how: 'hvordan hvodan how',
  which: 'hvilken hvilket hvilke which',
  what: 'hvad hva what whats',
  may: 'maa kan kunne godt ok okay nok may can could allowed muligt tilladt|lov til|i stedet|er det nok|nok at',
  must: 'skal behoever noedt noedvendig* must need should|have to|er det meningen',
  whether: 'x|^(?:er|har|blev|fik|kom|skal|kan|maa|is|are|has|have|did|do|does|was|can|must|should|may) ',
} as const;

export type Concept = keyof typeof WORDS;

const PATTERNS = Object.entries(WORDS).map(([concept, words]) => [concept as Concept, patternOf(words)] as const);

/** Words parted by blanks, then phrases parted by `|`, which may hold blanks; the first of them are the words. */
function patternOf(words: string): RegExp {
  const [single = '', ...phrases] = words.split('|');
  const all = [...single.trim().split(/\s+/), ...phrases.map((phrase) => phrase.trim())];
  const one = (word: string) => word.replaceAll('*', '\\p{L}*');
  return new RegExp(`(?<![\\p{L}\\d])(?:${all.map(one).join('|')})(?![\\p{L}\\d])`, 'u');
}

/** What a text speaks of and asks. */
export function conceptsIn(text: string): ReadonlySet<Concept> {
  const normal = normalised(text);
  const found = new Set(PATTERNS.flatMap(([concept, pattern]) => (pattern.test(normal) ? [concept] : [])));
  if (/\bhvor (?:meget|mange|stor|dyrt?|laenge|lang|hoejt?|langt|snart|tit|ofte|vidt)\b/.test(normal)) found.delete('where');
  if (found.has('nks')) found.delete('ean');
  return found;
}

import { normalised } from './normalise.js';
import { contentWords } from './terms.js';

/**
 * What a sentence speaks of and what it asks, in clerks' words, Danish and English; words of one row mean the same.
 * Words are normalised (`normalise.ts`), `*` stands for any letters; behind the first `|` stand phrases. How concepts make
 * a question is in `frames.ts`.
 */
const WORDS = {
  agreement:
    'aftale aftalen aftalens tilslutningsaftale* papir papiret papirer* kontrakt* original* agreement contract paper papers',
  nks: 'nks nks*nummer* nksnr aftalenum* aftalnum* aftalenr*|aftale nummer|agreement number|nks number',
  number: '*nummer *nummeret *numret *numre *numrene nr *nr number numbers',
  invoice: 'faktura* regning* invoice* bill bills',
  fee: 'gebyr* takst* pris prisen priser koste* udgift* fee fees price cost costs expensive dyr dyrt gratis charge*|af med|slippe for|af til det',
  money: 'penge kroner kr beloeb* sum summen total totalen amount* lyder loed|hvor meget|how much',
  differs:
    'passer stemmer rigtig rigtigt forkert hoejere lavere afviger stadig gaelder gammel gamle steget stiger sat right wrong correct higher still|for meget|mere end|andet beloeb|andet end|ikke 4 040|i stedet for 4|too much',
  due: 'forfald* betalingsfrist* *betalingsdag* due|senest betal*|betal* senest|senest have betalt|frist* for betaling*|sidste frist',
  form: '*fomular* *formular *formularen *formularer skema skemaet blanket* webform* form',
  annex: 'bilag* annex*',
  officer:
    '*sikkerhedsansvarlig* sikerhedsansvarlig* sikkerhedsansvalig*|security officer|ansvarlig for nemkonto|responsible for nemkonto',
  coordinator:
    '*projektleder* tovholder* sagsansvarlig* kontaktperson*|project manager|in charge|koerer projektet|koerer sagen|styrer sagen|leder projektet|koerer det her',
  confirmation: 'bekraeftelse* bekraefte* bekraeftet kvittering* confirmation* confirmed confirm',
  klik: 'klik klikopgave*',
  kombit: 'kombit*',
  los: 'los kmdlos',
  ui23: 'ui23 ui aftaleskema* vaerdi* systemparamet*|dokumentet fra nemkonto|reported values|agreement form',
  system:
    'system* *system *systemet *systemer *systemerne erp opus prisme sap loen loennen loenkontor* loenafdeling* payroll systems',
  cover:
    'gaelder daekker daekket daekke omfatter tilslut* kobles cover covers connect connection* per hvert hver each samme same',
  other: 'andre andet ogsaa flere nyt nye ekstra other more too extra also several',
  technical:
    'teknisk* teknik* it itafdeling* installer* installation opsaetning integration* serviceplatform* leverandoer* certifikat* snitflade* technical install supplier vendor|saettes op|saette op|saette noget op|set up',
  support: 'support* hotline* kundeservice helpdesk',
  phone: 'telefon* tlf* ringe ring ringer ringes phone telephone|i call|we call|to call|call them|call nemkonto',
  contact: 'kontakt* contact reach|fat i|i kontakt',
  nemkonto: 'nemkonto* kmd',
  mail: 'mail mailen mails mailadresse* email* *adresse *adressen address mailbox postkasse outlook',
  secure:
    'sikker sikre sikkert krypter* tunnel* digitalpost brev eboks posten anbefalet secure encrypt* letter post|digital post|e boks|almindelig post|almindelig mail',
  wording:
    'emne emnet emnefelt* emnelinje* ordlyd mailtekst* subject vedhaeft* attach|tekst til|teksten til|text for|formulere mailen|skrive i mailen|staa i mailen|skriver jeg i mailen',
  digital:
    'digital* print* udskriv* mitid nemid elektronisk* scan* indscan* docusign penneo pdf* stempel electronic* adobe|paa papir|paper signature|on paper',
  sign: 'underskriv* underskrev* underskrift* signatur* sign signs signed signing signature signer undeskriv* underkriv* undertegn*|skriv\\p{L}* (?:\\p{L}+ ){0,2}under|skrev (?:\\p{L}+ ){0,2}under',
  signed: 'underskrevet underskrev signed|skrevet (?:\\p{L}+ ){0,2}under|skrev (?:\\p{L}+ ){0,2}under',
  adviser:
    '*programleder* *oekonomichef* *oekonomidirektoer* finanschef* cfo|finance manager|finance director|programme manager',
  move: 'flyt* rykkes udskyd* udsaet* move moved postpone*',
  boss: 'borgmester* direktoer* kommunaldirektoer* chef* *chef *chefen leder lederen teamleder* vicedirektoer mayor director ceo manager stedfortraeder* vikar kollega kollegaen|en anden|nogen anden|someone else|somebody else',
  several: 'to begge flere two both several',
  send: 'send sende sender sendes sendte sendt afsend* fremsend* indsend* sent maile mailes|skal hen|skal \\p{L}+ hen|afsted|af sted|ryge hen',
  sent: 'sendt sendte afsendt fremsendt mailet sent roeg roeget afsted|af sted',
  pay: 'betal* paid pay pays paying payment payments overfoer*',
  paid: 'betalt betalte paid',
  archive:
    'journaliser* arkiv* esdh sbsys acadre f2 gem gemme gemmes gemmer opbevar* archive* filed file filing keep store stored mappe* laegge laegger',
  law: 'lov loven lovkrav* lovpligtig* lovbestemt* pligt* forpligt* tvunget lovgivning* hjemmel law legal* mandatory obliged',
  golive:
    'golive idriftsaettelse* driftsdato* ibrugtag*|go live|gaa live|gaar live|i drift|i luften|ky i brug|starter ky|ky starter|starte ky|start paa ky|live date',
  kalender:
    'kalenderdag* hverdag* arbejdsdag* weekend* 178 udregn* beregn*|regnet ud|calendar days|working days|kommer du frem til',
  dates: 'dato datoer datoerne datoen startdato* slutdato* dates|5 dage|fem dage',
  deadline: 'frist fristen tidsfrist* deadline* senest|by when',
  finish: 'faerdig faerdige klar klart maal finished done ready slut',
  late: 'forsink* bagud overskredet overskrider late overdue|for sent|bag efter|behind schedule|over tid|naar vi det|kan vi naa|vi bagefter|bagefter planen|bagefter med',
  task: 'opgave opgaven opgavens task sa09',
  zero: '0 nul nuller nullet nulle zero zeros',
  look: 'format formatet cifre *cifret ciffer* digits laengde laengden tal tegn karakterer|hvor langt|hvor mange tal|ser ud|se ud|look like',
  deviate:
    'afvig* fravig* springe undlade udelade ignorere anderledes aendre* rette tilpass* deviat* differ* slavisk noejagtig* praecis*|noget andet|noget andet end|selv bestemme',
  return: 'retur* afvist afvise afviser tilbagesendt returned rejected|sendt tilbage|sender den tilbage',
  fail: 'virker fejl fejler fejlmelding* doed doedt broken error nede|gaar ned|gaaet ned|melder fejl|haenger|not working|doesnt work',
  link: 'link linket url hjemmeside* webadresse* website',
  ean: 'ean eannummer* eannr konter* kontonummer* psp omkostningssted* bilagsnummer*|hvilken konto|which account|ean nr|ean nummer',
  outside:
    'moede moeder moedet moedelokale* loenudbetaling* adgangskode* password* login logge licens* rejseafregning* rejse* koersel* udlaeg parkering* mus tastatur* skaerm* pc computer* toner vpn netvaerk* klokken julefrokost* fredagsbar* kursus* foedselsdag* byraad* byraadet formand statsminister* referat* ferie* meeting room salary weather computer borger borgeren borgere borgers borgerens borgerservice kontanthjaelp* dagpenge* boligstoette pension* bankkonto* kantine* kaffe* frokost* printer* parkering* kage* vejr* bus bussen citizen* citizens benefit* lunch coffee weather|satsen|skifte nemkonto|skifter nemkonto|sin nemkonto|min nemkonto|anvise nemkonto',
  filled: 'udfyldt udfyldte indsendt filled completed submitted|sendt ind',
  find: 'find finde finder fundet finer leder lede slaa savner mangler|faa fat|faar fat',
  come: 'kommer komme kom kommet faar dukker ankom* ryger arrive* arrived come comes get expect|modtager vi|regne med',
  missing:
    'ikke never ingen intet aldrig mangler endnu stadig not no still nothing yet udeblev* udebliver|sket en \\p{L}+',
  got: 'fik faaet modtog modtaget kom kommet got received came arrived',
  seek: 'spoerge spoerger spoerg hjaelpe hjaelper anvise udpege udpeger oplyse ask tell|ved ikke|dont know',
  wait: 'vente venter ventetid* svartid* svar svaret hoert hoerer hoere wait waiting answer reply heard hear',
  chase: 'rykke rykker rykkes rykket chase nudge|skynde paa',
  have: 'har ligger liggende sidder haft has have holds',
  me: 'jeg mig me|(?:do|does|did|am|can|must|should|shall|have|may|will|if|when) i',
  you: 'du dig you',
  write:
    'skriver skrive skriv udfylde angive angives besked beskeden beskeder mail kontakter paamindelse* paaminder message messages writing write fill',
  asked: 'asked bedt bedte spurgt valgt udpeget involveret indblandet picked',
  answered:
    'svaret svarede reageret reagerede accepteret answered replied responded|sagt ja|sagt nej|takket ja|said yes',
  began: 'startede aabnede oprettede started opened created',
  who: 'hvem hvis hvm vem who whose whom|hvad hedder|whats the name of',
  when: 'hvornaar hvornar vornaar when hvonaar|hvad dato|hvilken dato|hvilken dag|hvad dag|what date|which day',
  where: 'hvor hvorhen where henne hvorfra',
  much: 'how-much|hvor meget|hvor mange|hvor stor\\p{L}*|hvor dyrt?|hvor hoejt?|how much|how many|how big|how expensive',
  long: 'how-long|hvor laenge|hvor lang tid|how long|saa laenge|so long|hvor mange dage|hvor mange uger|hvor mange timer|hvor lang',
  whyask: 'hvorfor hvorfo vorfor why|hvad er grunden|what for|for hvad',
  how: 'hvordan hvodan how',
  which: 'hvilken hvilket hvilke which',
  what: 'hvad hva what whats',
  may: 'maa kan kunne can could allowed|lov til|i stedet|er det nok|er det ok\\p{L}*',
  must: 'skal behoever noedt noedvendig* must need needs should|have to|er det meningen',
} as const;

/** The verb before its subject asks whether something is so. */
const WHETHER = /^(er|har|blev|fik|kom|skal|kan|maa|boer|is|are|has|have|did|do|does|was|can|must|should|may) /;

/** ... and whether it has happened. */
const ALREADY = /^(er|har|blev|fik|kom|is|are|has|have|did|was) /;

export type Concept = keyof typeof WORDS | 'whether' | 'already';

/** Any of these makes a question of a text, as a question mark does. */
export const ASKING: readonly Concept[] = [
  ...(['who', 'when', 'where', 'much', 'long', 'whyask', 'how', 'which', 'what', 'whether'] as const),
  ...(['find', 'missing', 'fail'] as const),
];

const PATTERNS = Object.entries(WORDS).map(([concept, words]) => [concept as Concept, patternOf(words)] as const);

function patternOf(words: string): RegExp {
  const [single = '', ...phrases] = words.split('|');
  const all = [...single.split(' '), ...phrases].map((one) => one.replaceAll(/(?<![)}])\*/g, '[\\p{L}\\d]*'));
  return new RegExp(`(?<![\\p{L}\\d])(?:${all.join('|')})(?![\\p{L}\\d])`, 'u');
}

const OUTSIDE = patternOf(WORDS.outside);

const ANY = new RegExp(PATTERNS.map(([, { source }]) => source).join('|'), 'gu');

/** Words of tone, time and politeness, which say nothing of what a text is about. */
const NEUTRAL: ReadonlySet<string> = new Set(
  `mandag tirsdag onsdag torsdag fredag loerdag soendag dag dage dagen daglig uge uger ugen ugens maaned maaneder maaneden aar aaret tid tiden tidspunkt
time timer minut minutter januar februar marts april maj juni juli august september oktober november december
siger sagde sagt tror synes mener haaber forstaar gennemskue spoerger undrer regner taenkt kaere mvh hilsen venlig venlige hilsner tak mange
normalt normal normale overhovedet direkte hjemme indevaerende laenge kort godt god gode fint bedst nemt svaert stort stor store lille ny fx feks cirka ca praecis
foerst sidst sidste naeste samtidig straks hurtigt snart altid maaske ellers desvaerre ikk ikke ha saadant pludselig omgang vej gang maade form slags del
sidder staar gaar gaaet gik foregaar drejer handler proever proevet synes lyder giver give holder tager taget saet saette gaa ret lov brug behov
monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday time day days week weeks month months year years long many much
instead him again already think hope said say says know understand wonder dear regards kind good fine big small new old quick soon first last next maybe always really possible valid exactly
dkk anmodning anmodningen dags baade via pr kl staaende alligevel samme travlt senere krav oeje planen arbejder work arbejde slet fald siden godkendelse skl sk havnet blevet blive bliver vidst lukke trykke trykker`.split(
    /\s+/,
  ),
);

/** "Hvor" in front of these asks how much or how long, not where. */
const NOT_WHERE = /\bhvor (meget|mange|stor\w*|dyrt?|laenge|lang\w*|hoejt?|snart|tit|ofte|vidt|naer)\b/;

/** How many days is how long, not how much money. */
const COUNTS_TIME =
  /\b(hvor mange|how many) (arbejds|hver|kalender)?(dage?|uger?|timer?|maaneder|days?|weeks?|hours?|months?)\b/;

export interface Spoken {
  readonly of: ReadonlySet<Concept>;
  /** Asks something, by its words or its question mark. */
  readonly asks: boolean;
  /** Its words that say something no concept stands for. */
  readonly left: readonly string[];
  /** Those about what is none of the bot's business. */
  readonly outside: readonly string[];
  /** How many a concept stands for. */
  readonly known: number;
}

/** What a text speaks of, and whether it asks. */
export function conceptsIn(text: string): Spoken {
  const normal = normalised(text.slice(0, 600).replace(/\S+@(\S+)/g, 'mailadresse'));
  const of = new Set<Concept>(PATTERNS.flatMap(([concept, pattern]) => (pattern.test(normal) ? [concept] : [])));
  if (WHETHER.test(normal)) of.add('whether');
  if (ALREADY.test(normal)) of.add('already');
  if (NOT_WHERE.test(normal)) of.delete('where');
  if (COUNTS_TIME.test(normal)) of.delete('much');
  const left = contentWords(normal.replace(ANY, ' ')).filter((word) => !NEUTRAL.has(word) && !/^\d+$/.test(word));
  const known = contentWords(normal).filter((word) => word.search(ANY) >= 0).length;
  const asks = text.includes('?') || ASKING.some((concept) => of.has(concept));
  const outside = of.has('outside') ? contentWords(normal).filter((word) => OUTSIDE.test(word)) : [];
  return { of, asks, known, left, outside };
}

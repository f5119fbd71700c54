import { normalised } from './normalise.js';

/** What is answered with a polite word and nothing else. */
export type Talk = 'hello' | 'thanks' | 'bye' | 'fine' | 'praise' | 'anger';

const WHO = '( (igen|bot|botten|nemkonto|du|alle|med dig|there|again|all|everyone))*';
const TALK: readonly (readonly [Talk, RegExp])[] = [
  [
    'hello',
    new RegExp(
      `^(hej|hejsa|heja|halloej|hallo|hey|hi|hello|dav|davs|goddag|god ?dag|god ?morgen|god ?aften|good (morning|afternoon|evening)|moin)${WHO}$`,
    ),
  ],
  [
    'thanks',
    /^(ok(ay)? |super |fint |perfekt |fedt |mange |tusind |1000 |great |jamen |hov |ja |fedt )*(tak|takker|thanks|thank you|thx|tnx|cheers|mange tak)( (skal du have|for \w+|for det|for (din |your |al )?(hjaelp\w*|help)|a lot|so much|very much|du|igen|hele tiden|saa meget|en masse|til dig|for nu))*$/,
  ],
  [
    'bye',
    /^((ha|hav) )?(en )?(rigtig |fortsat )*(god|dejlig|have a (nice|good|great)|nice) (weekend|ferie|sommer\w*|jul|paaske|aften|dag|fredag|dag videre|day|holiday|vacation|evening)( (til dig|til jer|alle|allesammen))*$|^(farvel|hej hej|vi ses|bye|bye bye|goodbye|see you)$/,
  ],
  [
    'fine',
    /^(ok|okay|okey|oki|super|fint|det er fint|perfekt|modtaget|forstaaet|godt|den er god|helt fint|alright|great|perfect|got it|understood|det er i orden|helt i orden|aftale|top|noteret|det goer jeg|(ok )?jeg (kigger|ser) paa (det|den)|will do|noted)( (ok|super|fint|godt|i morgen|senere|i dag|snart|paa \w+dag))?$/,
  ],
  [
    'praise',
    /\b(du er|hvor er du|you are|youre) (\w+ ){0,3}(knag|skat|stjerne|guld vaerd|dygtig|god|sej|skarp|flink|soed|hjaelpsom|dejlig|genial|star|great|lifesaver|helpful|brilliant)\b|\b(fedt|laekkert|smart|godt lavet|flot|imponerende|godt gaaet|dejligt( saa)?( er)?( det| den)? (paa plads|i hus|klaret)|dejligt nemt|det var nemt|nice work|well done|love it|awesome|cool|genialt|fantastisk)\b/,
  ],
  [
    'anger',
    /\b(du er|it is|you are|youre|det er) (\w+ ){0,5}(irriterende|ubrugelig\w*|dum|idiot\w*|traels|traelse|elendig\w*|haabloes\w*|vaerdiloes\w*|latterlig\w*|annoying|useless|stupid|ridiculous|hopeless)\b|\b(hvor er det|det er|aarh) (\w+ ){0,3}(boevl\w*|besvaerlig\w*|traels|traelst|omstaendelig\w*|tungt)\b|\b(irriterende|lorte\w*|lort|pisse?\w*|skod\w*|fuck\w*|shit|spam|spammer|ubrugelig\w*|haabloes\w*|annoying|useless|traet af dig|vildt traels|gider ikke dig|hold (nu )?(op|kaeft|mund))\b/,
  ],
];

/** A greeting, thanks, a goodbye, an "ok", praise or anger, when that is all a short text says. */
export function talkIn(text: string): Talk | undefined {
  if (text.length > 60) return undefined;
  const normal = normalised(text);
  if (
    /^(mange |tusind |1000 )?tak\b/.test(normal) &&
    TALK.some(([talk, pattern]) => talk === 'praise' && pattern.test(normal))
  )
    return 'thanks';
  return TALK.find(([, pattern]) => pattern.test(normal))?.[0];
}

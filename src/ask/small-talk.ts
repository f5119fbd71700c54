import { normalised } from './normalise.js';

/** What is answered with a polite word and nothing else. */
export type Talk = 'hello' | 'thanks' | 'bye' | 'fine';

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
    /^(ok(ay)? |super |fint |perfekt |mange |tusind |1000 |great )*(tak|takker|thanks|thank you|thx|tnx|cheers)( (skal du have|for \w+|for det|for (din |your )?(hjaelp\w*|help)|a lot|so much|very much|du|igen|hele tiden))*$/,
  ],
  [
    'bye',
    /^((ha|hav) )?(en )?(rigtig |fortsat )*(god|dejlig|have a (nice|good|great)|nice) (weekend|ferie|sommer\w*|jul|paaske|aften|dag|fredag|dag videre|day|holiday|vacation|evening)( (til dig|til jer|alle|allesammen))*$|^(farvel|hej hej|vi ses|bye|bye bye|goodbye|see you)$/,
  ],
  [
    'fine',
    /^(ok|okay|okey|oki|super|fint|det er fint|perfekt|modtaget|forstaaet|godt|den er god|helt fint|alright|great|perfect|got it|understood)( (ok|super|fint|godt))?$/,
  ],
];

/** A greeting, thanks, a goodbye or an "ok", when the whole text is one. */
export function talkIn(text: string): Talk | undefined {
  if (text.length > 60) return undefined;
  const normal = normalised(text);
  return TALK.find(([, pattern]) => pattern.test(normal))?.[0];
}

import type { CaseEvent } from '../../src/case/events.js';

/** Everything that could be taken for markup, a mention, a template or a direction, in one text. */
const EVIL =
  '\u0024{title} **fed** [klik](https://ond.example) \u202e\u200f\u2067\u200b\u0007<script>alert(1)</script> <at>Alle</at> # ~ `x` | 😀é\n- punkt ';
/** More of it than any field takes. */
export const LONG = EVIL.repeat(Math.ceil(10_000 / EVIL.length));

/** The same log with every text a person can supply replaced by `evil`; ids, days and kinds stay. */
export function poisoned(events: readonly CaseEvent[], evil: string): CaseEvent[] {
  const KEYS = new Set(['name', 'reason', 'note', 'number']);
  const text = JSON.stringify(events, (key, value) => (KEYS.has(key) && value !== '123456' ? evil : value));
  return JSON.parse(text);
}

import fc from 'fast-check';

/**
 * Any text, lone surrogates included, of at most so many UTF-16 units. fast-check's own unit `binary` first lists every
 * character there is, which takes two seconds.
 */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.nat(0xffff), { maxLength }).map((units) => String.fromCharCode(...units));
}

import { expect, test } from 'vitest';
import { peopleIn, placesIn } from '../../src/ask/names.js';
import { MUNICIPALITIES } from '../../src/task/municipalities.js';

test.each(MUNICIPALITIES)(
  'given a text that names municipality %s, then it is found however %s is written',
  (code, name) => {
    const loose = name.replaceAll('-', ' ');
    for (const said of [name, name.toUpperCase(), name.toLowerCase(), `${name}s`, `${name} kommune`, loose])
      expect(placesIn(`hvor langt er vi i ${said}?`)).toEqual({ codes: new Set([code]), rest: 'hvor langt er vi  ?' });
  },
);

test('given a text that names several, or only a word that holds a name, then that is what is found', () => {
  expect([...placesIn('er Vejle før Køge?').codes].sort()).toEqual(['0259', '0630']);
  for (const text of ['', 'aftalenummer', 'vejlederen', 'fravejle', 'Rødovrevej', 'fulgte bilaget hele vejen'])
    expect(placesIn(text).codes.size).toBe(0);
});

test('given a text that names colleagues in full and by first name, then all of them are found', () => {
  const people = ['Søren Lund', 'Oluf Bro', 'Mette Krogh', 'Mette Hede', 'Bo Ås'].map((name) => ({ name }));
  const named = (text: string) => peopleIn(text, people).map(({ name }) => name);
  expect(named('Søren har fået nyt job, det er Oluf Bro nu')).toEqual(['Søren Lund', 'Oluf Bro']);
  expect(named('mette krogh overtager efter oluf')).toEqual(['Oluf Bro', 'Mette Krogh']);
  expect(named('det er soeren, bo aas ved ikke noget')).toEqual(['Søren Lund', 'Bo Ås']);
  // Two are called so, and one is as short as a word.
  for (const text of ['Mette overtager', 'jeg vil bo i Vejle', 'Sørensen']) expect(named(text)).toEqual([]);
});

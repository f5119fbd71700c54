import { expect, test } from 'vitest';
import { placesIn } from '../../src/ask/names.js';
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

import { describe, expect, test } from 'vitest';
import { daysIn, weeksIn } from '../../src/ask/days.js';
import { agreementNumberIn, amountIn, invoiceNumberIn, workdaysIn } from '../../src/ask/values.js';

/** A Wednesday. */
const TODAY = '2026-05-06';

describe('days in a running text', () => {
  test.each([
    ['i dag', '2026-05-06'],
    ['i går', '2026-05-05'],
    ['igår', '2026-05-05'],
    ['I gaar', '2026-05-05'],
    ['i forgårs', '2026-05-04'],
    ['yesterday', '2026-05-05'],
    ['her til morgen', '2026-05-06'],
    ['i mandags', '2026-05-04'],
    ['i onsdags', '2026-04-29'],
    ['last Monday', '2026-05-04'],
    ['for 3 dage siden', '2026-05-03'],
    ['for en uge siden', '2026-04-29'],
    ['2 weeks ago', '2026-04-22'],
    ['den 3. maj', '2026-05-03'],
    ['mandag den 4. maj', '2026-05-04'],
    ['den 30.', '2026-04-30'],
    ['4/5', '2026-05-04'],
    ['4.5.2026', '2026-05-04'],
    ['04-05-26', '2026-05-04'],
    ['4/5-26', '2026-05-04'],
    ['2026-05-04', '2026-05-04'],
    ['May 4th', '2026-05-04'],
    ['4 May 2026', '2026-05-04'],
    ['d. 31/12', '2025-12-31'],
    ['4.5', '2026-05-04'],
    ['30.4.', '2026-04-30'],
    ['ved brev 30.4', '2026-04-30'],
    ['mandag 4.5. kl. 10.11', '2026-05-04'],
  ])('what was done "%s" was done on %s', (text, day) => {
    expect(daysIn(`vi betalte ${text}`, TODAY, 'past').days).toEqual([day]);
  });

  test.each([
    ['1. juli', ['2026-07-01']],
    ['den 4.', ['2026-06-04']],
    ['på fredag', ['2026-05-08']],
    ['næste onsdag', ['2026-05-13']],
    ['i morgen', ['2026-05-07']],
    ['2. januar', ['2027-01-02']],
    ['fra 6. til 20. juli', ['2026-07-06', '2026-07-20']],
    ['6.-20. juli', ['2026-07-06', '2026-07-20']],
    ['6.7-20.7', ['2026-07-06', '2026-07-20']],
    ['6/7 - 20/7', ['2026-07-06', '2026-07-20']],
    ['6.7.2026-20.7.2026', ['2026-07-06', '2026-07-20']],
    ['fra 6.7.2026 til 20.7.2026', ['2026-07-06', '2026-07-20']],
    ['from 6 to 20 July', ['2026-07-06', '2026-07-20']],
    ['fra mandag den 11. maj til fredag den 15. maj', ['2026-05-11', '2026-05-15']],
    ['fra 28. december til 4. januar', ['2026-12-28', '2027-01-04']],
  ])('what is planned for "%s" lies ahead', (text, days) => {
    expect(daysIn(`jeg er væk ${text}`, TODAY, 'future').days).toEqual(days);
  });

  test.each([
    ...['31. februar', '45/13', '31.2', 'maj', 'nummer 70012345', '4.312'],
    ...['version 3.2', 'punkt 4.2', 'kl. 12.10', 'klokken 12.10', '12.10 kr.', 'kr. 12.10', '5.10 %', '10.11.12.13'],
  ])('"%s" is no day', (text) => {
    expect(daysIn(text, TODAY, 'past').days).toEqual([]);
  });

  test('a day over New Year and over a leap day is the right one', () => {
    expect(daysIn('i går', '2027-01-01', 'past').days).toEqual(['2026-12-31']);
    expect(daysIn('i går', '2028-03-01', 'past').days).toEqual(['2028-02-29']);
    expect(daysIn('29. februar', '2028-03-01', 'past').days).toEqual(['2028-02-29']);
  });

  test('weeks run from Monday to Sunday, of next year when they are over', () => {
    expect(weeksIn('uge 28-30', TODAY)).toEqual({ from: '2026-07-06', until: '2026-07-26' });
    expect(weeksIn('uge 7', TODAY)).toEqual({ from: '2027-02-15', until: '2027-02-21' });
    expect(weeksIn('next week', TODAY)).toEqual({ from: '2026-05-11', until: '2026-05-17' });
    expect(weeksIn('en uge', TODAY)).toBeUndefined();
  });
});

describe('numbers in a running text', () => {
  test.each([
    ['på 4.040,28 kr.', '4.040,28'],
    ['kr. 4040', '4040'],
    ['4040,28', '4040,28'],
    ['DKK 4,040.28', '4,040.28'],
    ['faktura 70012345', undefined],
  ])('%s', (text, amount) => {
    expect(amountIn(text).amount).toBe(amount);
  });

  test('an invoice is named by its number, an agreement by its own', () => {
    expect(invoiceNumberIn('faktura nr. 70012345, modtaget')).toBe('70012345');
    expect(invoiceNumberIn('invoice number AB-1234')).toBe('AB-1234');
    expect(invoiceNumberIn('fakturaen er kommet')).toBeUndefined();
    expect(agreementNumberIn('nks-aftalenummeret er 12 34 56.')).toBe('12 34 56');
    expect(agreementNumberIn('fakturanummer 70012345')).toBeUndefined();
    expect([workdaysIn('udsæt 3 dage'), workdaysIn('en uge'), workdaysIn('senere')]).toEqual(['3', '5', undefined]);
    expect([workdaysIn('tre dages ro'), workdaysIn('three days'), workdaysIn('en dagsorden')]).toEqual([
      '3',
      '3',
      undefined,
    ]);
  });
});

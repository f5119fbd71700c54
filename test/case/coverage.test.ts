import { describe, expect, test } from 'vitest';
import { everyEvent, everyProblem, everyRefusal } from './every.js';

describe('all of it can come about', () => {
  test.each(Object.entries(everyEvent))('the event %s', (type, shown) => {
    expect(shown().event.type).toBe(type);
  });

  test.each(Object.entries(everyRefusal))('the refusal %s', (reason, shown) => {
    expect(shown().refusal?.reason).toBe(reason);
  });

  test.each(Object.entries(everyProblem))('the problem %s', (kind, shown) => {
    expect(shown().map((problem) => problem.kind)).toEqual([kind]);
  });
});

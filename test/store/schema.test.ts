import { describe, expect, test } from 'vitest';
import { readSchema } from '../../src/store/lowdb/schema.js';

describe('a file with a schema number', () => {
  const lifts = {
    1: ({ old, ...rest }: { old?: string }) => ({ ...rest, schema: 2, newer: old }),
    2: (older: object) => ({ ...older, schema: 3, newest: true }),
  };

  test('is lifted from each number to the next, however old it is', () => {
    const lifted = { schema: 3, newer: 'x', newest: true };
    expect(readSchema('{"schema":1,"old":"x"}', 3, lifts)).toEqual({ value: lifted });
    expect(readSchema('{"schema":2,"newer":"x"}', 3, lifts)).toEqual({ value: lifted });
    expect(readSchema('{"schema":3}', 3, lifts)).toEqual({ value: { schema: 3 } });
  });

  test('is left alone when it is newer, or older than anything that can be lifted', () => {
    expect(readSchema('{"schema":4}', 3, lifts)).toEqual({ problem: expect.stringContaining('newer') });
    expect(readSchema('{"schema":0}', 3, lifts)).toEqual({ problem: 'schema 0 is unknown' });
    expect(readSchema('{"schema":1}', 3, { 2: lifts[2] })).toEqual({ problem: 'schema 1 is unknown' });
  });
});

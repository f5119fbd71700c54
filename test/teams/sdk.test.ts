import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { postponing } from '../../src/teams/on-first-use.js';
import { postponed } from '../../src/teams/sdk.js';

const require = createRequire(import.meta.url);

/** What loading the door has loaded, before any test uses more of it. */
const loadedByDoor = Object.keys(require.cache);

describe('the door to the SDK', () => {
  test('loads little: no dialogs, planners, token libraries, nor a client before the first activity', () => {
    const heavy =
      /recognizers-text|gpt-tokenizer|botbuilder-dialogs|msal-node|@azure|ts-http-runtime|axios|jsonwebtoken/;
    expect(loadedByDoor.filter((file) => heavy.test(file))).toEqual([]);
    expect(loadedByDoor.some((file) => /teams-ai.lib.Application\.js$/.test(file))).toBe(true);
  });

  test('finds every module it postpones, so that an update that renames one is noticed', () => {
    expect(postponed).toHaveLength(14);
  });

  test('knows the true export names where importers list them', () => {
    for (const { file, names } of postponed) {
      if (names !== undefined) expect(Object.keys(require(file)).sort()).toEqual([...names].sort());
    }
  });

  test('says of ES modules only that they are such', () => {
    for (const { file, esModule } of postponed) {
      if (esModule === true) expect((require(file) as { __esModule?: boolean }).__esModule).toBe(true);
    }
  });

  test("takes nothing from botbuilder's core that botbuilder itself has otherwise", () => {
    const whole = require('botbuilder') as Record<string, unknown>;
    const core = createRequire(require.resolve('botbuilder'))('botbuilder-core') as Record<string, unknown>;
    expect(Object.keys(core).filter((key) => whole[key] !== core[key])).toEqual([]);
  });
});

describe('loading on first use', () => {
  test('a stand-in is the true module once something of it is used', () => {
    const file = require.resolve('jsonwebtoken/index.js');
    const seen = postponing([{ file }], () => require('jsonwebtoken') as { sign: unknown });
    expect(seen.sign).toBe((require('jsonwebtoken') as { sign: unknown }).sign);
    expect(Object.keys(seen)).toEqual(Object.keys(require('jsonwebtoken') as object));
    expect('sign' in seen && !('nothing' in seen)).toBe(true);
  });

  test('an unknown module is reported by the true loader, and the loader is restored after a throw', () => {
    expect(() => postponing([], () => require('no-such-package'))).toThrow(/no-such-package/);
    expect(require('botbuilder')).toHaveProperty('CloudAdapter');
  });
});

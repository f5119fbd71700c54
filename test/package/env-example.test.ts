import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const example = readFileSync('.env.example', 'utf8');
const explained = [...example.matchAll(/^#([A-Z]\w+)=/gim)].map(([, name]) => name);

test('.env.example has every setting once', () => {
  const settings = [...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}([A-Z]\w+): /gm)].map(([, name]) => name);
  expect(settings.length).toBeGreaterThan(15);
  for (const setting of settings) expect(explained).toContain(setting);
  expect(new Set(explained).size).toBe(explained.length);
});

test('.env.example says of every setting what it is, and sets nothing by itself', () => {
  expect(example.match(/^[^#\n]/gm)).toBeNull();
  for (const name of explained)
    expect([name, new RegExp(`^# .+[.)]\\n(#\\w+=.*\\n)*#${name}=`, 'm').test(example)]).toEqual([name, true]);
});

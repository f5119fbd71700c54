import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** CSS selectors of what is looked at, and of what inside it is left out. */
export interface Part {
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
}

/** What axe-core finds wrong on a page with all its rules, each as "rule: what is wrong, at which element". */
export async function accessibilityFlaws(page: Page, part: Part = { include: ['html'] }): Promise<string[]> {
  await page.evaluate(source);
  const run = `axe.run(${JSON.stringify(part)}, { resultTypes: ['violations'] })`;
  const { violations } = await page.evaluate<Result>(run);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${failureSummary.split('\n')[1]?.trim()} ${target.join(' ')}`),
  );
}

interface Result {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
  }[];
}

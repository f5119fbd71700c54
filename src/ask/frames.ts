import type { CaseTopic } from './case-questions.js';
import type { Concept, Spoken } from './concepts.js';
import { FRAME_ROWS } from './frame-rows.js';
import type { Standing } from './standing.js';

/** Where a question leads: a question of the task by its id, what a case knows, or what neither knows. */
export type Target = `task:${string}` | `case:${CaseTopic}` | 'outside';

type Need = Concept | `!${Concept}` | Standing | `!${Standing}`;
interface Frame {
  readonly target: Target;
  readonly needs: readonly Need[];
  /** How many concepts it needs; what is true of the asker's case counts half, what must be absent nothing. */
  readonly weight: number;
}

export const FRAMES: readonly Frame[] = Object.entries(FRAME_ROWS).flatMap(([target, rows]) =>
  rows.map((row) => {
    const needs = row.split(' ') as Need[];
    return { target: target as Target, needs, weight: needs.reduce((sum, need) => sum + weightOf(need), 0) };
  }),
);

/** A need that is a concept, present. */
export function isConcept(need: Need): need is Concept {
  return !need.startsWith('!') && !need.includes(':');
}

function weightOf(need: Need): number {
  if (need.startsWith('!')) return 0;
  return need.includes(':') ? 0.5 : 1;
}

export interface Framed {
  readonly target: Target;
  /** How many concepts were needed. */
  readonly weight: number;
}

/** The questions that the concepts of a text make, the one that needs most first; each target once. */
export function framesOf({ of, asks }: Spoken, standing: ReadonlySet<Standing>): Framed[] {
  if (!asks || of.has('outside')) return [];
  const holds = (need: Need): boolean => {
    if (need.startsWith('!')) return !holds(need.slice(1) as Need);
    return need.includes(':') ? standing.has(need as Standing) : of.has(need as Concept);
  };
  const best = new Map<Target, number>();
  for (const frame of FRAMES)
    if (frame.needs.every(holds)) best.set(frame.target, Math.max(best.get(frame.target) ?? 0, frame.weight));
  return [...best].map(([target, weight]) => ({ target, weight })).sort((a, b) => b.weight - a.weight);
}

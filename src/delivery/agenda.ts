import type { Instant } from '../case/dates.js';

interface Line<T> {
  readonly id: string;
  readonly at: Instant;
  readonly what: T;
}

/**
 * What is to come, by moment: a binary heap. Putting something off leaves its old line in the heap, where it is skipped
 * when it comes up; a heap with more old lines than new ones is built anew. So the first moment is always at hand, and
 * a change costs the logarithm of what is kept.
 */
export class Agenda<T> {
  private readonly lines = new Map<string, Line<T>>();
  private heap: Line<T>[] = [];

  has(id: string): boolean {
    return this.lines.has(id);
  }

  /** Sets the moment of something, instead of the one it had. */
  put(id: string, at: Instant, what: T): void {
    const line = { id, at, what };
    this.lines.set(id, line);
    this.push(line);
    if (this.heap.length > 2 * this.lines.size + 64) this.heap = [...this.lines.values()].sort(byMoment);
  }

  drop(id: string): void {
    this.lines.delete(id);
  }

  /** The first moment of all. */
  soonest(): Instant | undefined {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (this.lines.get(top.id) === top) return top.at;
      this.pop();
    }
    return undefined;
  }

  /** Everything up to a moment, the moment included. It stays on the agenda until it is put off or dropped. */
  until(moment: Instant): T[] {
    const due: Line<T>[] = [];
    for (let first = this.soonest(); first !== undefined && first <= moment; first = this.soonest()) {
      const line = this.pop();
      if (line) due.push(line);
    }
    for (const line of due) this.push(line);
    return due.map((line) => line.what);
  }

  private push(line: Line<T>): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(line);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (!above || above.at <= line.at) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = line;
  }

  private pop(): Line<T> | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      const [l, r] = [heap[left], heap[right]];
      const [child, under] = r && l && r.at < l.at ? [right, r] : [left, l];
      if (!under || last.at <= under.at) break;
      heap[at] = under;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function byMoment(a: Line<unknown>, b: Line<unknown>): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

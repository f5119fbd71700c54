/** A count by labels. Every label has a small fixed set of values, so that what is kept is bounded. */
export class Count<L extends string> {
  private readonly lines = new Map<string, { readonly labels: Readonly<Record<L, string>>; count: number }>();

  add(labels: Readonly<Record<L, string>>): void {
    const key = Object.values(labels).join(' ');
    const known = this.lines.get(key);
    if (known) known.count += 1;
    else this.lines.set(key, { labels, count: 1 });
  }

  all(): readonly { readonly labels: Readonly<Record<L, string>>; readonly count: number }[] {
    return [...this.lines.values()];
  }
}

/** What has happened since the start. Plain numbers: the library that prints them is loaded when somebody asks. */
export class Counts {
  readonly turns = new Count<'kind' | 'outcome'>();
  readonly presses = new Count<'verb'>();
  readonly refusals = new Count<'reason'>();
  readonly deliveries = new Count<'outcome'>();
  readonly away = new Count<'status' | 'why'>();
}

interface Queue {
  /** Cases somebody has just acted in. */
  readonly first: Set<string>;
  readonly later: Set<string>;
}

/**
 * Cases that wait for somebody to deliver what is due in them. Tenants take turns, so that one with thousands of
 * reminders does not hold up another's single message; within a tenant they go in the order they came, those of a press
 * before those of the clock.
 */
export class Waiting {
  private readonly tenants = new Map<string, Queue>();
  private readonly tenantOf = new Map<string, string>();

  get size(): number {
    return this.tenantOf.size;
  }

  has(caseId: string): boolean {
    return this.tenantOf.has(caseId);
  }

  /** Adds a case; one that waits already keeps its place, or moves up when it is hurried now. */
  add(caseId: string, tenant: string, hurried: boolean): void {
    const known = this.tenantOf.get(caseId) ?? tenant;
    const queue = this.tenants.get(known) ?? { first: new Set(), later: new Set() };
    this.tenants.set(known, queue);
    this.tenantOf.set(caseId, known);
    if (hurried) {
      queue.later.delete(caseId);
      queue.first.add(caseId);
    } else if (!queue.first.has(caseId)) queue.later.add(caseId);
  }

  /**
   * Takes out the next case that may begin; its tenant then goes to the end of the row. A tenant that may not begin
   * keeps its place in it.
   */
  take(
    mayTenant: (tenant: string) => boolean,
    mayCase: (caseId: string) => boolean,
  ): { caseId: string; tenant: string } | undefined {
    for (const [tenant, queue] of this.tenants) {
      if (!mayTenant(tenant)) continue;
      const caseId = firstOf(queue.first, mayCase) ?? firstOf(queue.later, mayCase);
      if (caseId === undefined) continue;
      queue.first.delete(caseId);
      queue.later.delete(caseId);
      this.tenantOf.delete(caseId);
      this.tenants.delete(tenant);
      if (queue.first.size + queue.later.size > 0) this.tenants.set(tenant, queue);
      return { caseId, tenant };
    }
    return undefined;
  }

  clear(): void {
    this.tenants.clear();
    this.tenantOf.clear();
  }
}

function firstOf(cases: ReadonlySet<string>, may: (caseId: string) => boolean): string | undefined {
  for (const caseId of cases) if (may(caseId)) return caseId;
  return undefined;
}

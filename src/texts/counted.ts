/** A number with its noun: 1 sag, 2 sager. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

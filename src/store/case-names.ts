/** Four-digit municipality code and a short suffix. Nothing else comes near a path. */
const CASE_ID = /^[0-9]{4}-[a-z0-9]{4,12}$/;
const SUFFIX = '.json';

export function isCaseId(text: string): boolean {
  return CASE_ID.test(text);
}

/** The name of a case's file. */
export function caseFileOf(caseId: string): string {
  return `${caseId}${SUFFIX}`;
}

/** The case that a file of this name is of; undefined for a file of another kind. */
export function caseIdOf(name: string): string | undefined {
  const id = name.slice(0, -SUFFIX.length);
  return name.endsWith(SUFFIX) && isCaseId(id) ? id : undefined;
}

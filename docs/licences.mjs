import { readFileSync } from 'node:fs';

/**
 * Prints the licences of every package that runs in production, from the lock file and what is installed
 * (`npm run licences > docs/licences.md`). Development packages are left out: they are not handed on.
 */

/** Packages whose package.json names no licence, and where it stands instead. */
const BY_HAND = { 'png-js': 'MIT (its file LICENSE)' };

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const byLicence = new Map();
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '' || entry.dev || entry.devOptional) continue;
  const { name, version, license, licenses } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
  const named = [license ?? licenses ?? BY_HAND[name] ?? 'none named'].flat();
  const licence = named.map((one) => (typeof one === 'string' ? one : one.type)).join(' or ');
  byLicence.set(licence, [...(byLicence.get(licence) ?? []), `${name} ${version}`]);
}
const lines = [...byLicence]
  .sort(([a, one], [b, other]) => other.length - one.length || a.localeCompare(b))
  .map(([licence, names]) => `| ${licence} | ${names.length} | ${[...new Set(names)].sort().join(', ')} |`);
const all = [...byLicence.values()].flat().length;
process.stdout.write(`# Licences of what runs in production

${all} packages. Made by \`npm run --silent licences > docs/licences.md\`; a test compares the two.

| licence | packages | which |
|---|---|---|
${lines.join('\n')}
`);

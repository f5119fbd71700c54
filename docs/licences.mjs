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
const licences = [...byLicence]
  .sort(([a, one], [b, other]) => other.length - one.length || a.localeCompare(b))
  .map(([licence, names]) => ({ licence, count: names.length, names: [...new Set(names)].sort() }));

/** Names separated by commas, in lines of at most 120 letters. */
function wrapped(names) {
  const lines = [''];
  for (const [at, name] of names.entries()) {
    const word = at === names.length - 1 ? `${name}.` : `${name},`;
    if (`${lines.at(-1)} ${word}`.length > 120) lines.push(word);
    else lines.push(`${lines.pop()} ${word}`.trim());
  }
  return lines.join('\n');
}

process.stdout.write(`# Licences of what runs in production

${licences.reduce((sum, { count }) => sum + count, 0)} packages. Made by \`npm run --silent licences > docs/licences.md\`; a test compares the two.

| licence | packages |
|---|---|
${licences.map(({ licence, count }) => `| ${licence} | ${count} |`).join('\n')}

${licences.map(({ licence, names }) => `## ${licence}\n\n${wrapped(names)}`).join('\n\n')}
`);

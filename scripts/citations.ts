// Checks that what code and documents cite exists: sections of RFCs, and ids of the record of clients and guards.
// Without arguments it reads the whole project; with paths only these.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isOnRecord, recordCitationsIn } from '../packages/conformance/src/index.ts';
import { citationsIn, sectionsOfRfcs } from './rfc-citations.ts';
import { projectFiles, ROOT } from './tracked-files.ts';

const sections = new Map([...sectionsOfRfcs].map(([rfc, titles]) => [rfc, new Set(titles.keys())]));

interface Reading {
  readonly sections: number;
  readonly ids: number;
  readonly faults: readonly string[];
}

const faultOfSection = (rfc: string, section: string): string | undefined => {
  const known = sections.get(rfc);
  if (known === undefined) return `RFC ${rfc} is not among scripts/rfc-sections.json`;
  return known.has(section) ? undefined : `RFC ${rfc} has no section ${section}`;
};

const read = (path: string): Reading => {
  const text = readFileSync(resolve(ROOT, path), 'utf8');
  const cited = citationsIn(text);
  const ids = recordCitationsIn(text);
  const faults = [
    ...cited.map(({ rfc, section, line }) => ({ line, fault: faultOfSection(rfc, section) })),
    ...ids.map(({ id, line }) => ({ line, fault: isOnRecord(id) ? undefined : `${id} is not on record` })),
  ];
  return {
    sections: cited.length,
    ids: ids.length,
    faults: faults.flatMap(({ line, fault }) => (fault === undefined ? [] : [`${path}:${line}: ${fault}`])),
  };
};

// The tests of this check cite what does not exist.
const NOT_READ = new Set([
  'scripts/rfc-sections.json',
  'packages/conformance/test/citations.test.ts',
  'test/citations.test.ts',
]);

const named = process.argv.slice(2);
const paths =
  named.length > 0
    ? named
    : projectFiles('.ts', '.md', '.json').filter((path) => !NOT_READ.has(path) && existsSync(resolve(ROOT, path)));
const results = paths.map(read);
const sum = (count: (result: Reading) => number): number => results.reduce((total, result) => total + count(result), 0);
const faults = results.flatMap((result) => result.faults);
const [sectionCount, idCount] = [sum((result) => result.sections), sum((result) => result.ids)];
if (named.length === 0 && (sectionCount < 100 || idCount < 100)) {
  faults.push(`only ${sectionCount} sections and ${idCount} ids were found: the pattern no longer reads them`);
}
for (const fault of faults) console.error(fault);
console.log(`${sectionCount} sections of RFCs and ${idCount} ids of the record cited, ${faults.length} of them wrong.`);
process.exitCode = faults.length === 0 ? 0 : 1;

// Checks that every section of an RFC that code or documents cite exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { citationsIn, sectionsOfRfcs } from './rfc-citations.ts';
import { projectFiles, ROOT } from './tracked-files.ts';

const sections = new Map([...sectionsOfRfcs].map(([rfc, titles]) => [rfc, new Set(titles.keys())]));

const faultsOf = (path: string): { readonly citations: number; readonly faults: readonly string[] } => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const faults: string[] = [];
  let citations = 0;
  for (const { rfc, section, line } of citationsIn(text)) {
    citations += 1;
    const known = sections.get(rfc);
    if (known === undefined) faults.push(`${path}:${line}: RFC ${rfc} is not among scripts/rfc-sections.json`);
    else if (!known.has(section)) faults.push(`${path}:${line}: RFC ${rfc} has no section ${section}`);
  }
  return { citations, faults };
};

const results = projectFiles('.ts', '.md', '.json')
  .filter((path) => path !== 'scripts/rfc-sections.json' && existsSync(join(ROOT, path)))
  .map(faultsOf);
const faults = results.flatMap((result) => result.faults);
const citations = results.reduce((sum, result) => sum + result.citations, 0);
if (citations < 100) faults.push(`only ${citations} citations were found: the pattern no longer reads them`);
for (const fault of faults) console.error(fault);
console.log(`${citations} sections cited, ${faults.length} of them wrong.`);
process.exitCode = faults.length === 0 ? 0 : 1;

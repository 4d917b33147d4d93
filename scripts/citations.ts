// Checks that every section of an RFC that code or documents cite exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, ROOT } from './tracked-files.ts';

const sections = new Map<string, ReadonlySet<string>>(
  Object.entries<string>(JSON.parse(readFileSync(join(import.meta.dirname, 'rfc-sections.json'), 'utf8'))).map(
    ([rfc, list]) => [rfc, new Set(list.split(' '))],
  ),
);

// "RFC 7644 section 3.3", "RFC 7643 sections 2.3 to 2.5, 7 and 8"; a citation may break over a line of a comment.
const NUMBER = String.raw`\d+(?:\.\d+)*`;
const BREAK = String.raw`(?:\s+(?:\*|\/\/)?\s*)`;
const CITATION = new RegExp(
  String.raw`RFC${BREAK}(\d{4}),?${BREAK}sections?${BREAK}(${NUMBER}(?:,?${BREAK}(?:(?:and|to|or)${BREAK})?${NUMBER})*)`,
  'gu',
);

const faultsOf = (path: string): { readonly citations: number; readonly faults: readonly string[] } => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const faults: string[] = [];
  let citations = 0;
  for (const match of text.matchAll(CITATION)) {
    const [, rfc = '', list = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    for (const number of list.match(new RegExp(NUMBER, 'gu')) ?? []) {
      citations += 1;
      const known = sections.get(rfc);
      if (known === undefined) faults.push(`${path}:${line}: RFC ${rfc} is not among scripts/rfc-sections.json`);
      else if (!known.has(number)) faults.push(`${path}:${line}: RFC ${rfc} has no section ${number}`);
    }
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

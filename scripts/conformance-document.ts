// docs/conformance.md: every section of the protocol's RFCs, with the tests that cite it or why there is none.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { citationsIn, sectionsOfRfcs } from './rfc-citations.ts';
import { UNTESTED } from './untested-sections.ts';
import { projectFiles, ROOT } from './tracked-files.ts';

/** What runs and can fail: test files, laws and contract, and the cases that are replayed. */
const TESTS =
  /\.test\.ts$|^packages\/laws\/src\/(?:laws|contract|model)\/|^packages\/conformance\/src\/cases\/[^/]+\/[^/]+\.json$|^test\/profiles\/cases\//u;

/** Test files by the section that they cite: `7644 3.5.2`. */
const testsBySection = (): ReadonlyMap<string, readonly string[]> => {
  const tests = new Map<string, string[]>();
  for (const path of projectFiles('.ts', '.json').filter((name) => TESTS.test(name) && existsSync(join(ROOT, name)))) {
    for (const { rfc, section } of citationsIn(readFileSync(join(ROOT, path), 'utf8'))) {
      const key = `${rfc} ${section}`;
      const files = tests.get(key) ?? [];
      if (!files.includes(path)) files.push(path);
      tests.set(key, files);
    }
  }
  return tests;
};

const MOST_LINKS = 6;

const links = (files: readonly string[]): string => {
  const shown = files.slice(0, MOST_LINKS).map((file) => `[${file.split('/').at(-1)}](../${file})`);
  return files.length > MOST_LINKS ? `${shown.join(', ')} and ${files.length - MOST_LINKS} more` : shown.join(', ');
};

const rowOf = (key: string, number: string, title: string, files: readonly string[] | undefined): string => {
  const note = UNTESTED[key];
  if (files !== undefined && note !== undefined) throw new Error(`RFC ${key} is tested: take it out of UNTESTED`);
  if (files !== undefined) return `| ${number} | ${title} | tested | ${links(files)} |`;
  if (note === undefined)
    throw new Error(`RFC ${key} has no test: cite it in one, or say in UNTESTED why there is none`);
  return `| ${number} | ${title} | ${note.status} | ${note.why} |`;
};

/** 2.10 comes after 2.9. */
const byNumber = (left: string, right: string): number => left.localeCompare(right, 'en', { numeric: true });

const tableOf = (rfc: string, tests: ReadonlyMap<string, readonly string[]>): string => {
  const sections = [...(sectionsOfRfcs.get(rfc) ?? [])].toSorted(([left], [right]) => byNumber(left, right));
  const rows = sections.map(([number, title]) => {
    const key = `${rfc} ${number}`;
    return rowOf(key, number, title, tests.get(key));
  });
  return ['| Section | Title | Status | Tests, or why there is none |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
};

/** The text of docs/conformance.md. */
export const conformanceDocument = (): string => {
  const tests = testsBySection();
  return `# Conformance

Every section of RFC 7643, RFC 7644 and RFC 9865, with the tests that cite it. This file is written by \`npx -y pnpm@12.21.0 generated:write\`; a section that no test cites has to say why in \`scripts/untested-sections.ts\`. scim2-tester, a compliance check written by others, runs against the server on every storage beside this (\`test/compliance/\`).

## RFC 7643

${tableOf('7643', tests)}

## RFC 7644

${tableOf('7644', tests)}

## RFC 9865

${tableOf('9865', tests)}
`;
};

// docs/clients.md and docs/guards.md: the record of clients and of guards, with the cases and tests that show each entry.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allCases,
  clients,
  everyClient,
  guards,
  recordCitationsIn,
  type ClientBehaviour,
  type ClientRecord,
  type Guard,
} from '../packages/conformance/src/index.ts';
import { projectFiles, ROOT } from './tracked-files.ts';

const CASES = 'packages/conformance/src/cases';

const EVIDENCE = {
  documented: 'stated by the vendor',
  observed: 'seen on the wire',
  reported: 'reported by users',
  inferred: 'inferred',
} as const;

/** Headings link by their text. */
const anchor = (id: string): string => `[${id}](#${id.toLowerCase()})`;

const casesOf = ({ cases: folder }: ClientRecord, { id, noCase }: ClientBehaviour): string => {
  if (noCase !== undefined) return `No case: ${noCase}`;
  const files = allCases.find(({ client }) => client === folder)?.cases.filter((one) => one.id === id) ?? [];
  return `Cases: ${files.map(({ file }) => `[${file.slice(0, -'.json'.length)}](../${CASES}/${folder}/${file})`).join(', ')}.`;
};

const behaviour = (client: ClientRecord, entry: ClientBehaviour): string => `#### ${entry.id}

**${entry.title}.** ${entry.sends}

Answer: ${entry.answer}

Known: ${entry.evidence.map((kind) => EVIDENCE[kind]).join(', ')}; ${entry.seen}. ${casesOf(client, entry)}
`;

const section = (client: ClientRecord): string =>
  `### ${client.name}\n\n${client.summary}\n\n${client.behaviours.map((entry) => behaviour(client, entry)).join('\n')}`;

/** The text of docs/clients.md. */
export const clientsDocument = (): string => `# What clients send

The record of how identity providers and client libraries behave, by the ids that code and tests cite. This file is written by \`npx -y pnpm@12.21.0 generated:write\` from \`packages/conformance/src/record/\`. Each behaviour is shown by cases that are played against the server on every storage, or says why no case can show it.

"Stated by the vendor" means documents, samples or tests of the vendor; "seen on the wire" recorded requests that somebody published; "reported by users" issues of other servers; "inferred" that nobody wrote it down. Threads are named as \`owner/repository#number\`.

## What several clients need

| Id | What must hold | Needed by |
| --- | --- | --- |
${everyClient.map(({ id, rule, neededBy }) => `| ${id} | ${rule} | ${neededBy.map(anchor).join(', ')} |`).join('\n')}

## Clients

${clients.map(section).join('\n')}`;

/** Test files by the number of the guard that they cite. */
const testsByGuard = (): ReadonlyMap<string, readonly string[]> => {
  const tests = new Map<string, string[]>();
  const isTest = (path: string): boolean => path.endsWith('.test.ts') && !path.endsWith('/citations.test.ts');
  for (const path of projectFiles('.ts').filter((name) => isTest(name) && existsSync(join(ROOT, name)))) {
    for (const { id } of recordCitationsIn(readFileSync(join(ROOT, path), 'utf8'))) {
      const files = tests.get(id) ?? [];
      if (!files.includes(path)) files.push(path);
      tests.set(id, files);
    }
  }
  return tests;
};

const guardEntry = (guard: Guard, tests: readonly string[] | undefined): string => {
  if (tests === undefined) throw new Error(`guard ${guard.number} has no test: cite it in one`);
  return `## Guard ${guard.number}

**${guard.title}.** ${guard.failure}

Right: ${guard.right}

Guard: ${guard.guard}

Seen: ${guard.seen}. Tests: ${tests.map((path) => `[${path.split('/').at(-1)}](../${path})`).join(', ')}.
`;
};

/** The text of docs/guards.md. */
export const guardsDocument = (): string => {
  const tests = testsByGuard();
  const entries = guards.map((guard) => guardEntry(guard, tests.get(`guard ${guard.number}`)));
  return `# Guards

The failures that users of SCIM servers report most, and what guards against each here. This file is written by \`npx -y pnpm@12.21.0 generated:write\` from \`packages/conformance/src/record/guards.ts\`; a guard that no test cites is an error.

${entries.join('\n')}`;
};

// Checks that the paths and commands which documents name exist.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFiles, ROOT } from './tracked-files.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Commands of pnpm itself. */
const OWN_COMMANDS = new Set(['install', 'exec', 'add', 'run']);

/** Words for which pnpm does something else than run the script of that name. */
const TAKEN = new Set(
  (
    'add audit bin bugs change ci clean config create dedupe deploy dlx docs doctor env exec fetch import init install lane licenses ' +
    'link list outdated pack patch pipeline profile prune publish rebuild remove repo root run runtime search setup stage store ' +
    'tasks team token update version view why'
  ).split(' '),
);

const CODE = /`([^`\n]+)`/gu;
const LINK = /\]\(([^)#\s]*)(?:#([^)\s]*))?\)/gu;
const HEADING = /^#+ (.+)$/gmu;
const COMMAND = /pnpm(?:@[\d.]+)? ([a-z][a-z:-]*)/gu;
const FOLDERS = /^(?:packages|adapters|apps|test|scripts|docs)\//u;

/** What a piece of inline code names as a path, without placeholders and globs. */
const pathIn = (code: string): string | undefined =>
  FOLDERS.test(code) && !/[\s*<>{}$]/u.test(code) ? code.replace(/:\d+$/u, '') : undefined;

/** The anchors of a document: its headings in lower case, with hyphens for spaces and without other signs. */
const anchorsIn = (path: string): readonly string[] =>
  [...readFileSync(path, 'utf8').matchAll(HEADING)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Whether a link leads to a file that exists, and to a heading that it has. */
const leadsSomewhere = (document: string, target: string, anchor: string | undefined): boolean => {
  const path = target === '' ? join(ROOT, document) : join(ROOT, dirname(document), target);
  if (!existsSync(path)) return false;
  return anchor === undefined || !path.endsWith('.md') || anchorsIn(path).includes(anchor);
};

const faultsOf = (document: string): readonly string[] => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const paths = [...text.matchAll(CODE)].flatMap(([, code = '']) => pathIn(code) ?? []);
  const missingPaths = paths.filter((path) => !existsSync(join(ROOT, path)));
  const missingLinks = [...text.matchAll(LINK)]
    .filter(([, target = '', anchor]) => !target.includes(':') && !leadsSomewhere(document, target, anchor))
    .map(([, target = '', anchor]) => (anchor === undefined ? target : `${target}#${anchor}`));
  const commands = [...text.matchAll(COMMAND)].map(([, name = '']) => name);
  const missingCommands = commands.filter((name) => !OWN_COMMANDS.has(name) && !Object.hasOwn(scripts, name));
  return [
    ...[...missingPaths, ...missingLinks].map((path) => `${document}: ${path} does not exist`),
    ...missingCommands.map((name) => `${document}: package.json has no script ${name}`),
  ];
};

const documents = projectFiles('.md').filter((path) => existsSync(join(ROOT, path)));
const taken = Object.keys(scripts).filter((name) => TAKEN.has(name));
const faults = [
  ...documents.flatMap(faultsOf),
  ...taken.map((name) => `package.json: pnpm has a command ${name} of its own, which runs instead of the script`),
];
for (const fault of faults) console.error(fault);
console.log(`${documents.length} documents read, ${faults.length} paths, links or commands wrong.`);
process.exitCode = faults.length === 0 ? 0 : 1;

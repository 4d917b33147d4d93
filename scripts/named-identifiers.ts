// Checks that what comments name in backticks exists: a name that the code no longer has misleads whoever reads on.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFiles, ROOT } from './tracked-files.ts';

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gmu;
const BACKTICKED = /`([^`\n]+)`/gu;
/** Names of code: letters of both cases or an underscore, so that plain words and operators are left alone. */
const NAME = /^(?=.*[a-z])(?=.*[A-Z_])[A-Za-z_$][\w$]*$/u;
const WORD = /[A-Za-z_$][\w$]*/gu;

/** Far below the number of names there are, far above what a pattern that reads nothing sees. */
const FEWEST_NAMES = 100;

interface Named {
  readonly path: string;
  readonly line: number;
  readonly name: string;
}

const namesIn = (path: string, text: string): readonly Named[] =>
  [...text.matchAll(COMMENT)].flatMap((comment) =>
    [...comment[0].matchAll(BACKTICKED)].flatMap(([, code = ''], index, all) => {
      const [name = ''] = code.split(/[.([]/u);
      if (!NAME.test(name)) return [];
      const offset = comment.index + (all[index]?.index ?? 0);
      return [{ path, line: text.slice(0, offset).split('\n').length, name }];
    }),
  );

const files = projectFiles('.ts', '.cjs', '.mjs', '.java')
  .filter((path) => existsSync(join(ROOT, path)))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const known = new Set(
  [
    ...files.map(({ text }) => text.replaceAll(COMMENT, '')),
    ...projectFiles('.json').map((path) => readFileSync(join(ROOT, path), 'utf8')),
  ].flatMap((code) => code.match(WORD) ?? []),
);
const names = files.flatMap(({ path, text }) => namesIn(path, text));
const faults = names
  .filter(({ name }) => !known.has(name))
  .map(({ path, line, name }) => `${path}:${line}: nothing is named ${name}`);
if (names.length < FEWEST_NAMES) faults.push(`only ${names.length} names were found: the pattern no longer reads them`);
for (const fault of faults) console.error(fault);
console.log(`${names.length} names in comments, ${faults.length} of them of nothing.`);
process.exitCode = faults.length === 0 ? 0 : 1;

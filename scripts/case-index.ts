// packages/conformance/src/cases/*/index.ts: a JSON module for each file of the folder, since a package that reads no files
// cannot list them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tracked-files.ts';

const CASES = 'packages/conformance/src/cases';

const byNumber = (left: string, right: string): number => left.localeCompare(right, 'en', { numeric: true });

const indexOf = (folder: string): string => {
  const files = readdirSync(join(ROOT, CASES, folder))
    .filter((file) => file.endsWith('.json'))
    .toSorted(byNumber);
  const imports = files.map((file, at) => `import file${at} from './${file}' with { type: 'json' };`);
  return [
    '// Written by the script docs.',
    ...imports,
    '',
    '/** Content of each file by its name. */',
    'export const files: Readonly<Record<string, unknown>> = {',
    ...files.map((file, at) => `  '${file}': file${at},`),
    '};',
    '',
  ].join('\n');
};

/** What makes each index, by its path. */
export const caseIndexes = (): Readonly<Record<string, () => string>> =>
  Object.fromEntries(
    readdirSync(join(ROOT, CASES), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [[`${CASES}/${entry.name}/index.ts`, () => indexOf(entry.name)]] : [],
    ),
  );

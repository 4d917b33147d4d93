import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The root of the workspace. */
export const ROOT = join(import.meta.dirname, '..');

/** Files of the project with one of the endings, relative to the root: tracked ones and new ones that are not ignored. */
export const projectFiles = (...endings: readonly string[]): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .toSorted();

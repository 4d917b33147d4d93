// Which packages went into a bundle: their licences go along with it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tracked-files.ts';

/** The built pages of administrators. */
export const PAGES = join(ROOT, 'apps/console/dist');

/** Where the build of the pages notes what went into them; beside the pages, which are served. */
export const PAGES_NOTES = join(ROOT, 'apps/console/.built.json');

/** What is noted of a build of the pages. */
export interface PagesNotes {
  /** A hash of what they are made of. */
  readonly of: string;
  /** Folders of packages. */
  readonly packages: readonly string[];
}

/** The folder of the package that a module is from; undefined for our own. */
const packageOf = (moduleId: string): string | undefined => {
  const mark = `node_modules/`;
  const at = moduleId.lastIndexOf(mark);
  if (at < 0) return undefined;
  const [scope = '', name = ''] = moduleId.slice(at + mark.length).split('/');
  return moduleId.slice(0, at + mark.length) + (scope.startsWith('@') ? `${scope}/${name}` : scope);
};

/** The folders of the packages that the chunks of a bundle are made of. */
export const packagesOf = (chunks: readonly { readonly moduleIds: readonly string[] }[]): readonly string[] =>
  [...new Set(chunks.flatMap(({ moduleIds }) => moduleIds).flatMap((id) => packageOf(id) ?? []))].toSorted();

/** The folders of the packages that the built pages are made of. */
export const packagesOfPages = (): readonly string[] =>
  (JSON.parse(readFileSync(PAGES_NOTES, 'utf8')) as PagesNotes).packages;

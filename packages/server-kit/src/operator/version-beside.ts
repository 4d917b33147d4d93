// Which version a program is of.
import { existsSync, readFileSync } from 'node:fs';

/** Beside the program in an archive, above its folder in the workspace. */
const MANIFESTS = ['./package.json', '../package.json'];

/** The version that the package of a program has, for its `App`; nothing when there is none. */
export const versionBeside = (program: string): { readonly version?: string } => {
  const manifest = MANIFESTS.map((path) => new URL(path, program)).find((url) => existsSync(url));
  if (manifest === undefined) return {};
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: string };
  return version === undefined ? {} : { version };
};

// The Node.js that goes along: the one that the workspace runs on, for the platform that the archive is for.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { manifestOf } from '../bundle-app.ts';
import { ROOT } from '../tracked-files.ts';

/** What the archive is for. */
export const PLATFORM = 'linux-x64';

const workspace = createRequire(join(ROOT, 'package.json'));

/** The folder of a package of the workspace. */
const folderOf = (name: string): string => dirname(workspace.resolve(`${name}/package.json`));

/** The folder of its package, with the binary and its licence. */
export const RUNTIME = folderOf(`node-${PLATFORM}`);

const [tested, shipped] = [folderOf('node'), RUNTIME].map((folder) => manifestOf(folder).version);
if (tested !== shipped) {
  throw new Error(
    `The workspace runs on Node.js ${tested}, and node-${PLATFORM} is ${shipped}: both must be one version`,
  );
}

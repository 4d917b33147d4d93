// Which browser the pages are tried in: the Chromium of the system, installed where that can be done.
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const find = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((directory) => NAMES.map((name) => join(directory, name)))
    .find(isProgram);

/** Debian's package manager, for whoever may use it. */
const install = (): void => {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  process.stderr.write('Installing Chromium for the browser tests ...\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = ['chromium', 'fonts-liberation'];
  if (spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env }).status === 0) return;
  // The lists of packages may be missing or old.
  spawnSync('apt-get', ['update'], { env });
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env, stdio: 'ignore' });
};

/** Path of the browser; undefined where there is none and none can be installed. Fails: Error with CI=true then. */
export const findChromium = (): string | undefined => {
  const found = find();
  if (found !== undefined) return found;
  install();
  const installed = find();
  if (installed === undefined && process.env['CI'] === 'true') {
    throw new Error('There is no Chromium, and the browser tests must run: install the package chromium');
  }
  return installed;
};

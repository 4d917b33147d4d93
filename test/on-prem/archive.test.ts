// The archive for a machine of one's own. It is built once, and everything that is tried with it is tried here.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { contentsSuite } from './suites/contents.ts';
import { documentSuite } from './suites/document.ts';
import { installationSuite } from './suites/installation.ts';
import { pagesSuite } from './suites/pages.ts';
import { programSuite } from './suites/program.ts';
import { build, newDirectory, unpack, type Archive, type Built } from './support/archive.ts';

let directory = '';
let built: Built = { directory: '', name: '' };
let folder = '';
beforeAll(() => {
  directory = newDirectory();
  built = build(join(directory, 'built'));
  folder = unpack(built);
});
afterAll(() => {
  for (const path of [directory, join(folder, '..')]) rmSync(path, { recursive: true, force: true });
});

const archive: Archive = { directory: () => directory, built: () => built, folder: () => folder };

contentsSuite(archive);
installationSuite(archive);
programSuite(archive);
pagesSuite(archive);
documentSuite(archive);

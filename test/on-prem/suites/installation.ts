// The programs that install the archive and take it away again.
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, type Archive } from '../support/archive.ts';

/** Registers the suite. */
export const installationSuite = (archive: Archive): void => {
  describe('its installation', () => {
    it('may be repeated, and is taken away again without the data, or with it when that is confirmed', async () => {
      const root = join(archive.directory(), 'installed');
      mkdirSync(root);
      for (let time = 0; time < 2; time += 1) {
        const { code, stdout, stderr } = await run(join(archive.folder(), 'install.sh'), '--root', root);
        expect([code, stderr]).toEqual([0, '']);
        expect(stdout).toContain('Installed: Looop SCIM');
      }
      const version = readFileSync(join(archive.folder(), 'VERSION'), 'utf8').trim();
      expect(readdirSync(join(root, 'opt/looop-scim')).toSorted()).toEqual([version, 'current']);
      expect(statSync(join(root, 'var/lib/looop-scim')).mode & 0o777).toBe(0o700);
      expect(lstatSync(join(root, 'usr/local/bin/looop-scim')).isSymbolicLink()).toBe(true);
      const command = join(root, 'opt/looop-scim/current/bin/looop-scim');
      expect(await run(command, '--version')).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });

      const data = join(root, 'var/lib/looop-scim');
      const refused = await run(join(archive.folder(), 'uninstall.sh'), '--root', root, '--purge');
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('--yes')]);
      expect(existsSync(command)).toBe(true);
      expect((await run(join(archive.folder(), 'uninstall.sh'), '--root', root)).stdout).toContain('Kept: the data');
      expect([existsSync(command), existsSync(data)]).toEqual([false, true]);
      await run(join(archive.folder(), 'uninstall.sh'), '--root', root, '--purge', '--yes');
      expect(existsSync(data)).toBe(false);
      expect((await run(join(archive.folder(), 'uninstall.sh'), '--root', root)).code).toBe(0);
    });

    it('refuses what it does not know', async () => {
      for (const program of ['install.sh', 'uninstall.sh']) {
        expect(await run(join(archive.folder(), program), '--prefix')).toMatchObject({
          code: 1,
          stderr: expect.stringContaining('--root'),
        });
      }
    });
  });
};

// The operator's commands as a person at a terminal meets them, and as a script does that has none.
import { spawn, spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as okta from '../support/client/okta.ts';
import { makeScimClient } from '../support/client/scim-client.ts';
import { deliveredToken, makeToken, printedAfter, runOperator, startServer } from '../support/server/server-process.ts';
import { onEveryStore, type OwnPlace } from '../support/server/server-store.ts';

const OPERATOR = fileURLToPath(new URL('../../apps/server/dist/operator.js', import.meta.url));

/** `script` of util-linux gives a command a terminal. */
const canHaveTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

onEveryStore("operator's commands at a terminal and without one", (store) => {
  let place: OwnPlace;
  const operator = (...args: readonly string[]) => runOperator(place, ...args);
  const settings = () => ({ PATH: process.env['PATH'] ?? '', LOOOP_SCIM_DATA: place.dataDirectory, ...place.env });

  beforeAll(async () => {
    place = await store.makePlace();
    expect((await operator('init')).code).toBe(0);
    expect((await operator('organisation', 'add', 'acme')).code).toBe(0);
  });
  afterAll(() => place.remove());

  /** Runs a command on a terminal, types a line and answers with what the terminal shows. */
  const atTerminal = (typed: string, ...args: readonly string[]) =>
    spawnSync('script', ['-qec', [process.execPath, OPERATOR, ...args].join(' '), '/dev/null'], {
      env: { ...settings(), SHELL: '/bin/sh' },
      input: `${typed}\n`,
      encoding: 'utf8',
    });

  describe('a new token', () => {
    it('goes into a file of its owner alone where there is no terminal', async () => {
      const issued = await operator('token', 'issue', 'acme');
      const file = printedAfter(issued.stdout, 'Token file: ');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(issued.stdout + issued.stderr).not.toContain((await readFile(file, 'utf8')).trim());
    });

    it('goes into the file that is named, and is not issued when that cannot be written', async () => {
      const file = join(place.dataDirectory, 'for-okta');
      const issued = await operator('token', 'issue', 'acme', '--token-file', file);
      expect(printedAfter(issued.stdout, 'Token file: ')).toBe(file);
      const before = (await operator('token', 'list', 'acme')).stdout;
      const again = await operator('token', 'issue', 'acme', '--token-file', file);
      expect([again.code, again.stderr]).toEqual([1, expect.stringContaining(file)]);
      expect((await operator('token', 'list', 'acme')).stdout).toBe(before);
    });

    it('leaves no file when it could not be issued', async () => {
      const file = join(place.dataDirectory, 'for-nobody');
      expect((await operator('token', 'issue', 'nobody', '--token-file', file)).code).toBe(1);
      await expect(stat(file)).rejects.toThrow('ENOENT');
    });

    it.runIf(canHaveTerminal)('is shown to a terminal', () => {
      expect(atTerminal('', 'token', 'issue', 'acme').stdout).toMatch(/Token: looopscim_[\w-]{43}/u);
    });

    it('has a label, and lists show it; a label of two lines is refused', async () => {
      const issued = await operator('token', 'issue', 'acme', '--label', 'Okta, production');
      const fingerprint = printedAfter(issued.stdout, 'Fingerprint: ');
      const lines = (await operator('token', 'list', 'acme')).stdout.split('\n');
      expect(lines.find((line) => line.startsWith(fingerprint))).toMatch(/ {2}label Okta, production$/u);
      const refused = await operator('token', 'issue', 'acme', '--label', 'Okta\nproduction');
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('cannot label a token')]);
    });
  });

  describe('organisation delete', () => {
    it('refuses without a terminal and without --yes, and says what would be deleted', async () => {
      const refused = await operator('organisation', 'delete', 'acme');
      expect([refused.code, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toContain('acme with 0 users and 0 groups');
      expect(refused.stderr).toContain('--yes');
      expect((await operator('organisation', 'list')).stdout).toContain('acme');
    });

    it.runIf(canHaveTerminal)('asks on a terminal, and does it when the name is typed', async () => {
      await operator('organisation', 'add', 'initech');
      const declined = atTerminal('yes', 'organisation', 'delete', 'initech');
      expect([declined.status, declined.stdout]).toEqual([1, expect.stringContaining('Nothing was changed')]);
      expect((await operator('organisation', 'list')).stdout).toContain('initech');
      const done = atTerminal('initech', 'organisation', 'delete', 'initech');
      expect([done.status, done.stdout]).toEqual([0, expect.stringContaining('initech is deleted')]);
      expect((await operator('organisation', 'list')).stdout).not.toContain('initech');
    });

    it('with --yes ends its tokens while the server runs; others are served on', async () => {
      const server = await startServer({ ...place, token: makeToken() });
      try {
        const clientOf = async (name: string) => {
          const token = deliveredToken((await operator('organisation', 'add', name)).stdout);
          return makeScimClient({ baseUrl: server.baseUrl, token });
        };
        const [globex, hooli] = [await clientOf('globex'), await clientOf('hooli')];
        for (const client of [globex, hooli]) await okta.createUsers(client, 3, 'person');
        expect((await operator('organisation', 'list')).stdout).toContain(
          'globex  SCIM on  interop  3 users  0 groups',
        );
        const deleted = await operator('organisation', 'delete', 'globex', '--yes');
        expect([deleted.code, deleted.stdout]).toEqual([
          0,
          'The organisation globex is deleted, with 3 users and 0 groups\n',
        ]);
        expect((await store.noticed(401, () => globex.get('/Users'))).status).toBe(401);
        expect(await okta.read(hooli, '/Users')).toMatchObject({ totalResults: 3 });
        const again = await clientOf('globex');
        expect(await okta.read(again, '/Users')).toMatchObject({ totalResults: 0 });
      } finally {
        await server.stop();
      }
    });

    it('refuses an organisation that is not there', async () => {
      const refused = await operator('organisation', 'delete', 'nobody', '--yes');
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('There is no organisation nobody')]);
    });
  });

  it('a reader that stops to read is no failure', async () => {
    const child = spawn(process.execPath, [OPERATOR, 'organisation', 'list'], {
      env: settings(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr.split('\n').filter((line) => !line.startsWith('Store: '))]).toEqual([0, ['']]);
  });
});

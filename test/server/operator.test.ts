// The operator's command line on data of its own.
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject } from '@looop-scim/conformance';
import { makeScimClient } from '../support/client/scim-client.ts';
import { deliveredToken, makeToken, printedAfter, runOperator, startServer } from '../support/server/server-process.ts';
import { onEveryStore, type OwnPlace } from '../support/server/server-store.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

onEveryStore("the operator's commands", (store) => {
  let place: OwnPlace;
  beforeAll(async () => {
    place = await store.makePlace();
  });
  afterAll(() => place.remove());

  const lineOf = (state: string, apart = '') => `acme  SCIM ${state}  0 users  0 groups  last used never${apart}\n`;

  const operator = (...args: readonly string[]) => runOperator(place, ...args);

  describe('operator', () => {
    it('makes the store when it is told to, and no other command does', async () => {
      const early = await operator('organisation', 'add', 'acme');
      expect([early.code, early.stdout]).toEqual([1, '']);
      expect(early.stderr).toContain('operator init');
      expect(await readdir(place.dataDirectory)).toEqual([]);
      for (const init of [await operator('init'), await operator('init')]) {
        expect([init.code, init.stdout]).toEqual([0, 'The store is ready\n']);
        expect(init.stderr).toMatch(/^Store: (SQLite \/|MongoDB 127\.0\.0\.1)/u);
      }
    });

    it('adds an organisation with a profile, and shows its token once', async () => {
      const added = await operator('organisation', 'add', 'acme', '--profile', 'strict');
      expect(added.code).toBe(0);
      const token = deliveredToken(added.stdout);
      expect(added.stdout).not.toContain(token);
      expect(token).toMatch(/^looopscim_[\w-]{43}$/u);
      expect((await operator('organisation', 'list')).stdout).toBe(lineOf('on  strict'));
      expect((await operator('token', 'list', 'acme')).stdout).not.toContain(token);
    });

    it('changes profile and SCIM, and tells the state', async () => {
      expect((await operator('organisation', 'profile', 'acme', '--profile', 'interop')).code).toBe(0);
      expect((await operator('organisation', 'disable', 'acme')).stdout).toContain('SCIM is off for acme');
      expect((await operator('organisation', 'list')).stdout).toBe(lineOf('off  interop'));
      expect((await operator('organisation', 'enable', 'acme')).code).toBe(0);
    });

    it('sets single leniencies apart from the profile, shows them, and sets them back', async () => {
      const set = await operator('organisation', 'leniency', 'acme', 'uniqueGroupNames', 'off');
      expect(set.stdout).toContain('acme: uniqueGroupNames is off');
      const list = async () => (await operator('organisation', 'list')).stdout;
      expect(await list()).toBe(lineOf('on  interop', '  uniqueGroupNames off'));
      expect((await operator('organisation', 'leniency', 'acme', 'uniqueGroupNames', 'default')).code).toBe(0);
      expect(await list()).toBe(lineOf('on  interop'));
    });

    it('issues a second token, so that one can be replaced while the server runs', async () => {
      const demo = makeToken();
      const server = await startServer({ ...place, token: demo });
      try {
        const issued = await operator('token', 'issue', 'acme', '--expires-in-days', '30');
        const token = deliveredToken(issued.stdout);
        const fingerprint = printedAfter(issued.stdout, 'Fingerprint: ');
        const client = makeScimClient({ baseUrl: server.baseUrl, token });
        expect((await client.get('/Users')).status).toBe(200);
        const listed = (await operator('token', 'list', 'acme')).stdout;
        expect(listed.split('\n').filter((line) => line.includes('valid'))).toHaveLength(2);
        expect(listed.split('\n').find((line) => line.startsWith(fingerprint))).toMatch(
          /expires 2\d{3}-.*last used 2\d{3}-/u,
        );
        expect((await operator('token', 'revoke', fingerprint)).stdout).toContain('is revoked');
        expect((await store.noticed(401, () => client.get('/Users'))).status).toBe(401);
        expect((await operator('token', 'list', 'acme')).stdout).toContain(`${fingerprint}  revoked`);
      } finally {
        await server.stop();
      }
    });

    it('issues, lists, rotates and revokes platform keys, which are no tokens', async () => {
      const issued = await operator('key', 'issue', 'acme', '--scope', 'read', 'write', '--label', 'Looop');
      const key = printedAfter(issued.stdout, 'Key file: ');
      expect((await readFile(key, 'utf8')).trim()).toMatch(/^looopkey_[\w-]{43}$/u);
      const fingerprint = printedAfter(issued.stdout, 'Fingerprint: ');
      const list = async () => (await operator('key', 'list', 'acme')).stdout;
      expect(await list()).toMatch(new RegExp(`^${fingerprint}  valid  scopes read,write  .*  label Looop\n$`, 'u'));
      expect((await operator('token', 'list', 'acme')).stdout).not.toContain(fingerprint);
      const rotated = await operator('key', 'rotate', fingerprint, '--overlap-hours', '0');
      const fresh = printedAfter(rotated.stdout, 'Fingerprint: ');
      expect(await list()).toMatch(new RegExp(`^${fresh}  valid  .*\n${fingerprint}  expired  `, 'u'));
      expect((await operator('token', 'revoke', fresh)).stderr).toContain(`no token ${fresh}`);
      expect((await operator('key', 'revoke', fresh)).stdout).toBe(`Key ${fresh} is revoked\n`);
      const late = await operator('key', 'rotate', fresh);
      expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('not valid any more')]);
    });

    it('issues a token that stands for a user, by userName in any case or by id, and shows whom', async () => {
      const server = await startServer({ ...place, token: makeToken() });
      try {
        const acme = makeScimClient({
          baseUrl: server.baseUrl,
          token: deliveredToken((await operator('token', 'issue', 'acme')).stdout),
        });
        const created = await acme.post('/Users', { schemas: [USER], userName: 'ana@acme.example' });
        const id = isObject(created.body) ? String(created.body['id']) : '';
        for (const subject of ['ANA@acme.example', id]) {
          const issued = await operator('token', 'issue', 'acme', '--subject', subject);
          const fingerprint = printedAfter(issued.stdout, 'Fingerprint: ');
          const client = makeScimClient({ baseUrl: server.baseUrl, token: deliveredToken(issued.stdout) });
          expect((await client.get('/Me')).body).toMatchObject({ id, userName: 'ana@acme.example' });
          const listed = (await operator('token', 'list', 'acme')).stdout.split('\n');
          expect(listed.find((line) => line.startsWith(fingerprint))).toContain(`subject ${id}`);
        }
        await operator('organisation', 'add', 'globex');
        const foreign = await operator('token', 'issue', 'globex', '--subject', id);
        expect([foreign.code, foreign.stderr.trim().split('\n').at(-1)]).toEqual([1, `There is no user ${id}; see user list`]);
      } finally {
        await server.stop();
      }
    });

    it.each([
      [['organisation', 'add', 'acme'], 'exists already'],
      [['organisation', 'add', 'Not A Name'], 'Not A Name'],
      [['organisation', 'enable', 'nobody'], 'nobody'],
      [['token', 'issue', 'nobody'], 'nobody'],
      [['token', 'issue', 'acme', '--subject', 'nobody@acme.example'], 'no user nobody@acme.example'],
      [['token', 'revoke', '0000000000000000'], '0000000000000000'],
      [['token', 'issue', 'acme', '--expires-in-days', '0'], 'number of days'],
      [['organisation', 'profile', 'acme', '--profile', 'lenient'], 'interop'],
      [['organisation', 'profile', 'acme'], '--profile'],
      [['organisation', 'leniency', 'acme', 'beKind', 'on'], 'coerceBooleans'],
      [['organisation', 'leniency', 'acme', 'coerceBooleans', 'maybe'], 'Allowed choices are on, off, default'],
      [['organisation'], 'Usage:'],
      [['frobnicate'], 'frobnicate'],
    ])('%j is refused with a reason', async (args, reason) => {
      const refused = await operator(...args);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(reason);
      expect(refused.stderr).not.toContain('    at ');
    });

    it('explains itself', async () => {
      const help = await operator('--help');
      expect(help.code).toBe(0);
      expect(help.stdout).toContain('LOOOP_SCIM_DATA');
    });
  });
});

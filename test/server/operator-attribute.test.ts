// The operator's commands about own attributes, and what the server makes of them.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveredToken, makeToken, printedAfter, runOperator, startServer } from '../support/server/server-process.ts';
import { sqliteStore, type OwnPlace } from '../support/server/server-store.ts';

const URN = 'urn:acme:scim:1.0:User';
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('operator attribute', () => {
  let place: OwnPlace;
  let server: Awaited<ReturnType<typeof startServer>>;
  let token = '';
  const attribute = (...args: readonly string[]) => runOperator(place, 'attribute', ...args);
  /** What the server answers, whatever attributes it names. */
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(`${server.baseUrl}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };

  beforeAll(async () => {
    place = await sqliteStore.makePlace();
    server = await startServer({ ...place, token: makeToken() });
    token = deliveredToken((await runOperator(place, 'organisation', 'add', 'acme')).stdout);
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await place.remove();
  });

  describe('attribute', { timeout: 120_000 }, () => {
    it('adds attributes that a running server serves, changes, removes and purges them', async () => {
      const added = await attribute('add', 'acme', `${URN}:badge`, '--looked-up', 'yes', '--description', 'Badge.');
      expect([added.code, added.stdout]).toEqual([
        0,
        `Attributes of acme, version 1: ${URN}:badge: string; looked up by\n`,
      ]);
      const created = await ask('/Users', { schemas: [USER, URN], userName: 'ana', [URN]: { badge: 'A-1' } });
      expect([created.status, created.body]).toMatchObject([201, { [URN]: { badge: 'A-1' } }]);
      const found = await ask(`/Users?filter=${encodeURIComponent(`${URN}:badge eq "a-1"`)}`);
      expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ userName: 'ana' }] });
      const refused = await attribute('change', 'acme', `${URN}:badge`, '--multi-valued', 'yes');
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('1 user has a value')]);
      expect((await attribute('remove', 'acme', `${URN}:badge`)).code).toBe(0);
      const { stdout } = await attribute('list', 'acme');
      expect(stdout).toBe(`${URN}:badge: string; looked up by; removed, values are kept\n`);
      expect((await attribute('purge', 'acme', `${URN}:badge`, '--yes')).code).toBe(0);
      expect((await attribute('list', 'acme')).stdout).toBe('');
    });

    it('imports what the API is sent, by columns of own attributes too, and says what a mapping set would change', async () => {
      const { stdout } = await runOperator(place, 'key', 'issue', 'acme', '--scope', 'read', 'write');
      const headers = { authorization: `Bearer ${readFileSync(printedAfter(stdout, 'Key file: '), 'utf8').trim()}` };
      const api = server.baseUrl.replace('/scim/v2', '/api/v1');
      expect((await attribute('add', 'acme', 'desk')).code).toBe(0);
      // Another process has added it: the server looks for such changes every five seconds.
      const known = async () => JSON.stringify((await ask(`/Schemas/${LOOOP}`)).body);
      await expect.poll(known, { timeout: 60_000, interval: 200 }).toContain('"desk"');
      const lines = `userName,title,${LOOOP}:desk\nben,Lead,7\neva,,8\n`;
      const started = await fetch(`${api}/imports`, {
        ...{ method: 'POST', headers: { ...headers, 'content-type': 'text/csv' }, body: lines },
      });
      const { id } = (await started.json()) as { readonly id: string };
      expect(started.status).toBe(202);
      const jobNow = async () =>
        (await (await fetch(`${api}/imports/${id}`, { headers })).json()) as { readonly state: string };
      while (['queued', 'running'].includes((await jobNow()).state)) await new Promise((next) => setTimeout(next, 50));
      expect(await jobNow()).toMatchObject({ state: 'succeeded', report: { lines: 2, created: 2, refused: 0 } });
      const set = join(place.dataDirectory, 'set.json');
      const mappings = [{ field: 'employeeNumber', from: [{ attribute: `${LOOOP}:desk` }] }];
      await writeFile(set, JSON.stringify({ mappings }));
      const impact = await runOperator(place, 'mapping', 'impact', 'acme', set);
      expect([impact.code, impact.stdout]).toEqual([0, expect.stringContaining('employeeNumber: 2')]);
    });

    it('says every fault of a definition', async () => {
      const { code, stderr } = await attribute('add', 'acme', 'user name', '--type', 'integer', '--looked-up', 'yes');
      expect(code).toBe(1);
      expect(stderr).toContain('The attribute is refused:');
      expect(stderr).toContain('  name: a name has 1 to 64');
      expect(stderr).toContain('  lookedUp: users are looked up by attributes of type string alone');
    });
  });
});

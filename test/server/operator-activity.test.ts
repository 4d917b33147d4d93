// What an operator sees of what was done to an organisation, while the server runs.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isObject, type Json } from '@looop-scim/conformance';
import { makeScimClient } from '../support/client/scim-client.ts';
import {
  deliveredToken,
  makeToken,
  printedAfter,
  runOperator,
  startOperator,
  startServer,
  type RunningServer,
} from '../support/server/server-process.ts';
import { onEveryStore, type OwnPlace } from '../support/server/server-store.ts';

const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}Okta .+$/u;

onEveryStore('operator activity', (store) => {
  let place: OwnPlace;
  let server: RunningServer;
  let token: string;
  let fingerprint: string;

  const operator = (...args: readonly string[]) => runOperator(place, ...args);
  const client = (secret = token) => makeScimClient({ baseUrl: server.baseUrl, token: secret });
  const activity = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { code, stdout } = await operator('activity', 'acme', ...args);
    expect(code).toBe(0);
    return stdout.split('\n').slice(0, -1);
  };
  const createUser = async (body: Readonly<Record<string, Json>>): Promise<string> => {
    const { body: answer } = await client().post('/Users', body);
    return isObject(answer) ? String(answer['id']) : '';
  };

  beforeAll(async () => {
    place = await store.makePlace();
    server = await startServer({ ...place, token: makeToken() });
    await operator('organisation', 'add', 'acme');
    const issued = (await operator('token', 'issue', 'acme', '--label', 'Okta')).stdout;
    [token, fingerprint] = [deliveredToken(issued), printedAfter(issued, 'Fingerprint: ')];
    const ana = await createUser({ userName: 'ana@acme.example', [LOOOP]: { department: 'Sales', custom_4: 'x' } });
    await createUser({ userName: 'ben@acme.example', custom_4: 'x' });
    for (let times = 0; times < 3; times += 1) await createUser({ userName: 'ANA@acme.example' });
    const change = { op: 'replace', value: { active: false } };
    await client().patch(`/Users/${ana}`, change);
    await client().post('/Groups', { displayName: 'Coaches', members: [{ value: ana }, { value: 'nobody' }] });
  });
  afterAll(async () => {
    await server.stop();
    await place.remove();
  });

  describe('prints', { timeout: 120_000 }, () => {
    it('a sentence for each request, the newest last', async () => {
      const lines = await activity();
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(line).toMatch(LINE);
      expect(lines[0]).toContain('created the user ana@acme.example with userName');
      expect(lines[0]).toContain('left out unknown:');
      expect(lines[2]).toContain('could not create the user ANA@acme.example');
      expect(lines[2]).toContain('(3 times, last ');
      expect(lines[3]).toContain('deactivated the user ana@acme.example');
      expect(lines[4]).toContain(
        'created the group Coaches with displayName; 1 member added; left out 1 unknown member',
      );
    });

    it('what is asked for', async () => {
      expect(await activity('--refused')).toHaveLength(1);
      expect(await activity('--ignored')).toHaveLength(3);
      expect(await activity('--user', 'ana@acme.example')).toHaveLength(3);
      expect(await activity('--since', '1h')).toHaveLength(5);
      expect(await activity('--since', '2999-01-01')).toEqual([]);
      expect((await operator('activity', 'acme', '--user', 'nobody')).stderr).toContain('No record fits');
    });

    it('JSON, from which the list is gone on with', async () => {
      const [last] = await activity('--json', '--limit', '1');
      const record = JSON.parse(last ?? '') as { readonly position: string; readonly operation: string };
      expect(record).toMatchObject({
        operation: 'create',
        resourceType: 'Group',
        caller: { tokenFingerprint: fingerprint },
      });
      const before = await operator('activity', 'acme', '--before', record.position, '--limit', '2');
      expect(before.stdout.split('\n').slice(0, -1)).toEqual((await activity()).slice(2, 4));
      expect(before.stderr).toContain('Older records: --before ');
    });

    it('a summary of what nobody knows, with what was probably meant', async () => {
      const lines = await activity('--summary');
      expect(lines[0]).toBe('Attributes that nobody knows, last 7 days:');
      expect(lines.find((line) => line.startsWith('  custom_4 (1 person), last '))).toMatch(
        /did you mean urn:.*Looop:2\.0:User:custom_1\?$/u,
      );
      expect(lines).toContain('Members that nobody knows, last 7 days:');
      expect(lines.at(-1)).toMatch(/^ {2}Coaches: 1 \(nobody\), last /u);
      const [json] = await activity('--summary', '--json');
      expect(JSON.parse(json ?? '')).toMatchObject({ unknownMembers: [{ groupName: 'Coaches', members: 1 }] });
      expect(await activity('--summary', '--since', '2999-01-01')).toEqual([
        expect.stringContaining('Nothing was left out'),
      ]);
    });

    it('one line about what it cannot do, with status 1', async () => {
      for (const [args, reason] of [
        [['nobody'], 'There is no organisation nobody'],
        [['acme', '--before', 'x'], 'is not a position'],
        [['acme', '--since', 'yesterday'], 'must be like 90m, 24h, 7d'],
        [['acme', '--limit', '0'], 'must be a whole number'],
        [['acme', '--refused', '--ignored'], 'cannot be used with'],
      ] as const) {
        const { code, stdout, stderr } = await operator('activity', ...args);
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toContain(reason);
      }
    });

    it('what comes, until it is ended', async () => {
      const following = startOperator(place, 'activity', 'acme', '--follow', '--limit', '1');
      await following.printed('Coaches');
      await createUser({ userName: 'cleo@acme.example' });
      await following.printed('cleo@acme.example');
      const { code, stdout } = await following.end('SIGTERM');
      expect([code, stdout.split('\n').length]).toEqual([0, 3]);
    });

    it('nothing more, without a complaint, when nobody reads it', async () => {
      const following = startOperator(place, 'activity', 'acme', '--follow');
      await following.printed('Coaches');
      following.stopReading();
      await createUser({ userName: 'dora@acme.example' });
      const { code, stderr } = await following.exited;
      expect([code, stderr.split('\n').length]).toEqual([0, 2]);
    });

    it('reads of which something was left out, counted', async () => {
      const read = '/Users?count=1&attributes=em%20ails,title';
      // The first one is stored at once, the others within ten seconds, at the latest when the server stops.
      for (let times = 0; times < 3; times += 1) expect((await client().get(read)).status).toBe(200);
      await vi.waitFor(
        async () =>
          expect((await activity('--ignored')).at(-1)).toMatch(/Okta read users.*; left out unreadable: em ails$/u),
        { timeout: 30_000, interval: 500 },
      );
      const summary = await activity('--summary');
      const title = summary.indexOf('What is no attribute path in attributes and excludedAttributes, last 7 days:');
      expect(summary[title + 1]).toMatch(/^ {2}em ails \(\d requests?\), last .*; did you mean emails\?$/u);
    });
  });

  describe('refused tokens', { timeout: 120_000 }, () => {
    it('that were revoked are in the activity; unknown ones are counted by the beginning of their hash', async () => {
      await operator('token', 'revoke', fingerprint);
      expect((await store.noticed(401, () => client().get('/Users'))).status).toBe(401);
      const lines = await activity('--refused');
      expect(lines.at(-1)).toContain('Okta was refused: ');

      const guess = `looopscim_${'x'.repeat(20)}`;
      expect((await client(guess).get('/Users')).status).toBe(401);
      const unknown = (await operator('token', 'unknown')).stdout;
      expect(unknown).toContain('1 request ');
      expect(unknown).toContain('30 characters  looks like a token of ours');
      expect(unknown).not.toContain(guess);
    });
  });
});

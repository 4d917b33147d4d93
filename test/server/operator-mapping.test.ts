// The operator's commands about attribute mappings, on data of their own.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScimClient } from '../support/client/scim-client.ts';
import { deliveredToken, makeToken, runOperator, startServer } from '../support/server/server-process.ts';
import { onEveryStore, type OwnPlace } from '../support/server/server-store.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const ana = {
  userName: 'ana.pop@acme.example',
  name: { givenName: 'Ana', familyName: 'Pop' },
  emails: [
    { value: 'ana@home.example', type: 'home' },
    { value: 'Ana.Pop@acme.example', type: 'work' },
  ],
  [ENTERPRISE]: { department: 'SLS ' },
};

const set = {
  mappings: [
    { field: 'username', from: [{ attribute: 'userName' }], required: true },
    {
      field: 'department',
      from: [{ attribute: `${ENTERPRISE}:department` }],
      steps: ['trim', { lookup: { table: { SLS: 'Sales' }, unknown: 'keep' } }],
    },
    { field: 'title', from: [{ attribute: 'title' }], required: true },
  ],
};

onEveryStore('operator mapping', (store) => {
  let place: OwnPlace;
  const operator = (...args: readonly string[]) => runOperator(place, ...args);
  const mapping = async (command: string, ...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await operator('mapping', command, 'acme', ...args);
    expect([code, stderr], stderr).toEqual([0, expect.any(String)]);
    return stdout;
  };
  const file = async (name: string, content: unknown): Promise<string> => {
    const path = join(place.dataDirectory, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };

  beforeAll(async () => {
    place = await store.makePlace();
    const server = await startServer({ ...place, token: makeToken() });
    try {
      const token = deliveredToken((await operator('organisation', 'add', 'acme')).stdout);
      await makeScimClient({ baseUrl: server.baseUrl, token }).post('/Users', ana);
    } finally {
      await server.stop();
    }
  });
  afterAll(() => place.remove());

  describe('mapping', { timeout: 120_000 }, () => {
    it('shows the default set until one is saved, and any default set in its JSON form', async () => {
      const shown = await operator('mapping', 'show', 'acme');
      expect(shown.stderr).toContain('version 0, the default set, 21 mappings');
      expect(shown.stdout).toContain(
        'displayName     displayName, else name.givenName and name.familyName joined by " "\n',
      );
      const minimum: unknown = JSON.parse(await mapping('show', '--default', 'minimum', '--json'));
      expect(minimum).toMatchObject({ mappings: { length: 5 } });
      expect((await operator('mapping', 'history', 'acme')).stderr).toContain('the default set full is in force');
    });

    it('explains a profile, field by field', async () => {
      const lines = (await mapping('explain', 'ANA.POP@acme.example')).split('\n');
      expect(lines[0]).toMatch(/^ana\.pop@acme\.example \([0-9a-f-]{36}\)$/u);
      const at = lines.findIndex((line) => line.startsWith('email '));
      expect(lines.slice(at, at + 2)).toEqual([
        'email           "Ana.Pop@acme.example"',
        '                  emails.value: "Ana.Pop@acme.example" (type work)',
      ]);
      expect(lines.find((line) => line.startsWith('title'))).toBe('title           no value');
      const resource = await file('resource.json', {
        userName: 'ben',
        emails: [{ value: 'ben@acme.example' }],
        shoeSize: 42,
      });
      const pasted = await mapping('explain', '--resource', resource);
      expect(pasted).toContain('emails.value: "ben@acme.example" (only)\n');
      expect(pasted).toContain('Issue: givenName is required and has no value\n');
      expect(pasted).toContain('Left out: shoeSize (unknown)\n');
      const json = JSON.parse(await mapping('explain', 'ana.pop@acme.example', '--json')) as object;
      expect(json).toMatchObject({ profile: { username: 'ana.pop@acme.example', department: 'SLS ' }, issues: [] });
    });

    it('checks a set and says everything that is wrong, and saves nothing of it', async () => {
      const wrong = await file('wrong.json', {
        mappings: [
          { field: 'email', from: [{ attribute: 'emial' }] },
          { field: 'active', from: [{ attribute: 'title' }] },
        ],
      });
      for (const command of ['check', 'apply']) {
        const refused = await operator('mapping', command, 'acme', wrong);
        expect([refused.code, refused.stdout]).toEqual([1, '']);
        expect(refused.stderr).toContain('email, emial: User has no such attribute; did you mean emails.value?');
        expect(refused.stderr).toContain('active: the field is true or false, and what is mapped to it is a text');
        expect(refused.stderr).not.toContain('    at ');
      }
      const json = await operator('mapping', 'check', 'acme', wrong, '--json');
      expect([json.code, JSON.parse(json.stdout)]).toMatchObject([1, { accepted: false, faults: { length: 2 } }]);
      expect(await mapping('check', await file('right.json', set))).toBe('The mapping set is sound: 3 mappings\n');
      expect((await operator('mapping', 'show', 'acme')).stderr).toContain('version 0');
    });

    it('tries a set on a person, saves it, and shows who did', async () => {
      const right = await file('right.json', set);
      const tried = await mapping('explain', 'ana.pop@acme.example', '--set', right);
      expect(tried).toContain('lookup of 1 row, unknown keep: "Sales"\n');
      expect(tried).toContain('Issue: title is required and has no value\n');
      expect(tried).toContain('Would change:\n  department: "SLS " becomes "Sales"\n');
      const saved = await mapping('apply', right, '--author', 'Ion');
      expect(saved).toMatch(/^Mappings of acme: version 1, saved \d{4}-\d\d-\d\dT\d\d:\d\dZ by Ion, 3 mappings\n$/u);
      expect(JSON.parse(await mapping('show', '--json'))).toEqual(set);
    });

    it('keeps what was saved before, and restores it', async () => {
      const minimum = await file('minimum.json', await mapping('show', '--default', 'minimum', '--json'));
      const late = await operator('mapping', 'apply', 'acme', minimum, '--expect', '0');
      expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('Version 1 is in force, not 0')]);
      await mapping('apply', minimum, '--expect', '1', '--author', 'Ana');
      const restored = JSON.parse(await mapping('restore', '1', '--author', 'Eve', '--json')) as object;
      expect(restored).toMatchObject({ version: 3, author: 'Eve', restoredFrom: 1, set });
      const history = (await mapping('history')).split('\n');
      expect(history.map((line) => line.slice(0, 10))).toEqual(['version 3,', 'version 2,', 'version 1,', '']);
      expect(history[0]).toContain('by Eve, 3 mappings, restored from version 1');
      expect(JSON.parse(await mapping('show', '--json', '--saved', '2'))).toMatchObject({ mappings: { length: 5 } });
      const lines = (await mapping('history', '--json')).split('\n').slice(0, -1);
      expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
        { version: 3, restoredFrom: 1 },
        { version: 2, author: 'Ana' },
        { version: 1, author: 'Ion', set },
      ]);
    });

    it.each([
      [['show', 'nobody'], 'no organisation nobody'],
      [['show', 'acme', '--saved', '9'], 'no version 9'],
      [['show', 'acme', '--saved', 'x'], 'number of a version'],
      [['restore', 'acme', '9'], 'no version 9'],
      [['explain', 'acme', 'nobody'], 'no user nobody'],
      [['explain', 'acme'], 'Name a user, or a file by --resource'],
      [['check', 'acme', '/nowhere/mapping.json'], 'There is no directory /nowhere'],
      [['frobnicate', 'acme'], 'frobnicate'],
    ])('%j is refused with a reason', async (args, reason) => {
      const refused = await operator('mapping', ...args);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(reason);
      expect(refused.stderr).not.toContain('    at ');
    });
  });
});

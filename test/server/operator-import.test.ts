// The operator's import and export, as processes on data of their own.
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as Effect from 'effect/Effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScimClient } from '../support/client/scim-client.ts';
import {
  deliveredToken,
  makeToken,
  runOperator,
  startOperator,
  startServer,
} from '../support/server/server-process.ts';
import { onEveryStore, sqliteStore, type OwnPlace } from '../support/server/server-store.ts';

const PEOPLE = [
  'username,givenName,familyName,email,department',
  'ana@acme.example,Ana,Pop,ana@acme.example,Sales',
  'ben@acme.example,Ben,"Ito, Jr",ben@acme.example,Support',
  '',
].join('\n');

onEveryStore('operator import', (store) => {
  let place: OwnPlace;
  const operator = (...args: readonly string[]) => runOperator(place, ...args);
  const file = async (name: string, content: string): Promise<string> => {
    const path = join(place.dataDirectory, name);
    await writeFile(path, content);
    return path;
  };
  beforeAll(async () => {
    place = await store.makePlace();
    await operator('init');
    for (const name of ['acme', 'globex']) await operator('organisation', 'add', name);
  });
  afterAll(() => place.remove());

  describe('import and export', { timeout: 120_000 }, () => {
    it('tells what would change, does it, and does nothing the second time', async () => {
      const people = await file('people.csv', PEOPLE);
      const told = await operator('import', 'acme', people, '--dry-run');
      expect([told.code, told.stdout.split('\n')[0]]).toEqual([
        0,
        'Dry run, nothing was written. 2 lines: 2 created, 0 changed, 0 unchanged, 0 refused',
      ]);
      expect(told.stdout).toContain('    name.familyName: "Ito, Jr"\n');
      const counts = async () => (await operator('import', 'acme', people)).stdout;
      expect(await counts()).toBe('2 lines: 2 created, 0 changed, 0 unchanged, 0 refused\n');
      expect(await counts()).toBe('2 lines: 0 created, 0 changed, 2 unchanged, 0 refused\n');
      expect((await operator('activity', 'acme')).stdout).toContain('Import created the user ana@acme.example');
    });

    it('exports what another organisation imports, people and groups', async () => {
      const groups = await file('groups.csv', 'group,member\nSales,ANA@acme.example\nSales,ben@acme.example\nEmpty,\n');
      expect((await operator('import', 'acme', groups, '--groups')).stdout).toMatch(/^3 lines: 2 created, 1 changed/u);
      for (const format of ['csv', 'jsonl'] as const) {
        const people = join(place.dataDirectory, `people-out.${format}`);
        const all = join(place.dataDirectory, `groups-out.${format}`);
        expect((await operator('export', 'acme', people)).code).toBe(0);
        expect((await operator('export', 'acme', all, '--groups')).code).toBe(0);
        expect((await stat(people)).mode & 0o777).toBe(0o600);
        expect((await operator('import', 'globex', people)).code).toBe(0);
        expect((await operator('import', 'globex', all, '--groups')).code).toBe(0);
        const again = await operator('export', 'globex', '-', '--format', format);
        // An import creates several people at once: their order is not that of the file.
        expect(again.stdout.split('\n').toSorted()).toEqual((await readFile(people, 'utf8')).split('\n').toSorted());
        const refused = await operator('export', 'acme', people);
        expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('--force')]);
      }
      const members = (await operator('export', 'globex', '-', '--groups', '--format', 'csv')).stdout;
      expect(members).toContain('Sales,ana@acme.example\n');
    });

    it('refuses columns before the first line, each with why and what was meant', async () => {
      const path = await file('columns.csv', 'username,Departmnt,password,emails\nkim,Sales,secret,x\n');
      const { code, stdout, stderr } = await operator('import', 'acme', path);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(
        '  Departmnt: neither a field of the profile nor a SCIM attribute path; did you mean department?',
      );
      expect(stderr).toContain('  password: the attribute is secret');
      expect(stderr).toContain('  emails: the attribute is complex');
      expect(stderr).not.toContain('secret,x');
      expect((await operator('export', 'acme', '-', '--format', 'csv', '--columns', 'username')).stdout).not.toContain(
        'kim',
      );
    });

    it('goes on behind lines that are refused, names them, and ends with status 2', async () => {
      const path = await file(
        'faults.csv',
        'username,active\n,true\nana@acme.example,perhaps\nben@acme.example\nlea,true\n',
      );
      const { code, stdout, stderr } = await operator('import', 'acme', path);
      expect([code, stdout]).toEqual([2, '4 lines: 1 created, 0 changed, 0 unchanged, 3 refused\n']);
      expect(stderr).toContain('Line 2 is refused: username: has no value\n');
      expect(stderr).toContain('Line 3 is refused: active: must be true or false\n');
      expect(stderr).toContain('Line 4 is refused: has 1 cells, and there are 2 columns\n');
      const json = await operator(
        'import',
        'acme',
        path,
        '--json',
        '--max-errors',
        '1',
        '--deactivate-missing',
        '--yes',
      );
      expect(json.stderr).toContain('Nobody was deactivated');
      const lines = json.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      expect(lines.at(0)).toMatchObject({ line: 2, kind: 'refused' });
      expect(lines.at(-1)).toMatchObject({ kind: 'summary', lines: 4, refused: 3, unchanged: 1, stopped: false });
    });

    it('deactivates whom the file does not have when their number is confirmed', async () => {
      const path = await file('some.jsonl', '{"username":"ana@acme.example"}\n{"username":"lea"}\n');
      const asked = await operator('import', 'acme', path, '--deactivate-missing');
      expect([asked.code, asked.stderr]).toEqual([1, expect.stringContaining('1 active user not in the file')]);
      const dry = await operator('import', 'acme', path, '--deactivate-missing', '--dry-run');
      expect(dry.stdout).toContain('1 user not in the file would be deactivated\n');
      const done = await operator('import', 'acme', path, '--deactivate-missing', '--yes');
      expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('1 user not in the file deactivated\n')]);
      const active = await operator('export', 'acme', '-', '--format', 'csv', '--columns', 'username', 'active');
      expect(active.stdout).toContain('ben@acme.example,false\n');
    });

    it.each([
      [['import', 'nobody', 'x.csv'], 'nobody'],
      [['import', 'acme', 'missing.csv'], 'missing.csv'],
      [['import', 'acme', 'people.txt'], '--format'],
      [['import', 'acme', 'people.csv', '--match', 'displayName'], '--match'],
      [['import', 'acme', 'groups.csv', '--groups', '--match', 'userName'], '--match'],
      [['import', 'acme', 'groups.csv', '--groups', '--deactivate-missing'], '--deactivate-missing'],
      [['import', 'acme', 'people.csv', '--max-errors', '0'], '--max-errors'],
      [['export', 'acme', '-', '--format', 'csv', '--columns', 'frobnicate'], 'frobnicate'],
    ])('refuses %j', async (args, reason) => {
      const { code, stdout, stderr } = await operator(...args);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(reason);
    });
  });
});

describe('an import of many lines', { timeout: 240_000 }, () => {
  const LINES = 3000;
  const LOOK_AGAIN_MS = 20;
  let place: OwnPlace;
  beforeAll(async () => {
    place = await sqliteStore.makePlace();
    await runOperator(place, 'init');
    for (const name of ['killed', 'beside', 'whole', 'other']) await runOperator(place, 'organisation', 'add', name);
  });
  afterAll(() => place.remove());

  it('leaves servers on the same store their turn', async () => {
    const path = join(place.dataDirectory, 'beside.csv');
    const rows = Array.from({ length: LINES }, (_none, index) => `beside${index},Given${index}`);
    await writeFile(path, ['username,givenName', ...rows, ''].join('\n'));
    const server = await startServer({ ...place, token: makeToken() });
    try {
      const issued = await runOperator(place, 'token', 'issue', 'whole');
      const client = makeScimClient({ baseUrl: server.baseUrl, token: deliveredToken(issued.stdout) });
      const running = startOperator(place, 'import', 'beside', path);
      const ended = new AbortController();
      const end = (): void => ended.abort();
      void running.exited.then(end, end);
      const times: number[] = [];
      while (!ended.signal.aborted) {
        const begun = performance.now();
        expect((await client.post('/Users', { userName: `scim${times.length}` })).status).toBe(201);
        times.push(performance.now() - begun);
      }
      expect((await running.exited).stdout).toBe(
        `${LINES} lines: ${LINES} created, 0 changed, 0 unchanged, 0 refused\n`,
      );
      expect(times.length).toBeGreaterThan(10);
    } finally {
      await server.stop();
    }
  });

  it('is started again from the beginning when it is killed, and ends as one that was not', async () => {
    const path = join(place.dataDirectory, 'many.csv');
    const rows = Array.from({ length: LINES }, (_none, index) => `person${index},Given${index},p${index}@acme.example`);
    await writeFile(path, ['username,givenName,email', ...rows, ''].join('\n'));
    const storage = await place.openStorage();
    const { resources } = storage.forOrganisation((await Effect.runPromise(storage.organisations.byName('killed'))).id);
    const query = { resourceType: 'User', offset: 0, limit: 0, withMemberships: false };
    const count = async () => (await Effect.runPromise(resources.list(query))).total;
    const running = startOperator(place, 'import', 'killed', path);
    while ((await count()) === 0) await wait(LOOK_AGAIN_MS);
    const { signal } = await running.end('SIGKILL');
    const kept = await count();
    await Effect.runPromise(storage.close());
    expect(signal).toBe('SIGKILL');
    expect(kept).toBeLessThan(LINES);
    const again = await runOperator(place, 'import', 'killed', path, '--json');
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([
      0,
      { lines: LINES, created: LINES - kept, unchanged: kept },
    ]);
    expect((await runOperator(place, 'import', 'other', path)).code).toBe(0);
    const exported = async (name: string): Promise<readonly string[]> =>
      (await runOperator(place, 'export', name, '-', '--format', 'csv')).stdout.split('\n').toSorted();
    expect(await exported('killed')).toEqual(await exported('other'));
  });
});

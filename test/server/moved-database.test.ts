// The file of the database is removed, replaced or damaged under a running server: whoever asks is told, the log has a line, and
// nothing is acknowledged that is nowhere.
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { makeScimClient, type ScimAnswer, type ScimClient } from '../support/client/scim-client.ts';
import {
  makeToken,
  runServerToExit,
  startServer,
  type Exit,
  type RunningServer,
} from '../support/server/server-process.ts';
import { sqliteStore, type OwnPlace } from '../support/server/server-store.ts';

interface Served {
  readonly place: OwnPlace;
  readonly server: RunningServer;
  readonly client: ScimClient;
  readonly path: string;
}

const places: OwnPlace[] = [];
const serve = async (place?: OwnPlace, token = makeToken()): Promise<Served> => {
  const at = place ?? (await sqliteStore.makePlace());
  places.push(at);
  const server = await startServer({ ...at, token });
  return { place: at, server, client: makeScimClient(server), path: join(at.dataDirectory, 'looop-scim.sqlite') };
};
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});

const create = (client: ScimClient, name: string): Promise<ScimAnswer> =>
  client.post('/Users', { userName: `${name}@acme.example` });

const ready = ({ server }: Served): Promise<Response> => fetch(new URL('/readyz', server.baseUrl));

/** Long enough for a worker. */
const longBulk = (client: ScimClient): Promise<ScimAnswer> =>
  client.post('/Bulk', {
    Operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'x', title: 't'.repeat(40_000) } }],
  });

const logged = ({ stdout }: Pick<Exit, 'stdout'>, text: string): readonly string[] =>
  stdout.split('\n').filter((line) => line.startsWith('{') && line.includes(text) && !line.includes('"answered"'));

const unavailable = (text: string) => [503, { status: '503', detail: expect.stringContaining(text) }];
const answered = ({ status, body }: ScimAnswer) => [status, body];

describe('a database file that is removed', { timeout: 60_000 }, () => {
  it('is 503 for writes, reads, calls of workers and readiness, with one line in the log', async () => {
    const served = await serve();
    const { server, client, path } = served;
    expect((await create(client, 'ana')).status).toBe(201);
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix);
    expect(answered(await create(client, 'bo'))).toMatchObject(unavailable('removed or replaced'));
    for (const answer of [await client.get('/Users'), await longBulk(client), await create(client, 'cy')]) {
      expect(answered(answer)).toMatchObject(unavailable('put the file back or restart'));
      expect(answer.headers['retry-after']).toBe('30');
    }
    const readiness = await ready(served);
    expect([readiness.status, await readiness.json()]).toMatchObject([
      503,
      { reason: expect.stringContaining('removed') },
    ]);
    const exit = await server.stop();
    expect([exit.code, exit.stderr]).toEqual([0, '']);
    expect(logged(exit, `"msg":"${path} was removed`)).toHaveLength(1);
    const counted = logged(exit, '"msg":"storage unavailable"').map((line): { times?: number } => JSON.parse(line));
    expect(counted.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(4);
  });

  it('is served again when it comes back', async () => {
    const { server, client, path } = await serve();
    renameSync(path, `${path}.away`);
    expect((await create(client, 'ana')).status).toBe(503);
    renameSync(`${path}.away`, path);
    expect((await create(client, 'bo')).status).toBe(201);
    const exit = await server.stop();
    expect([exit.code, logged(exit, 'the server goes on')]).toMatchObject([0, { length: 1 }]);
  });
});

describe('a database file that is replaced', { timeout: 60_000 }, () => {
  it('takes no write, and the next start serves it while the old one has all that was acknowledged', async () => {
    const { place, server, client, path } = await serve();
    expect((await create(client, 'ana')).status).toBe(201);
    const backup = `${path}.backup`;
    const database = new DatabaseSync(path);
    database.exec(`VACUUM INTO '${backup}'`);
    database.close();
    for (let number = 0; number < 20; number += 1) expect((await create(client, `b-${number}`)).status).toBe(201);
    renameSync(path, `${path}.old`);
    renameSync(backup, path);
    const long = await longBulk(client);
    expect(answered(await create(client, 'late'))).toMatchObject(unavailable('removed or replaced'));
    // Whichever thread notices first: the bulk request as a whole or its operation is refused.
    expect(JSON.stringify(long.body)).toContain('"503"');
    const exit = await server.stop();
    expect([exit.code, exit.stderr]).toEqual([0, '']);
    const again = await serve(place, server.token);
    expect((await again.client.get('/Users?count=0')).body).toMatchObject({ totalResults: 1 });
    expect((await again.server.stop()).code).toBe(0);
    renameSync(`${path}.old`, path);
    const old = await serve(place, server.token);
    const { body } = await old.client.get('/Users?filter=userName%20sw%20%22b-%22&count=0');
    expect(body).toMatchObject({ totalResults: 20 });
    await old.server.stop();
  });
});

describe('a database file that is damaged', { timeout: 60_000 }, () => {
  const PAGE = 4096;
  const overwrite = (path: string, table: string): void => {
    const database = new DatabaseSync(path);
    const root = Number(database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)?.['rootpage']);
    database.close();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (root - 1) * PAGE);
    closeSync(file);
  };

  it('is 503 and not written to, also when a worker has found it', async () => {
    const first = await serve();
    const { id } = (await create(first.client, 'ana')).body as { readonly id: string };
    await first.server.stop();
    overwrite(first.path, 'memberships');
    const { server, client } = await serve(first.place, first.server.token);
    const group = { displayName: 'Team', members: [{ value: id }] };
    const bulk = await client.post('/Bulk', {
      Operations: [{ method: 'POST', path: '/Groups', bulkId: 'a', data: group }],
    });
    expect(bulk.body).toMatchObject({ Operations: [{ status: '503' }] });
    expect(answered(await create(client, 'bo'))).toMatchObject(unavailable('restore a backup'));
    const exit = await server.stop();
    expect(exit.code).toBe(0);
    expect(logged(exit, 'is damaged')).not.toHaveLength(0);
  });

  it('does not start, and the line says what to do instead of blaming the directory', async () => {
    const { place, server, path } = await serve();
    await server.stop();
    overwrite(path, 'lookup_attributes');
    const { code, stderr } = await runServerToExit({ LOOOP_SCIM_DATA: place.dataDirectory });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/looop-scim\.sqlite is damaged.*operator restore FILE\n$/u),
    ]);
    expect(stderr).not.toContain('directory');
  });
});

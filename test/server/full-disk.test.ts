// A disk that is full: what cannot be stored is refused, the log stays short, and the end is in order.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeScimClient } from '../support/client/scim-client.ts';
import { makeToken, startServer } from '../support/server/server-process.ts';
import { sqliteStore, type OwnPlace } from '../support/server/server-store.ts';
import { makeSmallDisk, type SmallDisk } from '../support/server/small-disk.ts';

const DISK_BYTES = 3_000_000;
/** Fills the disk with a hundred of them. */
const TITLE = 'x'.repeat(30_000);
const REFUSALS = 500;

let place: OwnPlace;
let disk: SmallDisk;
beforeAll(async () => {
  place = await sqliteStore.makePlace();
  disk = makeSmallDisk(place.dataDirectory, DISK_BYTES);
});
afterAll(async () => {
  disk.remove();
  await place.remove();
});

interface Line {
  readonly msg: string;
  readonly times?: number;
  readonly err?: { readonly stack?: string };
}

describe('a full disk', { timeout: 120_000 }, () => {
  it('is 503 for writes and a line a second in the log; SIGTERM ends the server with 0 and a line, and nothing is lost', async () => {
    const token = makeToken();
    const server = await startServer({ ...place, token });
    const client = makeScimClient(server);
    const create = async (number: number): Promise<number> =>
      (await client.post('/Users', { userName: `u-${number}@acme.example`, title: TITLE })).status;
    expect(await create(0)).toBe(201);
    disk.end(server.pid);
    const statuses: number[] = [201];
    while (statuses.filter((status) => status === 503).length < REFUSALS) statuses.push(await create(statuses.length));
    expect(new Set(statuses)).toEqual(new Set([201, 503]));
    const exit = await server.stop();
    expect([exit.code, exit.stderr]).toEqual([0, '']);

    const lines = exit.stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): Line => JSON.parse(line));
    const refused = lines.filter(({ msg }) => msg === 'storage unavailable');
    expect(refused.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(REFUSALS);
    expect(refused.filter(({ err }) => err !== undefined)).toHaveLength(1);
    expect(lines.filter(({ msg }) => msg.includes('could not be brought into the database'))).toHaveLength(1);

    disk.grow();
    const again = await startServer({ ...place, token });
    const { body } = await makeScimClient(again).get('/Users?count=0');
    expect(body).toMatchObject({ totalResults: statuses.filter((status) => status === 201).length });
    expect((await again.stop()).code).toBe(0);
  });
});

// What the overview asks of a storage: so much and no more, however long the history of an organisation is.
import { Effect } from 'effect';
import { expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { ActivityLog, ResourceRepository, Storage } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { openPeopleServer } from '../support/people-server.ts';

/** What the page asks for when it is opened. */
const ASKED = [
  ...['/organisation', '/health', '/tokens', '/activity?limit=8', '/findings'],
  '/activity/counts?by=hour&since=2020-01-01T00:00:00Z',
] as const;
/** Calls by which the page is answered at most, and records that one of them may ask for. */
const MOST_CALLS = 60;
const MOST_AT_ONCE = 1000;

const record = (index: number): ActivityRecord => ({
  at: Date.now(),
  caller: { tokenFingerprint: '0123456789abcdef', requestId: `request-${index}` },
  operation: 'create',
  resourceType: 'User',
  resourceName: `person-${index}@acme.example`,
  outcome: 'refused',
  failure: { kind: 'Uniqueness', detail: 'a detail', existingId: `nobody-${index % 5}` },
  changes: [],
  ignored: [{ attribute: `unknown${index % 50}`, reason: 'unknown' }],
});

/** A storage whose activity never ends, with a million people; what it is asked for is noted. */
const endless = (storage: Storage) => {
  const limits: number[] = [];
  const page: ActivityLog['page'] = ({ limit }) => {
    limits.push(limit);
    return Effect.succeed(Array.from({ length: limit }, (_, index) => ({ position: '1', record: record(index) })));
  };
  const noting = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, method, receiver) => {
        limits.push(1);
        return Reflect.get(target, method, receiver) as unknown;
      },
    });
  const forOrganisation: Storage['forOrganisation'] = (...of) => {
    const own = storage.forOrganisation(...of);
    const list: ResourceRepository['list'] = ({ filter }) =>
      filter === undefined
        ? Effect.succeed({ total: 1_000_000, resources: [] })
        : Effect.die(new Error('everybody is looked at'));
    return { ...own, resources: noting({ ...own.resources, list }), activity: { ...own.activity, page } };
  };
  return { limits, storage: { ...storage, forOrganisation } };
};

it('is answered in so many calls, however long the history is', async () => {
  const { limits, storage } = endless(await Effect.runPromise(openMemoryStorage({ registry: standardRegistry })));
  const desk = await openPeopleServer({ storage });
  const viewer = await desk.browserOf(desk.acme, 'bo@acme.example', 'viewer');
  limits.length = 0;
  for (const path of ASKED) expect([path, (await viewer.send('GET', path)).status]).toEqual([path, 200]);
  expect(Math.max(...limits)).toBeLessThanOrEqual(MOST_AT_ONCE);
  expect(limits.length).toBeLessThanOrEqual(MOST_CALLS);
  await desk.server.close();
});

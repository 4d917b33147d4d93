// Outside of this workspace the driver is not patched: a command on a connection that was closed in order hangs, and so does the
// monitor. The storage has to be answered again all the same, and to end what hangs.
import { randomUUID } from 'node:crypto';
import { Effect } from 'effect';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { contractRegistry } from '@looop-scim/laws';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage, Storage } from '@looop-scim/provisioning/ports';
import { openMongoStorage } from '@looop-scim/storage-mongodb';
import { watchConnections } from '../support/mongodb/dying-connections.ts';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { create, remove } from './support/scenarios.ts';

vi.mock('mongodb', async () => {
  const { loadUnpatchedDriver } = await import('../support/mongodb/unpatched-driver.ts');
  return { ...loadUnpatchedDriver() };
});

/** How a call ends: `ok`, or the tag of its failure. */
const tagOf = (call: Effect.Effect<unknown, { readonly _tag: string }>): Promise<string> =>
  run(Effect.match(call, { onSuccess: () => 'ok', onFailure: ({ _tag }) => _tag }));

/** Sooner than in use, so that nobody waits long. */
const watchTimes = { operationMs: 6_000, silenceMs: 1_500, pingEveryMs: 500 } as const;

/** Monitors that ask often, each time anew. */
const monitoredUrl = (url: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}heartbeatFrequencyMS=500&serverMonitoringMode=poll`;

const eventually = { timeout: 120_000, interval: 50 } as const;

onMongo('the monitor of a driver as the registry has it', () => {
  it('hangs, and the storage finds the server again with another client', async () => {
    const database = await newDatabase();
    const connections = watchConnections();
    const url = monitoredUrl(database.url);
    const storage = await run(openMongoStorage({ url, registry: contractRegistry, watchTimes }));
    const { activity } = storage.forOrganisation(organisationId(randomUUID()));
    await run(activity.page({ limit: 1 }));
    // As in a restart: what was open breaks, and what is opened anew is closed while it introduces itself, the monitor included.
    connections.letAllDie(true);
    connections.breakAll();
    await expect.poll(() => connections.died(), eventually).toBeGreaterThan(0);
    connections.letAllDie(false);
    await expect.poll(() => tagOf(activity.page({ limit: 1 })), eventually).toBe('ok');
    await run(storage.close());
    connections.stop();
    await database.drop();
  });
});

onMongo('the driver as the registry has it', () => {
  let database: TestDatabase | undefined;
  let storage: Storage | undefined;
  let ports: OrganisationStorage | undefined;
  const connections = watchConnections();

  const opened = <Thing>(thing: Thing | undefined): Thing => {
    if (thing === undefined) throw new Error('it is used outside of a test');
    return thing;
  };

  beforeAll(async () => {
    database = await newDatabase();
    storage = await run(openMongoStorage({ url: database.url, registry: contractRegistry, watchTimes }));
    ports = storage.forOrganisation(organisationId(randomUUID()));
    await run(create(ports, 'User', 'ana'));
  });
  afterAll(async () => {
    if (storage !== undefined) await run(storage.close());
    connections.stop();
    await database?.drop();
  });

  const read = () => opened(ports).resources.read({ resourceType: 'User', id: 'ana' }, true);
  it('hangs when its connections die, while the storage is answered again', async () => {
    const client = new MongoClient(opened(database).url, { maxPoolSize: 1 });
    await client.db().command({ ping: 1 });
    let settled = false;
    connections.letDie();
    const hanging = client.db().command({ ping: 1 });
    const settle = (): void => {
      settled = true;
    };
    hanging.then(settle, settle);
    await expect.poll(() => tagOf(read()), eventually).toBe('ok');
    // With the patch it has failed long ago.
    expect(settled).toBe(false);
    client.close().catch(() => undefined);
  });

  it.each([1, 2, 3])('is answered again after all its connections died, monitors included (%i)', async () => {
    const diedBefore = connections.died();
    connections.letDie();
    // Calls on every connection that there may be: each hangs or fails, and comes to an end.
    const calls = await Promise.all(Array.from({ length: 10 }, () => tagOf(read())));
    expect(calls.filter((tag) => tag !== 'ok' && tag !== 'StorageUnavailable')).toEqual([]);
    await expect.poll(() => tagOf(read()), eventually).toBe('ok');
    expect(connections.died()).toBeGreaterThan(diedBefore);
  });

  it('writes a resource whose write hung as soon as the hanging one has ended', async () => {
    connections.letDie();
    const hung = await tagOf(create(opened(ports), 'User', 'ben'));
    expect(['ok', 'StorageUnavailable']).toContain(hung);
    await expect.poll(() => tagOf(create(opened(ports), 'User', 'cleo')), eventually).toBe('ok');
    await expect.poll(() => tagOf(remove(opened(ports), 'User', 'ana')), eventually).toBe('ok');
  });

  it('closes although connections hang', async () => {
    const another = await run(openMongoStorage({ url: opened(database).url, registry: contractRegistry, watchTimes }));
    connections.letDie();
    const call = tagOf(another.forOrganisation(organisationId(randomUUID())).activity.page({ limit: 1 }));
    await run(another.close());
    expect(['ok', 'StorageUnavailable']).toContain(await call);
  });
});

// How much one call may be on MongoDB: queries of lists say how long they may take, and what is too much is a failure of the
// call that names the limit.
import { randomUUID } from 'node:crypto';
import { Effect } from 'effect';
import { MongoClient, MongoServerError, type Db } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { StorageLimits } from '@looop-scim/provisioning/ports';
import { makeMongoStorage, prepareMongoDatabase } from '@looop-scim/storage-mongodb';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';

const USERS = 150;
const o = organisationId(randomUUID());
const everybody = { resourceType: 'Group', id: 'everybody' };
const list = (resourceType: string) => ({ resourceType, offset: 0, limit: 10, withMemberships: true });

/** A database whose queries of lists take longer than they may, as the server says it. */
const slow = (database: Db): Db =>
  new Proxy(database, {
    get: (target, name) =>
      name === 'collection'
        ? (collection: string) =>
            new Proxy(target.collection(collection), {
              get: (inner, method) => {
                if (method !== 'aggregate') return Reflect.get(inner, method) as unknown;
                throw new MongoServerError({ message: 'operation exceeded time limit', code: 50 });
              },
            })
        : (Reflect.get(target, name) as unknown),
  });

onMongo('limits of work', (suite) => {
  let opened: TestDatabase | undefined;
  let client: MongoClient | undefined;
  const times: unknown[] = [];

  const storageOf = (limits: StorageLimits, wrap: (database: Db) => Db = (database) => database) => {
    if (client === undefined || opened === undefined) throw new Error('the database is used outside of a test');
    const database = wrap(client.db(opened.name));
    return makeMongoStorage({ database, registry: standardRegistry, close: () => Promise.resolve(), limits }).storage;
  };

  beforeAll(async () => {
    opened = await newDatabase();
    await prepareMongoDatabase(opened.database);
    client = new MongoClient(opened.url, { monitorCommands: true });
    client.on('commandStarted', ({ commandName, command }) => {
      if (commandName === 'aggregate') times.push((command as { readonly maxTimeMS?: number }).maxTimeMS);
    });
    const { resources } = storageOf({}).forOrganisation(o);
    const create = (target: typeof everybody, memberships: readonly MembershipStep[] = []) =>
      run(
        resources.create(target, {
          at: 0,
          document: { displayName: target.id },
          uniqueKeys: [],
          memberships,
          unknownMembers: 'skip',
          withMemberships: false,
          describe: ({ resource }) => ({
            activity: {
              at: 0,
              caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
              operation: 'create',
              resourceType: resource.resourceType,
              outcome: 'applied',
              changes: [],
              ignored: [],
            },
            events: [],
          }),
        }),
      );
    const ids = Array.from({ length: USERS }, (_, index) => `user-${index}`);
    await Promise.all(ids.map((id) => create({ resourceType: 'User', id })));
    await create(everybody, [{ kind: 'add', ids }]);
  });
  afterAll(async () => {
    await client?.close();
    await opened?.drop();
  });

  it(`${suite}: the page and the total of a list may take so long and no longer`, async () => {
    times.length = 0;
    await run(storageOf({ maxSeconds: 7 }).forOrganisation(o).resources.list(list('User')));
    expect(times.slice(0, 2)).toEqual([7000, 7000]);
  });

  it(`${suite}: a query that takes longer is too much, not an outage`, async () => {
    const { resources } = storageOf({ maxSeconds: 7 }, slow).forOrganisation(o);
    const failure = await run(Effect.flip(resources.list(list('User'))));
    expect(failure).toMatchObject({ _tag: 'TooMany', limit: 7, unit: 'seconds' });
  });

  it(`${suite}: so is a resource with more memberships than a call may read, alone and on a page`, async () => {
    const { resources } = storageOf({ maxCharacters: USERS * 160 }).forOrganisation(o);
    const failures = [
      await run(Effect.flip(resources.read(everybody, true))),
      await run(Effect.flip(resources.list(list('Group')))),
    ];
    for (const failure of failures) {
      expect(failure).toMatchObject({ _tag: 'TooMany', limit: USERS * 160, unit: 'characters' });
    }
    expect(await run(resources.read(everybody, false))).toMatchObject({ id: 'everybody' });
  });
});

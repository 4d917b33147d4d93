// How many commands a request waits for, beside the look-up of its token. docs/scale.md lists these numbers.
import { randomUUID } from 'node:crypto';
import { Result, type Effect } from 'effect';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bindFilter, parseFilter } from '@looop-scim/scim/filter';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { ResourceWrite } from '@looop-scim/provisioning/ports';
import { makeMongoStorage, prepareMongoDatabase } from '@looop-scim/storage-mongodb';
import { MongoClient } from 'mongodb';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';

const OURS = new Set(['find', 'aggregate', 'insert', 'update', 'delete', 'findAndModify', 'count', 'getMore']);

const write = (name: string, memberships: readonly MembershipStep[] = []): Omit<ResourceWrite, 'uniqueKeys'> => ({
  at: 0,
  document: { userName: name, displayName: name },
  memberships,
  unknownMembers: 'skip',
  withMemberships: false,
  describe: ({ resource }) => ({
    activity: {
      at: 0,
      caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
      operation: 'patch',
      resourceType: resource.resourceType,
      outcome: 'applied',
      changes: [],
      ignored: [],
    },
    events: [],
  }),
});

const userNameIs = (name: string) => {
  const type = standardRegistry.resourceType('User');
  if (type === undefined) throw new TypeError('there is no User');
  const parsed = parseFilter(`userName eq "${name}"`, { bareValues: false });
  return Result.getOrThrow(
    Result.flatMap(parsed, (filter) => bindFilter(type, filter, { unknownAttributes: 'refuse' })),
  );
};

onMongo('round trips', () => {
  let opened: TestDatabase | undefined;
  let client: MongoClient | undefined;
  let commands = 0;
  const o = organisationId(randomUUID());
  const keys = (name: string) => [{ attribute: 'userName', key: name }];

  /** Calls on a storage that has nothing left to do, so that every command is one of the call. */
  const counted = async <Answer>(
    call: (
      resources: ReturnType<ReturnType<typeof storageOf>['forOrganisation']>['resources'],
    ) => Effect.Effect<Answer, unknown>,
  ): Promise<number> => {
    const storage = storageOf();
    commands = 0;
    await run(call(storage.forOrganisation(o).resources));
    const answered = commands;
    await run(storage.close());
    return answered;
  };
  const storageOf = () => {
    if (client === undefined || opened === undefined) throw new Error('the database is used outside of a test');
    const close = () => Promise.resolve();
    return makeMongoStorage({ database: client.db(opened.name), registry: standardRegistry, close }).storage;
  };
  const group = (members: number) => `group-of-${members}`;

  beforeAll(async () => {
    opened = await newDatabase();
    await prepareMongoDatabase(opened.database);
    client = new MongoClient(opened.url, { monitorCommands: true });
    client.on('commandStarted', ({ commandName }) => {
      if (OURS.has(commandName)) commands += 1;
    });
    await client.connect();
    const storage = storageOf();
    const { resources } = storage.forOrganisation(o);
    const create = (resourceType: string, id: string, memberships: readonly MembershipStep[] = []) =>
      run(
        resources.create(
          { resourceType, id },
          { ...write(id, memberships), uniqueKeys: keys(`${resourceType} ${id}`) },
        ),
      );
    const users = Array.from({ length: 200 }, (_, index) => `user-${index}`);
    for (const user of users) await create('User', user);
    for (const members of [1, 10, 190]) {
      await create('Group', group(members), [{ kind: 'add', ids: users.slice(0, members) }]);
    }
    await run(storage.close());
  });
  afterAll(async () => {
    await client?.close();
    await opened?.drop();
  });

  it('reads a user with its groups, and a group with up to 100 members, in 1', async () => {
    const read = (resourceType: string, id: string) =>
      counted((resources) => resources.read({ resourceType, id }, true));
    expect([await read('User', 'user-1'), await read('Group', group(10))]).toEqual([1, 1]);
  });

  it('reads a larger group with its members in 4', async () => {
    const target = { resourceType: 'Group', id: group(190) };
    expect(await counted((resources) => resources.read(target, true))).toBe(4);
  });

  it('reads a page of users with their groups in 3, one of groups with their members in 4, of a larger group in 6', async () => {
    const page = (resourceType: string, limit: number) =>
      counted((resources) => resources.list({ resourceType, offset: 0, limit, withMemberships: true }));
    expect([await page('User', 2), await page('Group', 2), await page('Group', 3)]).toEqual([3, 4, 6]);
  });

  it('finds users by an indexed attribute in at most 2', async () => {
    const filter = userNameIs('user-7');
    const query = { resourceType: 'User', filter, offset: 0, limit: 100, withMemberships: true };
    expect(await counted((resources) => resources.list(query))).toBeLessThanOrEqual(2);
  });

  it('creates a user in 1', async () => {
    const target = { resourceType: 'User', id: 'user-new' };
    expect(await counted((resources) => resources.create(target, { ...write('new'), uniqueKeys: keys('new') }))).toBe(
      1,
    );
  });

  it('changes a user, groups in the answer included, in at most 3', async () => {
    const change = counted((resources) =>
      resources.change({ resourceType: 'User', id: 'user-3' }, () =>
        Result.succeed({ kind: 'write' as const, ...write('three'), uniqueKeys: keys('three'), withMemberships: true }),
      ),
    );
    expect(await change).toBeLessThanOrEqual(3);
  });

  it.each([1, 10, 190])('adds a member to a group of %i in at most 5', async (members) => {
    const memberships = [{ kind: 'add', ids: ['user-199'] }] as const;
    const change = counted((resources) =>
      resources.change({ resourceType: 'Group', id: group(members) }, ({ document }) =>
        Result.succeed({
          kind: 'write' as const,
          ...write('any', memberships),
          document,
          uniqueKeys: keys(group(members)),
        }),
      ),
    );
    expect(await change).toBeLessThanOrEqual(5);
  });
});

// A user who is in hundreds of groups is deleted without taking all connections of the process.
import { randomUUID } from 'node:crypto';
import { Effect } from 'effect';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contractRegistry } from '@looop-scim/laws';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { makeMongoStorage, prepareMongoDatabase } from '@looop-scim/storage-mongodb';
import { MongoClient } from 'mongodb';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';
import { create, remove } from './support/scenarios.ts';

const GROUPS = 120;

onMongo('deletion in many groups', () => {
  let opened: TestDatabase | undefined;
  beforeAll(async () => {
    opened = await newDatabase();
    await prepareMongoDatabase(opened.database);
  });
  afterAll(() => opened?.drop());

  it(`leaves a user of ${GROUPS} groups in none of them, and connections to others meanwhile`, async () => {
    const client = new MongoClient(opened?.url ?? '', {
      monitorCommands: true,
      maxPoolSize: GROUPS,
      maxConnecting: GROUPS,
    });
    let [underWay, most] = [0, 0];
    client.on('commandStarted', () => (most = Math.max(most, (underWay += 1))));
    client.on('commandSucceeded', () => (underWay -= 1));
    const { storage } = makeMongoStorage({
      database: client.db(opened?.name),
      registry: contractRegistry,
      close: () => client.close(),
    });
    const ports = storage.forOrganisation(organisationId(randomUUID()));
    await run(create(ports, 'User', 'ana'));
    const names = Array.from({ length: GROUPS }, (_none, number) => `group-${number}`);
    const groups = names.map((name) => create(ports, 'Group', name, ['ana']));
    await run(Effect.all(groups, { concurrency: 8 }));
    [underWay, most] = [0, 0];

    await run(remove(ports, 'User', 'ana'));
    // What follows the answer is counted in: sixteen groups, and the records of those before.
    expect(most).toBeLessThan(GROUPS / 2);
    const page = await run(
      ports.resources.list({ resourceType: 'Group', offset: 0, limit: 1000, withMemberships: true }),
    );
    expect(page.resources.map(({ memberships, version }) => [memberships, version])).toEqual(names.map(() => [[], 2]));
    await run(storage.close());
  });
});

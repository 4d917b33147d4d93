// What version 1 has stored in the logs is found by the filters of today, and what it has kept of deleted users is erased.
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Result from 'effect/Result';
import { contractRegistry } from '@looop-scim/laws';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { makeMongoStorage, prepareMongoDatabase } from '@looop-scim/storage-mongodb';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';
import { run } from '../support/run/run-effect.ts';

const o = '0199f0a1-0000-7000-8000-0000000000aa';
const AT = 1_767_225_600_000;
const caller = { tokenHandle: '0123456789abcdef', requestId: 'request-1' };
const old = { at: AT, caller, operation: 'patch', resourceType: 'User', outcome: 'applied', changes: [], ignored: [] };

const records = [
  { ...old, resourceId: 'ana', resourceName: 'Ana', changes: [{ attribute: 'title', after: 'Coach of Ana' }] },
  { ...old, at: AT + 1, resourceId: 'ben', ignored: [{ attribute: 'custom_4', reason: 'unknown' }] },
  { ...old, at: AT + 2, outcome: 'refused', failure: { kind: 'InvalidValue', detail: 'a detail' } },
  { ...old, at: AT + 3, operation: 'delete', resourceId: 'ana', resourceName: 'Ana' },
];

onMongo('records of version 1', () => {
  let opened: TestDatabase | undefined;
  beforeAll(async () => {
    opened = await newDatabase();
  });
  afterAll(() => opened?.drop());

  it('are given what filters look into, with the fingerprint of their token, and deleted users are erased', async () => {
    if (opened === undefined) throw new Error('there is no database');
    const { database } = opened;
    await prepareMongoDatabase(database);
    const documents = records.map((record, index) => ({ o, w: `0000${index}`, record: JSON.stringify(record) }));
    await database.collection('activity').insertMany(documents);
    const event = { kind: 'updated', resourceType: 'User', resourceId: 'ben', at: AT, attributes: [] };
    const pieces = { o, key: '00002:0', n: 0, text: JSON.stringify({ ...event, at: AT + 9 }) };
    await database.collection('pieces').insertOne(pieces);
    await database.collection('events').insertMany([
      { o, seq: 1, key: '00001:0', event: JSON.stringify(event) },
      { o, seq: 2, key: '00002:0' },
    ]);
    const settings = database.collection<{ _id: string; value: number }>('settings');
    await settings.updateOne({ _id: 'schema' }, { $set: { value: 1 } });

    expect(await prepareMongoDatabase(database)).toEqual(Result.succeed(9));
    const close = () => Promise.resolve();
    const { storage } = makeMongoStorage({ database, registry: contractRegistry, close });
    const organisation = { id: organisationId(o), name: 'acme', scimEnabled: true, leniencies: {}, created: AT };
    await run(storage.organisations.add({ ...organisation, profile: 'interop' }));
    const { activity, earlierEvents, events } = storage.forOrganisation(organisationId(o));
    const found = async (filter: Parameters<typeof activity.page>[0]) =>
      (await run(activity.page(filter))).map(({ record }) => record.at - AT);
    const all = (await run(activity.page({ limit: 10 }))).map(({ record }) => record);
    expect(all.map((record) => record.caller.tokenFingerprint)).toEqual(records.map(() => caller.tokenHandle));
    expect(await found({ limit: 10, outcome: 'ignored' })).toEqual([1]);
    expect(await found({ limit: 10, outcome: 'refused' })).toEqual([2]);
    expect(await found({ limit: 10, resource: { id: 'ana' } })).toEqual([3, 0]);
    expect(await found({ limit: 10, since: AT + 2 })).toEqual([3, 2]);
    expect(JSON.stringify(all)).not.toContain('Ana');
    expect(all[3]?.erased).toEqual({ changes: 1, ignored: 0 });

    while (await run(storage.trimLogs({ activityBefore: AT + 2, eventsBefore: AT + 5 })));
    expect(await found({ limit: 10 })).toEqual([3, 2]);
    expect((await run(earlierEvents.after(0, 10))).map(({ sequence }) => sequence)).toEqual([2]);
    expect([await run(events.after(0, 10)), await run(events.last())]).toEqual([[], 0]);
    while (await run(storage.trimLogs({ eventsBefore: AT + 10 })));
    expect(await database.collection('pieces').countDocuments({ o })).toBe(0);
    await run(storage.close());
  });
});

// What a database is prepared with: indexes that begin with the organisation, and a version that guards against older programs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Result from 'effect/Result';
import { prepareMongoDatabase } from '@looop-scim/storage-mongodb';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';

/** Looked up before it is known which organisation is meant. */
const BEFORE_THE_ORGANISATION = new Set([
  'organisations',
  'tokens',
  'unknownTokens',
  'settings',
  'guards',
  'installationRecords',
]);

onMongo('the schema of the database', () => {
  let opened: TestDatabase | undefined;
  const database = () => {
    if (opened === undefined) throw new Error('the database is used outside of a test');
    return opened.database;
  };
  beforeAll(async () => {
    opened = await newDatabase();
  });
  afterAll(() => opened?.drop());

  const indexes = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
    const found: Record<string, readonly string[]> = {};
    for (const { collectionName } of await database().collections()) {
      const descriptions = await database().collection(collectionName).indexes();
      found[collectionName] = descriptions.map(({ key }) => Object.keys(key).join(',')).toSorted();
    }
    return found;
  };
  const version = async (): Promise<unknown> =>
    (await database().collection<{ _id: string; value: number }>('settings').findOne({ _id: 'schema' }))?.value;

  describe('prepareMongoDatabase', () => {
    it('makes the indexes once, by several processes at once and again', async () => {
      const prepared = await Promise.all([1, 2, 3].map(() => prepareMongoDatabase(database())));
      expect(prepared.every(Result.isSuccess)).toBe(true);
      const made = await indexes();
      await prepareMongoDatabase(database());
      expect(await indexes()).toEqual(made);
      expect(made['memberships']).toContain('o,g,m');
      expect(await version()).toBe(9);
    });

    it('leads every index with the organisation, but for what is looked up before it is known', async () => {
      const keys = Object.entries(await indexes()).flatMap(([collection, found]) =>
        BEFORE_THE_ORGANISATION.has(collection) ? [] : found,
      );
      const others = keys.filter((key) => key !== '_id' && !key.startsWith('o,'));
      expect(keys.length).toBeGreaterThan(8);
      expect(others).toEqual([]);
    });

    it('makes nothing where there has to be something already', async () => {
      const other = await newDatabase();
      const refused = await prepareMongoDatabase(other.database, true);
      expect(Result.isFailure(refused) && refused.failure.message).toContain('Nothing was created');
      expect(await other.database.collections()).toEqual([]);
      expect(Result.isSuccess(await prepareMongoDatabase(database(), true))).toBe(true);
      await other.drop();
    });

    it('refuses a database that a newer version has prepared, and leaves it alone', async () => {
      const settings = database().collection<{ _id: string; value: number }>('settings');
      await settings.updateOne({ _id: 'schema' }, { $set: { value: 99 } });
      await database().collection('activity').dropIndex('by_write');
      const made = await indexes();
      const refused = await prepareMongoDatabase(database());
      expect(Result.isFailure(refused) && refused.failure.message).toContain('has schema version 99');
      expect([await indexes(), await version()]).toEqual([made, 99]);
    });
  });
});

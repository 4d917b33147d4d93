// A database for scenes, and organisations in it that each have what a scene finds.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { contractRegistry } from '@looop-scim/laws';
import { organisationId, type Organisation } from '@looop-scim/provisioning/organisation';
import { makeMongoStorage, prepareMongoDatabase, type MongoStorage } from '@looop-scim/storage-mongodb';
import type { Db } from 'mongodb';
import { newDatabase, type TestDatabase } from '../../support/mongodb/on-mongo.ts';
import { run } from '../../support/run/run-effect.ts';
import { observe } from './examine.ts';
import { AT, type Scene } from './scenarios.ts';

/** Small, so that a few members are many. */
const MAX_IN_PLACE = 3;

/** A storage like that of a process of its own. */
export const storageOn = (database: Db): MongoStorage =>
  makeMongoStorage({
    database,
    registry: contractRegistry,
    close: () => Promise.resolve(),
    maxInPlace: MAX_IN_PLACE,
  });

/** Registers a database for the calling suite. */
export const useScenes = () => {
  let opened: TestDatabase | undefined;
  const scenes = (): TestDatabase => {
    if (opened === undefined) throw new Error('the database is used outside of a test');
    return opened;
  };
  const database = (): Db => scenes().database;
  beforeAll(async () => {
    opened = await newDatabase();
    await prepareMongoDatabase(database());
  });
  afterAll(() => opened?.drop());

  /** A new organisation with what is there before. */
  const prepare = async (before: Scene): Promise<Organisation> => {
    const name = `scene-${randomUUID()}`;
    const id = organisationId(randomUUID());
    const organisation: Organisation = { id, name, scimEnabled: true, profile: 'interop', leniencies: {}, created: AT };
    const { storage } = storageOn(database());
    await run(storage.organisations.add(organisation));
    await run(before(storage.forOrganisation(id), storage, organisation));
    await run(storage.close());
    return organisation;
  };

  /** What another process sees of the organisation after it has swept. */
  const seenByAnother = async (organisation: Organisation) => {
    const { storage, sweep } = storageOn(database());
    // Intents of this very millisecond, too.
    await sweep.finishLeftBehind(-1);
    const seen = await observe(storage, organisation);
    await run(storage.close());
    return seen;
  };

  return { database, url: () => scenes().url, prepare, seenByAnother };
};

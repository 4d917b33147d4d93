// How suites come to a MongoDB: whether there is one, its URL, a database of one's own.
import { randomBytes } from 'node:crypto';
import { MongoClient, type Db } from 'mongodb';
import { describe, inject } from 'vitest';
import { givenUrl, NEEDED, NEEDED_LOCALLY } from './offer.ts';

const orLeftOut = (suite: string, possible: boolean, needed: string): boolean => {
  if (possible || process.env['CI'] === 'true') return true;
  console.warn(`Left out: ${suite}. ${needed}`);
  return false;
};

/** Whether a suite can run on MongoDB. Where it cannot, it is named as left out; in CI it runs all the same, and fails. */
export const canRunOnMongo = (suite: string): boolean => orLeftOut(suite, inject('mongodb').kind !== 'none', NEEDED);

/** Registers a suite for MongoDB: it runs where it can. */
export const onMongo = (suite: string, register: (suite: string) => void): void => {
  describe.skipIf(!canRunOnMongo(suite))('on MongoDB', () => {
    register(suite);
  });
};

/** Registers a suite that starts and stops a MongoDB of its own (`openRestartable`). */
export const onLocalMongo = (suite: string, register: (suite: string) => void): void => {
  const offer = inject('mongodb');
  const possible = offer.kind === 'given' ? offer.local : offer.kind !== 'none';
  describe.skipIf(!orLeftOut(suite, possible, NEEDED_LOCALLY))('on a MongoDB of its own', () => {
    register(suite);
  });
};

/** The URL of the run's MongoDB; starts it when nobody has yet. Rejects where there is none. */
const mongoUrl = async (): Promise<string> => {
  const offer = inject('mongodb');
  if (offer.kind === 'none') throw new Error(`There is no MongoDB. ${NEEDED}`);
  if (offer.kind === 'given') return givenUrl() ?? '';
  const answer = await fetch(offer.launcher);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`MongoDB did not start: ${text}`);
  return text;
};

/** The same deployment with another database; credentials stay those of the database that they were of. */
export const withDatabase = (url: string, name: string): string => {
  const [base = '', query = ''] = url.split('?', 2);
  const start = base.indexOf('://') + 3;
  const slash = base.indexOf('/', start);
  const [authority, before] = slash < 0 ? [base, ''] : [base.slice(0, slash), base.slice(slash + 1)];
  const parameters = new URLSearchParams(query);
  if (authority.includes('@') && !parameters.has('authSource')) parameters.set('authSource', before || 'admin');
  return `${authority}/${name}${parameters.size === 0 ? '' : `?${parameters.toString()}`}`;
};

/** A database that belongs to one test. */
export interface TestDatabase {
  readonly name: string;
  /** URL that ends in the name. */
  readonly url: string;
  /** To look into it beside the adapter. */
  readonly database: Db;
  /** Removes it with all it holds, and closes the connection. */
  readonly drop: () => Promise<void>;
}

/** Names a new database, by default on the run's MongoDB. */
export const newDatabase = async (deployment?: string): Promise<TestDatabase> => {
  const name = `looop_scim_test_${randomBytes(8).toString('hex')}`;
  const url = withDatabase(deployment ?? (await mongoUrl()), name);
  const client = new MongoClient(url);
  const database = client.db(name);
  const drop = async (): Promise<void> => {
    await database.dropDatabase();
    await client.close();
  };
  return { name, url, database, drop };
};

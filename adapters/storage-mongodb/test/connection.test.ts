import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { MongoClient } from 'mongodb';
import { collectionsOf } from '../src/collections.ts';
import { addressOf, connect, databaseOf } from '../src/client/connection.ts';

describe('addressOf', () => {
  it.each([
    ['mongodb://db.acme.example:27017/looop', 'db.acme.example:27017'],
    ['mongodb://scim:s3cr3t@a.acme.example,b.acme.example/looop?replicaSet=rs', 'a.acme.example,b.acme.example'],
    ['mongodb+srv://scim:p%40ss@cluster.acme.example', 'cluster.acme.example'],
    ['mongodb://scim:p@ss@db.acme.example/', 'db.acme.example'],
    ['mongodb://scim:s3/cr?3t@db.acme.example', 'db.acme.example'],
    ['mongodb://', 'an address that cannot be read'],
  ])('names the servers of %s without credentials', (url, address) => {
    expect(addressOf(url)).toBe(address);
  });
});

describe('databaseOf', () => {
  const databaseAt = (url: string) => databaseOf(new MongoClient(url), url);

  it.each([
    '',
    '?w=1&journal=false&wtimeoutMS=1',
    '?w=0',
    '?readConcernLevel=local',
    '?readPreference=secondaryPreferred',
    '?retryWrites=true&w=majority',
  ])('reads and writes at a majority with journal, also where the URL says %s', (query) => {
    const collections = collectionsOf(databaseAt(`mongodb://db.acme.example/looop${query}`));
    for (const { writeConcern, readConcern, readPreference } of Object.values(collections)) {
      expect(writeConcern).toMatchObject({ w: 'majority', journal: true, wtimeoutMS: 10_000 });
      expect(readConcern).toEqual({ level: 'majority' });
      expect(readPreference?.mode).toBe('primary');
    }
  });

  it.each([
    ['mongodb://db.acme.example', 'looop_scim'],
    ['mongodb://db.acme.example/?replicaSet=rs', 'looop_scim'],
    ['mongodb://db.acme.example/other?replicaSet=rs', 'other'],
    ['mongodb://scim:secret@db.acme.example/test', 'test'],
  ])('is named by the path of %s: %s', (url, name) => {
    expect(databaseAt(url).databaseName).toBe(name);
  });
});

describe('connect', () => {
  it.each([
    'mongodb://scim:s3cr3t@',
    'mongodb://scim:s3cr3t@127.0.0.1:x/looop',
    'postgres://scim:s3cr3t@127.0.0.1/looop',
  ])('refuses %s without repeating the password', async (url) => {
    const refused = await connect({ url });
    expect(Result.isFailure(refused)).toBe(true);
    if (Result.isFailure(refused)) expect(refused.failure.message).not.toContain('s3cr3t');
  });

  it('says which address does not answer', async () => {
    // Nobody listens on the discard port.
    const refused = await connect({ url: 'mongodb://scim:s3cr3t@127.0.0.1:9/looop' });
    expect(Result.isFailure(refused) && refused.failure.message).toContain('127.0.0.1:9');
    expect(Result.isFailure(refused) && refused.failure.message).not.toContain('s3cr3t');
  });
});

// What the suites on MongoDB stand on: a server that does what the storage relies on, and one that comes back with its data.
import { MongoClient, MongoError, MongoServerError } from 'mongodb';
import { expect, it } from 'vitest';
import { openProxy } from '../support/mongodb/cuttable-proxy.ts';
import { newDatabase, onLocalMongo, onMongo, withDatabase } from '../support/mongodb/on-mongo.ts';
import { directUrl, openRestartable } from '../support/mongodb/restartable.ts';

it.each([
  ['mongodb://db.example', 'mongodb://db.example/mine'],
  ['mongodb://db.example/', 'mongodb://db.example/mine'],
  ['mongodb://a.example:1,b.example:2/other?replicaSet=r', 'mongodb://a.example:1,b.example:2/mine?replicaSet=r'],
  ['mongodb+srv://me:word@db.example', 'mongodb+srv://me:word@db.example/mine?authSource=admin'],
  ['mongodb://me:word@db.example/people?tls=true', 'mongodb://me:word@db.example/mine?tls=true&authSource=people'],
  ['mongodb://me:word@db.example/?authSource=x', 'mongodb://me:word@db.example/mine?authSource=x'],
])('%s with the database mine is %s', (url, other) => {
  expect(withDatabase(url, 'mine')).toBe(other);
});

onMongo('a database of its own', (suite) => {
  it(`${suite}: one of 50 compare-and-sets at once wins, a unique index refuses the second`, async () => {
    const { database, drop } = await newDatabase();
    const counters = database.collection<{ _id: string; version: number; key: string }>('counters');
    await counters.createIndex({ key: 1 }, { unique: true });
    await counters.insertOne({ _id: 'one', version: 1, key: 'a' });
    const attempts = Array.from({ length: 50 }, () =>
      counters.replaceOne({ _id: 'one', version: 1 }, { version: 2, key: 'a' }),
    );
    const won = (await Promise.all(attempts)).filter(({ modifiedCount }) => modifiedCount === 1);
    expect(won).toHaveLength(1);
    await expect(counters.insertOne({ _id: 'two', version: 1, key: 'a' })).rejects.toThrow(MongoServerError);
    await drop();
  });

  it(`${suite}: is gone once it is dropped`, async () => {
    const { database, drop, name, url } = await newDatabase();
    await database.collection('things').insertOne({});
    await drop();
    const client = new MongoClient(url);
    const { databases } = await client.db('admin').admin().listDatabases();
    await client.close();
    expect(databases.map((one) => one.name)).not.toContain(name);
  });
});

onLocalMongo('a MongoDB that is stopped', (suite) => {
  it(`${suite}: has its data when it is started again, at the same address`, async () => {
    const server = await openRestartable();
    const proxy = await openProxy(server.port);
    const client = new MongoClient(directUrl(proxy.port), { serverSelectionTimeoutMS: 2000 });
    try {
      const things = client.db('kept').collection<{ _id: string }>('things');
      await things.createIndex({ name: 1 }, { unique: true });
      await things.insertMany([{ _id: 'a' }, { _id: 'b' }].map((one) => ({ ...one, name: one._id })));
      await server.stop();
      await expect(things.countDocuments()).rejects.toThrow(MongoError);
      await server.start();
      expect(await things.countDocuments()).toBe(2);
      await expect(things.insertOne({ _id: 'c', name: 'a' } as { _id: string })).rejects.toThrow(MongoServerError);
    } finally {
      await client.close();
      await proxy.close();
      await server.close();
    }
  });
});

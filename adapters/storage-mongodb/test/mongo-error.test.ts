import { connect, createServer } from 'node:net';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError, type BulkWriteResult } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { asUnavailable } from '../src/mongo-error.ts';

/** The error that a socket gives when the other side has broken the connection. */
const brokenConnection = async (): Promise<unknown> => {
  const server = createServer((socket) => socket.resetAndDestroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  const error = await new Promise((resolve) => socket.on('error', resolve));
  await new Promise((resolve) => server.close(resolve));
  return error;
};

describe('asUnavailable', () => {
  it('takes what says nothing of the request for a failure that passes', async () => {
    const causes = [
      new MongoNetworkError('connection closed'),
      new MongoServerError({ message: 'not primary', code: 10_107 }),
      await brokenConnection(),
    ];
    for (const cause of causes) expect(asUnavailable(cause)).toMatchObject({ _tag: 'StorageUnavailable', cause });
  });

  it.each([
    ['CursorNotFound', 43],
    ['StaleShardVersion', 63],
    ['WriteConcernTimeout', 64],
    ['UnknownReplWriteConcern', 79],
    ['UnsatisfiableWriteConcern', 100],
    ['WriteConflict', 112],
    ['FailedToSatisfyReadPreference', 133],
    ['ReadConcernMajorityNotAvailableYet', 134],
    ['StaleEpoch', 150],
    ['QueryPlanKilled', 175],
    ['CursorKilled', 237],
    ['SnapshotUnavailable', 246],
    ['TemporarilyUnavailable', 365],
    ['Reauthenticate', 391],
    ['LegacyNotPrimary', 10_058],
    ['Interrupted', 11_601],
    ['StaleConfig', 13_388],
  ])('takes the answer %s (%i) for one that passes, of a single statement and of a bulk write', (message, code) => {
    const causes = [
      new MongoServerError({ message, code }),
      new MongoBulkWriteError({ message, code, writeErrors: [] }, {} as BulkWriteResult),
    ];
    for (const cause of causes) expect(asUnavailable(cause)).toMatchObject({ _tag: 'StorageUnavailable', cause });
  });

  it('takes a server that refuses for its load at its word, whatever the code', () => {
    const cause = new MongoServerError({ message: 'rate limit', code: 462, errorLabels: ['SystemOverloadedError'] });
    expect(asUnavailable(cause)).toMatchObject({ _tag: 'StorageUnavailable', cause });
  });

  it('sees through a bulk write to what made it fail', () => {
    const bulk = (cause: Error) => new MongoBulkWriteError(cause, {} as BulkWriteResult);
    const cause = new MongoNetworkError('connection closed');
    expect(asUnavailable(bulk(cause))).toMatchObject({ _tag: 'StorageUnavailable', cause });
    expect(asUnavailable(bulk(new MongoServerError({ message: 'bad document', code: 2 })))).toBeUndefined();
  });

  it('leaves defects what they are', () => {
    const causes = [new TypeError('x is undefined'), new MongoServerError({ message: 'bad query', code: 2 }), 'text'];
    for (const cause of causes) expect(asUnavailable(cause)).toBeUndefined();
  });
});

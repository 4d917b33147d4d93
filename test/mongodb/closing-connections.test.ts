// A connection that MongoDB closes in order, without an error, just as a command is sent on it: the command fails and is not waited
// for for ever, and the next one is answered. Node.js tells of the closing a moment after the socket has become useless; how many
// turns of its queue lie between the start of a command and its first byte is the driver's business, so all of them are tried.
// The driver does so with what is in patches/.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import { MongoClient, MongoNetworkError, type Collection } from 'mongodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newDatabase, onMongo, type TestDatabase } from '../support/mongodb/on-mongo.ts';

interface Thing {
  readonly _id: string;
  readonly text?: string;
}

const TURNS = Array.from({ length: 7 }, (_none, turns) => turns);
/** More than a socket takes in one go: the driver waits until it has drained. */
const LARGE = 'x'.repeat(8_000_000);
/** Node.js reports new sockets there. */
const SOCKETS = 'net.client.socket';
const HANGS_AFTER_MS = 30_000;

const afterTurns = (turns: number, act: () => void): void => {
  if (turns === 0) act();
  else queueMicrotask(() => afterTurns(turns - 1, act));
};

onMongo('connections that close while a command is sent', () => {
  let opened: TestDatabase | undefined;
  beforeAll(async () => {
    opened = await newDatabase();
  });
  afterAll(() => opened?.drop());

  /** Calls on a client whose connections are all closed this many turns after the call has been started. */
  const closing = async (turns: number, call: (things: Collection<Thing>) => Promise<unknown>): Promise<void> => {
    const sockets = new Set<Socket>();
    const notice = (message: unknown): void => {
      if (typeof message === 'object' && message !== null && 'socket' in message && message.socket instanceof Socket)
        sockets.add(message.socket);
    };
    subscribe(SOCKETS, notice);
    const client = new MongoClient(opened?.url ?? '', {
      monitorCommands: true,
      maxPoolSize: 1,
      retryReads: false,
      retryWrites: false,
    });
    try {
      const things = client.db().collection<Thing>('things');
      await things.findOne({});
      client.once('commandStarted', () =>
        afterTurns(turns, () => {
          for (const socket of sockets) socket.destroy();
        }),
      );
      await expect(call(things)).rejects.toThrow(MongoNetworkError);
      expect(await things.findOne({ _id: 'none' })).toBe(null);
    } finally {
      unsubscribe(SOCKETS, notice);
      await client.close();
    }
  };

  it.each(TURNS)('a read, closed %i turns after its start', { timeout: HANGS_AFTER_MS }, (turns) =>
    closing(turns, (things) => things.findOne({ _id: 'none' })),
  );

  it.each(TURNS)('a large write, closed %i turns after its start', { timeout: HANGS_AFTER_MS }, (turns) =>
    closing(turns, (things) => things.insertOne({ _id: `large-${turns}`, text: LARGE })),
  );
});

// A database whose operations all go through `Operations`, on whatever client is the current one at the moment.
import { AbstractCursor, type Collection, type Db } from 'mongodb';
import type { Operations } from './operations.ts';

/** A client in use. */
export interface Generation {
  readonly database: Db;
  readonly operations: Operations;
}

type Method = (...given: readonly unknown[]) => unknown;
const isMethod = (member: unknown): member is Method => typeof member === 'function';

const memberOf = (target: object, key: PropertyKey): unknown => Reflect.get(target, key, target);

const guardedIteration = (cursor: AbstractCursor<unknown>, { run }: Operations) =>
  async function* iterate(): AsyncGenerator {
    let isComplete = false;
    try {
      for (let next = await run(cursor.next()); next !== null; next = await run(cursor.next())) yield next;
      isComplete = true;
    } finally {
      // Nobody waits for the server to forget a cursor.
      if (!isComplete) run(cursor.close()).catch(() => undefined);
    }
  };

/** A cursor stays with the client that it was opened on. */
const guardedCursor = (cursor: AbstractCursor<unknown>, operations: Operations): AbstractCursor<unknown> => {
  const proxy: AbstractCursor<unknown> = new Proxy(cursor, {
    get: (target, key) => {
      if (key === Symbol.asyncIterator) return guardedIteration(target, operations);
      const member = memberOf(target, key);
      if (!isMethod(member)) return member;
      return (...given: readonly unknown[]): unknown => {
        const answer = Reflect.apply(member, target, given);
        if (answer === target) return proxy;
        return answer instanceof Promise ? operations.run(answer) : answer;
      };
    },
  });
  return proxy;
};

const guardedAnswer = (answer: unknown, operations: Operations): unknown => {
  if (answer instanceof Promise) return operations.run(answer);
  return answer instanceof AbstractCursor ? guardedCursor(answer, operations) : answer;
};

/** Puts what `find` finds of the current client behind its operations; methods are those of the current one at each call. */
const guarded = <Target extends object>(current: () => Generation, find: (database: Db) => Target): Target =>
  new Proxy(find(current().database), {
    get: (_first, key) => {
      const { database, operations } = current();
      const target = find(database);
      const member = memberOf(target, key);
      if (!isMethod(member)) return member;
      return (...given: readonly unknown[]): unknown => guardedAnswer(Reflect.apply(member, target, given), operations);
    },
  });

/** The collection of a name, one object for each database. */
const makeFindCollection = (name: string): ((database: Db) => Collection) => {
  const found = new WeakMap<Db, Collection>();
  return (database) => {
    const collection = found.get(database) ?? database.collection(name);
    found.set(database, collection);
    return collection;
  };
};

/** Makes the database over the current client. */
export const guardedDatabase = (current: () => Generation): Db => {
  const database = guarded(current, (found) => found);
  return new Proxy(database, {
    get: (target, key) =>
      key === 'collection' ? (name: string) => guarded(current, makeFindCollection(name)) : memberOf(target, key),
  });
};

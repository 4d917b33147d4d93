// A database whose n-th write is cut: by a process that stops there, or by a connection that breaks there. Before: the write does
// not reach the database. After: it does, but nobody is told.
import { MongoNetworkError, type Db } from 'mongodb';

/** Where a run is cut; `write` counts from 1. */
export interface Cut {
  readonly write: number;
  readonly side: 'before' | 'after';
  /** `process`: nothing is sent any more after the cut; `connection`: the next statement finds the connection restored. */
  readonly what: 'process' | 'connection';
}

/** Where a run is held up: everything from the write on waits for `resume`. */
export interface Stall {
  readonly write: number;
  readonly resume: Promise<void>;
  /** Told when the write is reached. */
  readonly reached: () => void;
}

/** A database through which a storage works, and how many writes it has seen. */
export interface CutDatabase {
  readonly database: Db;
  readonly writes: () => number;
}

const WRITES = new Set([
  'insertOne',
  'insertMany',
  'updateOne',
  'replaceOne',
  'updateMany',
  'findOneAndUpdate',
  'bulkWrite',
  'deleteOne',
  'deleteMany',
]);
const READS = new Set(['find', 'findOne', 'aggregate', 'countDocuments']);

type Method = (...given: readonly unknown[]) => unknown;

const bind = (owner: object, method: unknown): Method => {
  if (typeof method !== 'function') throw new TypeError('the driver has no such method');
  return (...given) => Reflect.apply(method, owner, given) as unknown;
};

/** Puts a cut or a stall into a database; without one its writes are only counted. */
export const cutDatabase = (
  database: Db,
  { cut, stall }: { readonly cut?: Cut; readonly stall?: Stall } = {},
): CutDatabase => {
  let seen = 0;
  let stopped = false;
  const broken = (): MongoNetworkError => new MongoNetworkError('cut by the test');

  const write =
    (method: Method): Method =>
    async (...given) => {
      if (stopped) throw broken();
      seen += 1;
      if (stall !== undefined && seen >= stall.write) {
        stall.reached();
        await stall.resume;
      }
      if (cut === undefined || seen !== cut.write) return await method(...given);
      if (cut.what === 'process') stopped = true;
      if (cut.side === 'after') await method(...given);
      throw broken();
    };

  const read =
    (method: Method): Method =>
    (...given) => {
      if (stopped) throw broken();
      return method(...given);
    };

  const collection = (name: string) =>
    new Proxy(database.collection(name), {
      get: (target, property) => {
        const method: unknown = Reflect.get(target, property);
        if (typeof property !== 'string') return method;
        if (WRITES.has(property)) return write(bind(target, method));
        return READS.has(property) ? read(bind(target, method)) : method;
      },
    });

  const wrapped = new Proxy(database, {
    get: (target, property) => (property === 'collection' ? collection : (Reflect.get(target, property) as unknown)),
  });
  return { database: wrapped, writes: () => seen };
};

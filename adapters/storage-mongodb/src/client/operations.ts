// What is asked of one client and has not been answered yet. A driver may wait for ever for a connection that was closed; here every
// operation has an end.
import { MongoServerError } from 'mongodb';
import { unavailable } from '../mongo-error.ts';

/** The operations of one client. Times are those of `performance.now()`, in milliseconds. */
export interface Operations {
  /** Waits for an operation as long as it has not expired. */
  readonly run: <Answer>(operation: Promise<Answer>) => Promise<Answer>;
  /** Lets operations that began before a time fail as unavailable, whatever becomes of them; answers whether there were any. */
  readonly expire: (before: number) => boolean;
  /** How many are under way. */
  readonly count: () => number;
  /** When the server last answered anything, be it an error; at first, when the client was made. */
  readonly lastAnswer: () => number;
}

interface UnderWay {
  readonly since: number;
  readonly fail: () => void;
}

/** Makes the operations of a client that has just answered. */
export const makeOperations = (now: () => number = () => performance.now()): Operations => {
  // In the order in which they began: a set keeps it.
  const underWay = new Set<UnderWay>();
  let lastAnswer = now();
  return {
    run: <Answer>(operation: Promise<Answer>) =>
      new Promise<Answer>((resolve, reject) => {
        const entry: UnderWay = {
          since: now(),
          fail: () => reject(unavailable(new Error('MongoDB has not answered in time'))),
        };
        underWay.add(entry);
        const answered = (answer: Answer): void => {
          underWay.delete(entry);
          lastAnswer = now();
          resolve(answer);
        };
        const failed = (cause: unknown): void => {
          underWay.delete(entry);
          if (cause instanceof MongoServerError) lastAnswer = now();
          reject(cause instanceof Error ? cause : new Error(String(cause)));
        };
        operation.then(answered, failed);
      }),
    expire: (before) => {
      let any = false;
      for (const entry of underWay) {
        if (entry.since >= before) break;
        underWay.delete(entry);
        entry.fail();
        any = true;
      }
      return any;
    },
    count: () => underWay.size,
    lastAnswer: () => lastAnswer,
  };
};

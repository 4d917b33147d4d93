// Runs work with the same key one after the other, and work with different keys at once: writes of one resource would only
// collide.

/** Runs work in turn. */
export interface KeyedQueue {
  readonly run: <Answer>(key: string, work: () => Promise<Answer>) => Promise<Answer>;
}

/** Makes a queue that holds nothing but the work that waits. */
export const makeKeyedQueue = (): KeyedQueue => {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (key, work) => {
      const before = last.get(key) ?? Promise.resolve();
      const turn = before.then(work, work);
      const forget = (): void => {
        if (last.get(key) === turn) last.delete(key);
      };
      last.set(key, turn);
      turn.then(forget, forget);
      return turn;
    },
  };
};

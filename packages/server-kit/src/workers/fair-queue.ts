// Jobs that wait for a worker: the organisations take turns, so that one with many jobs does not keep the others waiting.

/** Bounds of a queue. */
export interface FairQueueLimits {
  /** Jobs of one key that run at the same time, at most. */
  readonly maxRunningPerKey: number;
  /** Jobs of one key that wait, at most. */
  readonly maxWaitingPerKey: number;
  /** Jobs of all keys that wait, at most. */
  readonly maxWaiting: number;
}

/** Waiting jobs by key. Jobs of one key keep their order. */
export interface FairQueue<Job> {
  /** Adds a job; false when the key or the queue has as many waiting as it may have. */
  readonly add: (key: string, job: Job) => boolean;
  /** Whether a job waits that may run. */
  readonly hasNext: () => boolean;
  /** The next job, which counts as running from now on; undefined when none may run. */
  readonly take: () => { readonly key: string; readonly job: Job } | undefined;
  /** A job that was taken has ended. */
  readonly finish: (key: string) => void;
  /** Takes a waiting job out; false when it does not wait any longer. */
  readonly withdraw: (key: string, job: Job) => boolean;
  /** Takes all waiting jobs out. */
  readonly clear: () => readonly Job[];
}

/** Makes a queue. */
export const makeFairQueue = <Job>(limits: FairQueueLimits): FairQueue<Job> => {
  /** Keys with waiting jobs, in the order of their turns. */
  const waiting = new Map<string, Job[]>();
  const running = new Map<string, number>();
  let count = 0;

  const add = (key: string, job: Job): boolean => {
    const jobs = waiting.get(key) ?? [];
    if (count >= limits.maxWaiting || jobs.length >= limits.maxWaitingPerKey) return false;
    jobs.push(job);
    waiting.set(key, jobs);
    count += 1;
    return true;
  };

  const remove = (key: string, jobs: Job[], index: number): Job | undefined => {
    const [job] = jobs.splice(index, 1);
    count -= 1;
    if (jobs.length === 0) waiting.delete(key);
    return job;
  };

  const mayRun = (key: string): boolean => (running.get(key) ?? 0) < limits.maxRunningPerKey;

  const take = () => {
    for (const [key, jobs] of waiting) {
      if (!mayRun(key)) continue;
      const job = remove(key, jobs, 0);
      if (job === undefined) continue;
      running.set(key, (running.get(key) ?? 0) + 1);
      // The key goes to the end of the turns.
      if (waiting.delete(key)) waiting.set(key, jobs);
      return { key, job };
    }
    return undefined;
  };

  const finish = (key: string): void => {
    const busy = (running.get(key) ?? 0) - 1;
    if (busy > 0) running.set(key, busy);
    else running.delete(key);
  };

  const withdraw = (key: string, job: Job): boolean => {
    const jobs = waiting.get(key);
    const index = jobs?.indexOf(job) ?? -1;
    if (jobs === undefined || index < 0) return false;
    remove(key, jobs, index);
    return true;
  };

  const clear = (): readonly Job[] => {
    const jobs = [...waiting.values()].flat();
    waiting.clear();
    count = 0;
    return jobs;
  };

  return { add, hasNext: () => [...waiting.keys()].some(mayRun), take, finish, withdraw, clear };
};

// Threads that answer calls which may take long, so that the thread of the server never waits for them. A thread is started when a
// call needs one, and ended when none has needed it for a while.
import type { Worker } from 'node:worker_threads';
import * as Effect from 'effect/Effect';
import { StorageUnavailable, TooManyRequests } from '@looop-scim/scim/errors';
import { makeFairQueue, type FairQueueLimits } from './fair-queue.ts';
import type { ServiceCall, ServiceOutcome, WorkerMessage } from './service-call.ts';

/** How many threads there are, and what may wait for them. */
export interface WorkerPoolOptions {
  /** So many at most. */
  readonly size: number;
  readonly limits: FairQueueLimits;
  /** Starts a thread; it has `cancelled` (one 32-bit integer: 1 asks it to stop what it does) among its data. */
  readonly start: (cancelled: SharedArrayBuffer) => Worker;
  /** Milliseconds that a call may take before its thread is asked to stop, then given up. */
  readonly longestCallMs: number;
  /** Milliseconds that a call waits for a thread; then it is refused. Default: 10000. */
  readonly longestWaitMs?: number;
  /** Milliseconds that a thread has to stop after it was asked to; then it is ended. Default: 5000. */
  readonly graceMs?: number;
  /** Milliseconds after which a thread without a call is ended. Default: 300000. */
  readonly idleMs?: number;
  /** Milliseconds without a further start after one that failed; doubled with each further one. Default: 1000. */
  readonly firstPauseMs?: number;
  /** Told when a thread ended by itself. */
  readonly onLoss: (cause: unknown) => void;
}

/** The threads of a process. */
export interface WorkerPool {
  /**
   * Has a thread answer a call. An interruption takes a waiting call back and asks a running one to stop.
   * Fails: `TooManyRequests` (as many wait as may wait, or it waited too long); `StorageUnavailable` (the thread was lost, none
   * can be started, or the pool is closed).
   */
  readonly run: (key: string, call: ServiceCall) => Effect.Effect<ServiceOutcome, TooManyRequests | StorageUnavailable>;
  /** Ends the threads; calls that still run are given up. */
  readonly close: () => Promise<void>;
}

interface Job {
  readonly key: string;
  readonly call: ServiceCall;
  /** Ends the job; what comes later is ignored. */
  readonly end: (effect: Effect.Effect<ServiceOutcome, TooManyRequests | StorageUnavailable>) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly cancelled: Int32Array;
  /** Whether it has said that it takes calls. */
  ready: boolean;
  /** Whether it was ended for want of calls. */
  retired: boolean;
  job: Job | undefined;
  /** What ends it: its call when it takes too long, or idleness. */
  deadline: NodeJS.Timeout | undefined;
}

const RETRY_AFTER_SECONDS = 1;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const GRACE_MS = 5000;
const LONGEST_WAIT_MS = 10_000;
const IDLE_MS = 300_000;

const lost = (cause: unknown): Effect.Effect<never, StorageUnavailable> =>
  Effect.fail(new StorageUnavailable({ cause, retryAfterSeconds: RETRY_AFTER_SECONDS }));

const refused = (): Effect.Effect<never, TooManyRequests> =>
  Effect.fail(new TooManyRequests({ retryAfterSeconds: RETRY_AFTER_SECONDS }));

/** Makes the pool, without any thread. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeWorkerPool = (options: WorkerPoolOptions): WorkerPool => {
  const queue = makeFairQueue<Job>(options.limits);
  const threads = new Set<Thread>();
  let closing = false;
  /** Threads in a row that ended before they took calls, and until when none is started for that. */
  let failedStarts = 0;
  let pausedUntil = 0;

  const release = (thread: Thread): Job | undefined => {
    const { job } = thread;
    clearTimeout(thread.deadline);
    thread.job = undefined;
    thread.deadline = setTimeout(() => retire(thread), options.idleMs ?? IDLE_MS).unref();
    if (job !== undefined) queue.finish(job.key);
    return job;
  };

  const cancel = (thread: Thread): void => {
    Atomics.store(thread.cancelled, 0, 1);
    clearTimeout(thread.deadline);
    thread.deadline = setTimeout(() => void thread.worker.terminate(), options.graceMs ?? GRACE_MS).unref();
  };

  const open = (): Thread => {
    const shared = new SharedArrayBuffer(4);
    const thread: Thread = {
      worker: options.start(shared),
      cancelled: new Int32Array(shared),
      ready: false,
      retired: false,
      job: undefined,
      deadline: undefined,
    };
    let cause: unknown;
    thread.worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'ready') {
        thread.ready = true;
        failedStarts = 0;
        release(thread);
      } else release(thread)?.end(Effect.succeed(message));
      dispatch();
    });
    thread.worker.on('error', (error) => {
      cause = error;
    });
    thread.worker.on('exit', (code) => {
      threads.delete(thread);
      const ended = cause ?? new Error(`A worker ended with status ${code}`);
      const job = release(thread);
      clearTimeout(thread.deadline);
      if (!thread.ready) pauseStarts();
      if (!closing && !thread.retired) options.onLoss(ended);
      job?.end(lost(ended));
      // Where none runs and one could not be started, nobody waits for the others.
      if (!thread.ready && ![...threads].some(({ ready }) => ready)) {
        for (const waiting of queue.clear()) waiting.end(lost(ended));
      }
      dispatch();
    });
    // The server keeps the process alive, not its helpers.
    thread.worker.unref();
    return thread;
  };

  /** Where threads cannot be started, they are not tried again and again. */
  const pauseStarts = (): void => {
    const pause = Math.min((options.firstPauseMs ?? FIRST_PAUSE_MS) * 2 ** failedStarts, LONGEST_PAUSE_MS);
    failedStarts += 1;
    pausedUntil = performance.now() + pause;
  };

  const retire = (thread: Thread): void => {
    thread.retired = true;
    threads.delete(thread);
    void thread.worker.terminate();
  };

  const give = (thread: Thread, job: Job): void => {
    thread.job = job;
    clearTimeout(thread.deadline);
    Atomics.store(thread.cancelled, 0, 0);
    thread.deadline = setTimeout(() => cancel(thread), options.longestCallMs).unref();
    const { body } = job.call;
    thread.worker.postMessage(job.call, body === undefined ? [] : [body.buffer as ArrayBuffer]);
  };

  /** One start at a time: whoever is ready asks for the next. */
  const mayStart = (): boolean =>
    threads.size < options.size && performance.now() >= pausedUntil && [...threads].every(({ ready }) => ready);

  const dispatch = (): void => {
    for (const thread of threads) {
      if (!thread.ready || thread.job !== undefined) continue;
      const next = queue.take();
      if (next === undefined) return;
      give(thread, next.job);
    }
    if (!closing && queue.hasNext() && mayStart()) threads.add(open());
  };

  const run: WorkerPool['run'] = (key, call) =>
    Effect.callback((resume) => {
      if (closing) return resume(lost(new Error('The workers are closed')));
      const job: Job = {
        key,
        call,
        end: (effect) => {
          clearTimeout(waiting);
          resume(effect);
        },
      };
      const waiting = setTimeout(() => {
        if (queue.withdraw(key, job)) job.end(refused());
      }, options.longestWaitMs ?? LONGEST_WAIT_MS).unref();
      if (!queue.add(key, job)) return job.end(refused());
      dispatch();
      if (threads.size === 0 && queue.withdraw(key, job)) {
        return job.end(lost(new Error('No worker can be started at the moment')));
      }
      return Effect.sync(() => {
        clearTimeout(waiting);
        if (queue.withdraw(key, job)) return;
        for (const thread of threads) if (thread.job === job) cancel(thread);
      });
    });

  const close = async (): Promise<void> => {
    closing = true;
    for (const job of queue.clear()) job.end(lost(new Error('The workers are closed')));
    await Promise.all([...threads].map(({ worker }) => worker.terminate()));
  };

  return { run, close };
};

import { Worker } from 'node:worker_threads';
import * as Effect from 'effect/Effect';
import * as Fiber from 'effect/Fiber';
import { afterEach, describe, expect, it } from 'vitest';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { makeWorkerPool, type WorkerPool, type WorkerPoolOptions } from '../../src/workers/worker-pool.ts';

const PROGRAM = new URL('support/obedient-worker.ts', import.meta.url);
const limits = { maxRunningPerKey: 9, maxWaitingPerKey: 9, maxWaiting: 9 };

let pool: WorkerPool | undefined;
const losses: unknown[] = [];

const open = (options: Partial<WorkerPoolOptions> = {}): WorkerPool => {
  pool = makeWorkerPool({
    size: 1,
    limits,
    longestCallMs: 60_000,
    start: (cancelled) => new Worker(PROGRAM, { workerData: { cancelled } }),
    onLoss: (cause) => losses.push(cause),
    ...options,
  });
  return pool;
};

const callOf = (request: string) => ({
  organisation: {
    id: organisationId('0199f0a1-0000-7000-8000-000000000001'),
    name: 'acme',
    scimEnabled: true,
    profile: 'interop' as const,
    leniencies: {},
    created: 0,
  },
  schemaVersion: 0,
  baseUrl: 'https://looop.example/scim/v2',
  method: 'list' as const,
  request,
});

const tell = (request: string, key = 'acme') => pool?.run(key, callOf(request)) ?? Effect.die('no pool');
const told = (request: string, key?: string) => Effect.runPromise(tell(request, key));

afterEach(async () => {
  await pool?.close();
  pool = undefined;
  losses.length = 0;
});

describe('a pool of workers', () => {
  it('answers calls one after the other on one thread', async () => {
    open();
    const answers = await Promise.all(['a', 'b', 'c'].map((request) => told(request)));
    expect(answers).toEqual(
      ['a', 'b', 'c'].map((name, index) => ({ kind: 'defect', cause: `${name}, number ${index + 1}` })),
    );
  });

  it('refuses a call when as many wait as may wait', async () => {
    open({ limits: { ...limits, maxWaitingPerKey: 1 } });
    await told('warm up');
    const running = Effect.runFork(tell('spin until cancelled'));
    const waiting = Effect.runFork(tell('later'));
    const refused = await Effect.runPromise(Effect.flip(tell('too many')));
    expect(refused).toMatchObject({ _tag: 'TooManyRequests', retryAfterSeconds: 1 });
    await Effect.runPromise(Fiber.interrupt(running));
    expect(await Effect.runPromise(Fiber.join(waiting))).toMatchObject({ cause: 'later, number 3' });
  });

  it('asks a running call to stop when its client goes away, and takes the next one', async () => {
    open();
    await told('warm up');
    const running = Effect.runFork(tell('spin until cancelled'));
    await Effect.runPromise(Fiber.interrupt(running));
    expect(await told('next')).toEqual({ kind: 'defect', cause: 'next, number 3' });
  });

  it('takes a waiting call back when its client goes away', async () => {
    open();
    await told('warm up');
    const running = Effect.runFork(tell('spin until cancelled'));
    const waiting = Effect.runFork(tell('never'));
    await Effect.runPromise(Fiber.interrupt(waiting));
    await Effect.runPromise(Fiber.interrupt(running));
    expect(await told('next')).toEqual({ kind: 'defect', cause: 'next, number 3' });
  });

  it('refuses a call that has waited too long', async () => {
    const neverReady = (): Worker => new Worker('setInterval(() => undefined, 1000)', { eval: true });
    open({ longestWaitMs: 20, start: neverReady });
    expect(await Effect.runPromise(Effect.flip(tell('later')))).toMatchObject({ _tag: 'TooManyRequests' });
  });

  it('stops a call that takes too long', async () => {
    open({ longestCallMs: 20 });
    expect(await told('spin until cancelled')).toEqual({ kind: 'defect', cause: 'cancelled, number 1' });
  });

  it('ends a thread that does not stop when it is asked to', async () => {
    open({ graceMs: 20 });
    await told('warm up');
    const running = Effect.runFork(tell('never answer'));
    await Effect.runPromise(Fiber.interrupt(running));
    expect(await told('after')).toEqual({ kind: 'defect', cause: 'after, number 1' });
    expect(losses).toHaveLength(1);
  });

  it.each(['crash', 'exit'])('fails the call of a thread that is lost (%s), and replaces the thread', async (order) => {
    open();
    expect(await Effect.runPromise(Effect.flip(tell(order)))).toMatchObject({ _tag: 'StorageUnavailable' });
    expect(losses).toHaveLength(1);
    expect(await told('after')).toEqual({ kind: 'defect', cause: 'after, number 1' });
  });

  it('keeps nobody waiting for a worker that cannot be started', async () => {
    const programs = ['throw new Error("no such file")', 'setInterval(() => undefined, 1000)'];
    // The second one is not ready either, and never will be.
    open({ size: 2, start: () => new Worker(programs.shift() ?? '', { eval: true }) });
    const waiting = await Effect.runPromise(Effect.flip(tell('anything')));
    expect(waiting).toMatchObject({ _tag: 'StorageUnavailable', cause: { message: 'no such file' } });
    expect(losses).toMatchObject([{ message: 'no such file' }]);
  });

  it('does not try again at once where a thread cannot be started', async () => {
    let starts = 0;
    const endsAtOnce = (): Worker => {
      starts += 1;
      return new Worker('process.exit(1)', { eval: true });
    };
    open({ firstPauseMs: 60_000, start: endsAtOnce });
    for (const request of ['a', 'b', 'c']) {
      expect(await Effect.runPromise(Effect.flip(tell(request)))).toMatchObject({ _tag: 'StorageUnavailable' });
    }
    expect(starts).toBe(1);
  });

  it('starts a thread for a call, no second one for calls that may not run beside it, and ends what is idle', async () => {
    let running = 0;
    const ended = Promise.withResolvers<undefined>();
    open({
      size: 2,
      idleMs: 1,
      limits: { ...limits, maxRunningPerKey: 1 },
      start: (cancelled) => {
        running += 1;
        const worker = new Worker(PROGRAM, { workerData: { cancelled } });
        worker.once('exit', () => {
          running -= 1;
          ended.resolve(undefined);
        });
        return worker;
      },
    });
    expect(running).toBe(0);
    const answers = Promise.all(['a', 'b', 'c'].map((request) => told(request)));
    expect(running).toBe(1);
    await answers;
    await ended.promise;
    expect(running).toBe(0);
    expect(losses).toEqual([]);
    expect(await told('again')).toMatchObject({ cause: 'again, number 1' });
  });

  it('fails what runs and what waits when it is closed, and takes nothing any more', async () => {
    const opened = open();
    const outcomes = ['spin until cancelled', 'waiting'].map((request) =>
      Effect.runPromise(Effect.flip(tell(request))),
    );
    await opened.close();
    for (const outcome of await Promise.all(outcomes)) expect(outcome._tag).toBe('StorageUnavailable');
    expect(await Effect.runPromise(Effect.flip(tell('late')))).toMatchObject({ _tag: 'StorageUnavailable' });
    expect(losses).toEqual([]);
  });
});

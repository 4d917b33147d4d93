import { fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeShutDown } from '../src/lifecycle/shut-down.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose requests in flight finish when told. */
const running = () => {
  const ends: unknown[] = [];
  let finish: () => void = () => undefined;
  let stops = 0;
  const shutDown = makeShutDown(
    {
      server: fastify(),
      stop: () => {
        stops += 1;
        return new Promise((resolve) => (finish = resolve));
      },
    },
    (...end) => void ends.push(end),
  );
  return { shutDown, finish: () => finish(), ends, stops: () => stops };
};

describe('a shutdown', () => {
  it('ends the process with 0 once everything in flight is answered', async () => {
    const { shutDown, finish, ends } = running();
    const done = shutDown('SIGTERM');
    await vi.advanceTimersByTimeAsync(29_999);
    expect(ends).toEqual([]);
    finish();
    await done;
    expect(ends).toEqual([[0]]);
  });

  it('does not wait for a client that stalls for longer than half a minute', async () => {
    const { shutDown, ends } = running();
    void shutDown('SIGTERM');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(ends).toEqual([[1, 'Requests in flight did not finish within 30 s']]);
  });

  it('that fails ends the process all the same, with a line instead of a stack', async () => {
    const ends: unknown[] = [];
    const stop = () => Promise.reject(new Error('the disk is gone'));
    await makeShutDown({ server: fastify(), stop }, (...end) => void ends.push(end))('SIGTERM');
    expect(ends).toEqual([[1, 'The storage was not closed in order: the disk is gone']]);
  });

  it('happens once, however many signals come', async () => {
    const { shutDown, finish, ends, stops } = running();
    const done = [shutDown('SIGTERM'), shutDown('SIGINT'), shutDown('SIGTERM')];
    finish();
    await Promise.all(done);
    expect([stops(), ends]).toEqual([1, [[0]]]);
  });
});

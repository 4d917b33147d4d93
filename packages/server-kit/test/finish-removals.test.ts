import { Effect } from 'effect';
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { Storage } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { finishRemovals } from '../src/lifecycle/finish-removals.ts';

/** A storage with so many steps to do, and the log of whoever does them. */
const withSteps = (steps: readonly number[], then: ReturnType<Storage['purgeRemoved']> = Effect.succeed(0)) => {
  const lines: string[] = [];
  const { log } = fastify({ logger: { level: 'info', stream: { write: (line: string) => void lines.push(line) } } });
  const left = [...steps];
  const purgeRemoved: Storage['purgeRemoved'] = (limit) =>
    Effect.suspend(() => {
      const step = left.shift();
      return step === undefined ? then : Effect.succeed(Math.min(step, limit));
    });
  return { storage: { purgeRemoved }, log, lines, left };
};

describe('finishRemovals', () => {
  it('goes on until nothing is left, and says how much it was', async () => {
    const { storage, log, lines, left } = withSteps([500, 500, 3]);
    await finishRemovals(storage, log).done;
    expect([left, lines.join('')]).toEqual([[], expect.stringContaining('"records":1003')]);
  });

  it('says nothing where there was nothing', async () => {
    const { storage, log, lines } = withSteps([]);
    await finishRemovals(storage, log).done;
    expect(lines).toEqual([]);
  });

  it('stops after the step that is under way', async () => {
    const { storage, log, left } = withSteps(Array.from({ length: 100 }, () => 500));
    await finishRemovals(storage, log).stop();
    expect(left.length).toBeGreaterThan(90);
  });

  it('leaves the rest to the next start when the storage fails', async () => {
    const failure = Effect.fail(new StorageUnavailable({ cause: 'gone', retryAfterSeconds: 5 }));
    const { storage, log, lines } = withSteps([500], failure);
    await finishRemovals(storage, log).done;
    expect(lines.join('')).toContain('at the next start');
  });
});

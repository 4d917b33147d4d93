// The exchange beside a server: what the log tells of a storage that does not answer.
import { Effect } from 'effect';
import { fastify } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { shareLimits } from '../../src/lifecycle/share-limits.ts';
import { makeAdmission } from '../../src/limits/admission.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('a storage that does not answer is told of once, and again when it answers', async () => {
  const lines: string[] = [];
  const { log } = fastify({ logger: { level: 'info', stream: { write: (line: string) => void lines.push(line) } } });
  const { records } = await Effect.runPromise(openMemoryStorage({ registry: standardRegistry }));
  const rounds: boolean[] = [];
  let isDown = true;
  const failing: RecordStore = {
    ...records,
    page: (...args) => {
      rounds.push(isDown);
      return isDown
        ? Effect.fail(new StorageUnavailable({ cause: 'gone', retryAfterSeconds: 1 }))
        : records.page(...args);
    },
  };
  const bounds = { perSecond: 1, burst: 5, inFlight: 10 };
  const limits = { token: bounds, organisation: bounds };
  const background = shareLimits({ storage: { records: failing }, admission: makeAdmission(limits), limits }, log);
  const until = async (count: number): Promise<void> => {
    while (rounds.length < count) await vi.advanceTimersByTimeAsync(1000);
  };
  await until(3);
  isDown = false;
  await until(5);
  await background.stop();
  const messages = lines.map((line) => JSON.parse(line).msg);
  expect(messages).toEqual([
    'the rate limits hold for each process alone; it is tried again',
    'the rate limits hold for all processes together again',
  ]);
});

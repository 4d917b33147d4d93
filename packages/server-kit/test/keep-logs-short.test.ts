import { Effect } from 'effect';
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { LogBounds } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { keepLogsShort } from '../src/lifecycle/keep-logs-short.ts';

const withLog = () => {
  const lines: string[] = [];
  const { log } = fastify({ logger: { level: 'info', stream: { write: (line: string) => void lines.push(line) } } });
  return { log, lines };
};

const retention = { activityDays: 90, eventDays: 0, lastProfileHours: 24 };

describe('keepLogsShort', () => {
  it('removes what is too old when the server starts, and stores what waits when it stops', async () => {
    const { log, lines } = withLog();
    const seen: LogBounds[] = [];
    const flushed: string[] = [];
    const trimmed = Promise.withResolvers<void>();
    const trimLogs = (bounds: LogBounds) =>
      Effect.sync(() => {
        seen.push(bounds);
        trimmed.resolve();
        return false;
      });
    const flush = Effect.sync(() => void flushed.push('flush'));
    const background = keepLogsShort({ storage: { trimLogs }, retention, flush }, log);
    await trimmed.promise;
    await background.stop();
    expect(seen.map(Object.keys)).toEqual([['expiredBy', 'activityBefore', 'lastProfilesBefore']]);
    expect([flushed, lines]).toEqual([['flush'], []]);
  });

  it('tells of a storage that fails, and stops all the same', async () => {
    const { log, lines } = withLog();
    const failed = Promise.withResolvers<void>();
    const down = Effect.fail(new StorageUnavailable({ cause: 'gone', retryAfterSeconds: 5 }));
    const trimLogs = () => Effect.tapError(down, () => Effect.sync(() => failed.resolve()));
    const background = keepLogsShort({ storage: { trimLogs }, retention, flush: down }, log);
    await failed.promise;
    await background.stop();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('old activity and events cannot be removed');
  });

  it('tells of a mistake in it', async () => {
    const { log, lines } = withLog();
    const trimLogs = () => Effect.die(new Error('a mistake'));
    await keepLogsShort({ storage: { trimLogs }, retention, flush: Effect.void }, log).done;
    expect(lines.join('')).toContain('no longer kept short');
  });
});

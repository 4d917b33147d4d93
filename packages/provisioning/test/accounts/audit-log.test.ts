// The audit log: the newest entry first, in pages, each for as long as it is kept.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { expect, it } from 'vitest';
import { makeAuditLog } from '@looop-scim/provisioning/accounts';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage, uuidV7Generator } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';
import { timed } from './support.ts';

const openLog = async (retentionMs?: number) => {
  const { records } = await run(openMemoryStorage({ registry: standardRegistry }));
  return makeAuditLog({ records, ids: uuidV7Generator, ...(retentionMs !== undefined && { retentionMs }) });
};

const entryAt = (at: number) => ({
  at,
  actor: { accountId: 'a', email: 'ana@acme.example' },
  action: 'issueToken',
  target: { token: 't' },
  address: '192.0.2.7',
  requestId: 'r',
});

it('lists entries from the newest to the oldest, whatever the number of digits of their time', async () => {
  const log = await openLog();
  const times = [1000, 9_999_999_999_990, 9_500_000_000_000, 1];
  for (const at of times) await run(log.record(entryAt(at)));
  const { entries } = await run(log.page({ limit: 10 }));
  expect(entries.map(({ at }) => at)).toEqual(times.toSorted((left, right) => right - left));
  expect(entries[0]).toStrictEqual({ ...entryAt(9_999_999_999_990), position: expect.any(String) });
});

it('keeps them as what they are, and without an end where none is told', async () => {
  const { records } = await run(openMemoryStorage({ registry: standardRegistry }));
  await run(makeAuditLog({ records, ids: uuidV7Generator }).record(entryAt(1)));
  const [stored] = await run(records.page('auditEntry', { limit: 9 }));
  expect([stored?.version, stored?.expiresAt]).toEqual([1, undefined]);
});

it('lists them in pages, of which the last one has no next', async () => {
  const log = await openLog();
  for (const at of [1, 2, 3, 4]) await run(log.record(entryAt(at)));
  const first = await run(log.page({ limit: 3 }));
  expect(first.entries.map(({ at }) => at)).toEqual([4, 3, 2]);
  expect(first.next).toBe(first.entries.at(-1)?.position);
  const last = await run(log.page({ limit: 3, ...(first.next !== undefined && { after: first.next }) }));
  expect(last.entries.map(({ at }) => at)).toEqual([1]);
  expect(last).not.toHaveProperty('next');
  expect(await run(log.page({ limit: 4 }))).not.toHaveProperty('next');
  expect(await run((await openLog()).page({ limit: 3 }))).toStrictEqual({ entries: [] });
});

it('tells what was begun and not done, and nothing of what was withdrawn', async () => {
  const log = await openLog();
  const [done, open, withdrawn] = [1, 2, 3].map((at) => log.begin(entryAt(at)));
  if (done === undefined || open === undefined || withdrawn === undefined) throw new TypeError('three entries');
  await run(log.done(await run(done), entryAt(1)));
  await run(open);
  await run(log.withdraw(await run(withdrawn)));
  expect((await run(log.page({ limit: 10 }))).entries).toStrictEqual([
    { ...entryAt(2), isUnfinished: true, position: expect.any(String) },
    { ...entryAt(1), position: expect.any(String) },
  ]);
});

it('keeps entries for as long as it is told, else for ever', async () => {
  const [short, endless] = [await openLog(1000), await openLog()];
  await timed(
    Effect.gen(function* () {
      for (const log of [short, endless]) yield* log.record(entryAt(0));
      const counts = () =>
        Effect.forEach([short, endless], (log) => Effect.map(log.page({ limit: 10 }), ({ entries }) => entries.length));
      yield* TestClock.setTime(999);
      expect(yield* counts()).toEqual([1, 1]);
      yield* TestClock.setTime(1000);
      expect(yield* counts()).toEqual([0, 1]);
    }),
  );
});

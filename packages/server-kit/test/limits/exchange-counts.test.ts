// Processes on one storage that tell each other what they have let in. The time is the test's.
import { Effect, Result } from 'effect';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { RecordStore } from '@looop-scim/provisioning/ports';
import { openMemoryStorage } from '@looop-scim/storage-memory';
import { makeAdmission, type AdmissionLimits } from '../../src/limits/admission.ts';
import { makeExchange } from '../../src/limits/exchange-counts.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const wide = { perSecond: 1_000_000, burst: 1_000_000, inFlight: 1_000_000 };
const limits: AdmissionLimits = { token: { ...wide, perSecond: 100, burst: 500 }, organisation: wide };

const openRecords = async (): Promise<RecordStore> =>
  (await Effect.runPromise(openMemoryStorage({ registry: standardRegistry }))).records;

/** A process on a storage: lets in what it may of so many requests, and takes part in a round. */
const startProcess = (records: RecordStore, process: string, bounds: AdmissionLimits = limits) => {
  const admission = makeAdmission(bounds);
  const exchange = makeExchange({ records, admission, limits: bounds, process });
  return {
    send: (count: number, token = 'ana', organisation = 'acme'): number => {
      let admitted = 0;
      for (let request = 0; request < count; request += 1) {
        const result = admission.admit({ token, organisation });
        if (!Result.isSuccess(result)) break;
        result.success();
        admitted += 1;
      }
      return admitted;
    },
    round: () => Effect.runPromise(exchange),
  };
};

const inTurn = async (processes: readonly ReturnType<typeof startProcess>[]): Promise<void> => {
  for (const { round } of processes) await round();
};

describe('processes on one storage', () => {
  it('let in together what one may, but for what comes before they have told each other', async () => {
    const schedule = fc.integer({ min: 2, max: 4 }).chain((processes) =>
      fc.record({
        rounds: fc.array(fc.array(fc.nat({ max: 700 }), { minLength: processes, maxLength: processes }), {
          minLength: 5,
          maxLength: 30,
        }),
        // Which of them looks first, in every round.
        first: fc.nat({ max: processes - 1 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(schedule, async ({ rounds, first }) => {
        const records = await openRecords();
        const processes = (rounds[0] ?? []).map((_, index) => startProcess(records, `p${index}`));
        await inTurn(processes);
        const { perSecond, burst } = limits.token;
        let all = 0;
        let latest: number[] = [];
        for (const [index, counts] of rounds.entries()) {
          const admitted = processes.map(({ send }, at) => send(counts[at] ?? 0));
          all += admitted.reduce((sum, count) => sum + count, 0);
          latest = [...latest, ...admitted].slice(-2 * processes.length);
          const unseen = latest.reduce((sum, count) => sum + count, 0);
          // A tenth of what a second may is too little to be told.
          const untold = (perSecond / 10) * (processes.length - 1) * (index + 1);
          // What was too much is paid back before anything else is let in.
          if (admitted.some((count) => count > 0)) {
            expect(all - unseen).toBeLessThanOrEqual(burst + perSecond * index + untold);
          }
          await inTurn([...processes.slice(first), ...processes.slice(0, first)]);
          vi.advanceTimersByTime(1000);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leave a token alone that sends to one of them alone: it has all that it may', async () => {
    const records = await openRecords();
    const [one, other] = [startProcess(records, 'one'), startProcess(records, 'other')];
    const seconds = [];
    for (let second = 0; second < 8; second += 1) {
      seconds.push([one.send(200), other.send(200, 'ben', 'globex')]);
      await inTurn([one, other]);
      vi.advanceTimersByTime(1000);
    }
    const expected = [200, 200, 200, 200, 100, 100, 100, 100];
    expect(seconds).toEqual(expected.map((count) => [count, count]));
  });

  it('count an organisation together, whichever of its tokens it was', async () => {
    const bounds = { token: wide, organisation: { ...wide, perSecond: 100, burst: 500 } };
    const records = await openRecords();
    const [one, other] = [startProcess(records, 'one', bounds), startProcess(records, 'other', bounds)];
    await inTurn([one, other]);
    expect([one.send(400, 'ana'), other.send(1, 'ben')]).toEqual([400, 1]);
    await inTurn([one, other]);
    expect([one.send(999, 'ana'), other.send(999, 'ben'), other.send(500, 'cas', 'globex')]).toEqual([100, 99, 500]);
  });

  it('do not count twice what was told once, nor what was told before they began', async () => {
    const records = await openRecords();
    const one = startProcess(records, 'one');
    one.send(300);
    await one.round();
    const late = startProcess(records, 'late');
    await inTurn([late, late]);
    expect(late.send(1)).toBe(1);
    one.send(100);
    await inTurn([one, late, late, one, late]);
    expect(late.send(999)).toBe(399);
  });

  it('go on when a storage did not answer: what could not be told is told afterwards', async () => {
    const records = await openRecords();
    const gone = Effect.die('gone');
    let isGone = false;
    const failing: RecordStore = { ...records, write: (...args) => (isGone ? gone : records.write(...args)) };
    const [one, other] = [startProcess(failing, 'one'), startProcess(records, 'other')];
    await inTurn([one, other]);
    one.send(10);
    await inTurn([one, other]);
    one.send(200);
    isGone = true;
    await expect(one.round()).rejects.toThrow('gone');
    isGone = false;
    await inTurn([one, other]);
    expect(other.send(999)).toBe(290);
  });

  it('write nothing while nobody is near a limit, and read what the others write', async () => {
    const records = await openRecords();
    const [one, other] = [startProcess(records, 'one'), startProcess(records, 'other')];
    one.send(9);
    await inTurn([one, other]);
    expect(await Effect.runPromise(records.page('letIn', { limit: 10 }))).toEqual([]);
    one.send(10);
    await inTurn([one, other]);
    expect(await Effect.runPromise(records.page('letIn', { limit: 10 }))).toMatchObject([{ key: 'one', version: 1 }]);
  });

  it('may be any number, with any number of tokens: a record names those that were let in last', async () => {
    const records = await openRecords();
    const [one, other] = [startProcess(records, 'one'), startProcess(records, 'p000')];
    const rest = Array.from({ length: 120 }, (_, index) => startProcess(records, `q${index}`));
    for (const process of rest) process.send(10, 'ben');
    await inTurn([...rest, one, other]);
    for (let token = 0; token < 1100; token += 1) one.send(10, `t${token}`, `o${token}`);
    for (const process of rest) process.send(10, 'cas');
    await inTurn([one, ...rest, other]);
    expect([other.send(999, 't0'), other.send(999, 't1099'), other.send(999, 'cas')]).toEqual([500, 490, 0]);
    const told = await Effect.runPromise(records.read('letIn', 'one'));
    expect(JSON.parse(told?.content ?? '')).toMatchObject({ tokens: { length: 1000 }, organisations: { length: 0 } });
  });
});

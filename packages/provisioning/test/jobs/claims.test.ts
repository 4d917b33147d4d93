// Who may do a job, and what is left of it; the queue of all organisations.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { JOB_LIMITS, JobCancelled, JobLost, NO_LINES, NoSuchJob } from '@looop-scim/provisioning/directory';
import { ACME, claimed, deskOf, MINUTE_MS, OTHER, played, queueOf, START } from './support.ts';

describe('whoever does a job', () => {
  it('has it for a minute, and for another one with each step', () =>
    played((acme) =>
      Effect.gen(function* () {
        const id = yield* acme.submit();
        const first = yield* claimed(acme, id);
        expect(first.job).toMatchObject({ id, state: 'running' });
        expect(Object.keys(first.job)).not.toEqual(expect.arrayContaining(['lease']));
        for (const at of [MINUTE_MS - 1, 2 * MINUTE_MS - 2]) {
          yield* TestClock.setTime(START + at);
          expect(yield* acme.desk.claim(id, 'second')).toBeUndefined();
          yield* first.keep({ ...NO_LINES, lines: at });
        }
        expect((yield* acme.service.importJob(id)).report).toMatchObject({ lines: 2 * MINUTE_MS - 2 });
        yield* TestClock.setTime(START + 3 * MINUTE_MS - 2);
        const second = yield* claimed(acme, id, 'second');
        expect(second.job.id).toBe(id);
        // The first one has lost it, and can neither go on nor end it.
        expect(yield* Effect.flip(first.keep(NO_LINES))).toEqual(new JobLost({ id }));
        yield* first.end('failed', NO_LINES, 'late');
        yield* first.release();
        expect((yield* acme.service.importJob(id)).state).toBe('running');
        expect(yield* second.part(0)).toBe('userName\nana\n');
        yield* second.end('succeeded', { ...NO_LINES, lines: 1 });
        expect(yield* acme.service.importJob(id)).toMatchObject({ state: 'succeeded', report: { lines: 1 } });
      }),
    ));

  it('ends it, and leaves nothing but its record', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        for (const [state, failure, expected] of [
          ['succeeded', undefined, undefined],
          ['failed', 'x'.repeat(2000), 'x'.repeat(1000)],
          ['cancelled', undefined, undefined],
        ] as const) {
          const id = yield* acme.submit('x'.repeat(200_000));
          const job = yield* claimed(acme, id);
          yield* TestClock.adjust('1 second');
          const finishedAt = yield* Effect.clockWith((clock) => clock.currentTimeMillis);
          yield* job.end(state, { ...NO_LINES, lines: 7 }, failure);
          const ended = yield* acme.service.importJob(id);
          expect(ended).toMatchObject({ state, finishedAt, report: { lines: 7 } });
          expect([ended.failure, 'failure' in ended]).toEqual([expected, expected !== undefined]);
          expect([(yield* acme.keys).filter((key) => key.startsWith('part:')), yield* queueOf(storage)]).toEqual([
            [],
            [],
          ]);
          expect(yield* acme.desk.claim(id, 'second')).toBeUndefined();
          expect(yield* acme.service.cancel('import', id)).toEqual(ended);
        }
      }),
    ));

  it('is told that it is cancelled with its next step', () =>
    played((acme) =>
      Effect.gen(function* () {
        const id = yield* acme.submit();
        const job = yield* claimed(acme, id);
        const asked = yield* acme.service.cancel('import', id);
        expect(asked.state).toBe('running');
        expect('isCancelRequested' in asked).toBe(false);
        expect(yield* Effect.flip(job.keep({ ...NO_LINES, lines: 3 }))).toEqual(new JobCancelled({ id }));
        yield* job.end('cancelled', { ...NO_LINES, lines: 3 });
        expect(yield* acme.service.importJob(id)).toMatchObject({ state: 'cancelled', report: { lines: 3 } });
      }),
    ));

  it('leaves it to others, who begin anew: that counts as no attempt', () =>
    played((acme) =>
      Effect.gen(function* () {
        const id = yield* acme.submit();
        for (let turn = 0; turn < 2 * JOB_LIMITS.attempts; turn += 1) {
          const job = yield* claimed(acme, id, `process ${turn}`);
          yield* job.release();
          expect((yield* acme.service.importJob(id)).state).toBe('queued');
        }
        // A job that waits is stopped at once.
        expect((yield* acme.service.cancel('import', id)).state).toBe('cancelled');
      }),
    ));

  it('may stop five times; then the job is given up', () =>
    played((acme) =>
      Effect.gen(function* () {
        const id = yield* acme.submit();
        for (let turn = 1; turn <= 5; turn += 1) {
          yield* claimed(acme, id, `process ${turn}`);
          yield* TestClock.adjust('1 minute');
        }
        expect(yield* acme.desk.claim(id, 'process 6')).toBeUndefined();
        expect(yield* acme.service.importJob(id)).toMatchObject({
          ...{
            state: 'failed',
            failure: 'the processes that did it stopped 5 times',
            finishedAt: START + 5 * MINUTE_MS,
          },
        });
        expect(yield* acme.desk.claim(id, 'process 7')).toBeUndefined();
        expect(yield* acme.keys).toEqual([`job:${id}`]);
      }),
    ));

  it('is one of two that ask at the same moment', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        const id = yield* acme.submit();
        const { records } = storage.forOrganisation(ACME);
        let others: Effect.Effect<unknown, unknown> = acme.desk.claim(id, 'other');
        const late = deskOf(storage, ACME, {
          read: (kind, key) =>
            Effect.tap(records.read(kind, key), () => {
              const now = Effect.orDie(others);
              others = Effect.void;
              return now;
            }),
        });
        expect(yield* late.desk.claim(id, 'late')).toBeUndefined();
        expect((yield* acme.service.importJob(id)).state).toBe('running');
      }),
    ));

  it('does none that is not there; its place in the queue goes', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        yield* storage.records.write('job', `queued:${ACME}:gone`, { content: '{}' }, 0);
        expect(yield* acme.desk.claim('gone', 'first')).toBeUndefined();
        expect(yield* queueOf(storage)).toEqual([]);
        expect(yield* Effect.flip(acme.service.cancel('import', 'gone'))).toEqual(
          new NoSuchJob({ kind: 'import', id: 'gone' }),
        );
      }),
    ));
});

describe('the queue', () => {
  it('names the first hundred jobs of each organisation, in their order', () =>
    played((_acme, storage) =>
      Effect.gen(function* () {
        const idOf = (index: number) => String(index).padStart(5, '0');
        for (const organisation of [OTHER, ACME])
          for (let index = 149; index >= 0; index -= 1)
            yield* storage.records.write('job', `queued:${organisation}:${idOf(index)}`, { content: '{}' }, 0);
        yield* storage.records.write('job', 'other', { content: '{}' }, 0);
        const first = Array.from({ length: 100 }, (_, index) => idOf(index));
        expect(yield* queueOf(storage)).toEqual([
          { organisation: ACME, ids: first },
          { organisation: OTHER, ids: first },
        ]);
      }),
    ));
});

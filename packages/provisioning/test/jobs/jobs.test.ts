// Jobs as records: who may ask for one and see it, its body piece by piece, and the key that stands for it.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { JOB_LIMITS, JobExists, NO_LINES, NoSuchJob, type ImportUpload } from '@looop-scim/provisioning/directory';
import { ACME, claimed, deskOf, MINUTE_MS, OTHER, played, queueOf, request, START } from './support.ts';

describe('a job', () => {
  it('is shown as it was asked for, waits in the queue once it is whole, and is told', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        const upload = (yield* acme.upload({ maxErrors: 3 })) as ImportUpload;
        const job = {
          ...{ id: upload.id, kind: 'import', author: 'test', createdAt: START, report: NO_LINES },
          request: { ...request, maxErrors: 3 },
        };
        expect(yield* acme.service.importJob(upload.id)).toEqual({ ...job, state: 'receiving' });
        expect([yield* queueOf(storage), acme.queued]).toEqual([[], []]);
        yield* upload.append('x');
        expect(yield* upload.finish()).toEqual({ ...job, state: 'queued' });
        expect(yield* queueOf(storage)).toEqual([{ organisation: ACME, ids: [upload.id] }]);
        expect(acme.queued).toEqual([upload.id]);
      }),
    ));

  it('is one of an organisation: no other sees it, does it or stops it', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        const other = deskOf(storage, OTHER);
        const id = yield* acme.submit();
        const nobody = new NoSuchJob({ kind: 'import', id });
        expect(yield* Effect.flip(other.service.importJob(id))).toEqual(nobody);
        expect(yield* Effect.flip(other.service.cancel('import', id))).toEqual(nobody);
        expect(yield* other.desk.claim(id, 'other')).toBeUndefined();
        expect(yield* queueOf(storage)).toEqual([{ organisation: ACME, ids: [id] }]);
        expect((yield* acme.service.importJob(id)).state).toBe('queued');
        const theirs = yield* other.submit();
        expect(yield* queueOf(storage)).toEqual([
          { organisation: ACME, ids: [id] },
          { organisation: OTHER, ids: [theirs] },
        ]);
        // The same key stands for another job elsewhere.
        const begun = yield* acme.upload({}, 'key');
        expect('append' in begun && 'append' in (yield* other.upload({}, 'key'))).toBe(true);
      }),
    ));

  it('is of one kind: it is not found as the other', () =>
    played((acme) =>
      Effect.gen(function* () {
        const impact = yield* acme.service.submitImpact({ mappings: [] }, 'x'.repeat(300));
        expect(impact).toMatchObject({
          kind: 'impact',
          state: 'queued',
          author: 'x'.repeat(200),
          request: { set: { mappings: [] } },
        });
        expect(yield* Effect.flip(acme.service.importJob(impact.id))).toEqual(
          new NoSuchJob({ kind: 'import', id: impact.id }),
        );
        expect(yield* Effect.flip(acme.service.cancel('import', impact.id))).toMatchObject({ kind: 'import' });
        const id = yield* acme.submit();
        expect(yield* Effect.flip(acme.service.impactJob(id))).toEqual(new NoSuchJob({ kind: 'impact', id }));
        expect(yield* acme.service.impactJob(impact.id)).toEqual(impact);
        expect(yield* Effect.flip(acme.service.submitImpact({ mappings: [{}] }, 'test'))).toMatchObject({
          _tag: 'InvalidMappingSet',
        });
      }),
    ));

  it('can be read for seven days', () =>
    played((acme) =>
      Effect.gen(function* () {
        const id = yield* acme.submit();
        yield* TestClock.setTime(START + JOB_LIMITS.keptMs - 1);
        expect((yield* acme.service.importJob(id)).id).toBe(id);
        yield* TestClock.setTime(START + JOB_LIMITS.keptMs);
        expect(yield* Effect.flip(acme.service.importJob(id))).toEqual(new NoSuchJob({ kind: 'import', id }));
      }),
    ));
});

describe('the body of a job', () => {
  it.each([
    ['', 0],
    ['x', 1],
    ['x'.repeat(160_000), 1],
    ['x'.repeat(160_001), 2],
    [`${'x'.repeat(159_999)}😀y`, 2],
    ['x'.repeat(480_000), 3],
  ] as const)('is cut into pieces, of which each is a text, and put together again: %#', (text, pieces) =>
    played((acme) =>
      Effect.gen(function* () {
        const upload = (yield* acme.upload()) as ImportUpload;
        for (let from = 0; from < text.length; from += 70_001) yield* upload.append(text.slice(from, from + 70_001));
        yield* upload.finish();
        const { part } = yield* claimed(acme, upload.id);
        const parts: string[] = [];
        for (let index = 0; ; index += 1) {
          const piece = yield* part(index);
          if (piece === undefined) break;
          parts.push(piece);
        }
        expect(parts.join('')).toBe(text);
        expect(parts.length).toBe(pieces);
        expect(parts.every((piece) => piece.isWellFormed() && piece.length <= 160_000)).toBe(true);
      }),
    ),
  );

  it('that breaks off leaves a job that has failed, and no piece', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        const upload = (yield* acme.upload()) as ImportUpload;
        yield* upload.append('x'.repeat(200_000));
        expect((yield* acme.keys).length).toBe(2);
        yield* TestClock.adjust('1 second');
        yield* upload.abandon('the client has gone');
        expect(yield* acme.service.importJob(upload.id)).toMatchObject({
          ...{ state: 'failed', failure: 'the client has gone', finishedAt: START + 1000 },
        });
        expect([yield* acme.keys, yield* queueOf(storage)]).toEqual([[`job:${upload.id}`], []]);
      }),
    ));

  it('of which nothing is heard for five minutes has broken off', () =>
    played((acme) =>
      Effect.gen(function* () {
        const upload = (yield* acme.upload()) as ImportUpload;
        yield* upload.append('x'.repeat(200_000));
        yield* TestClock.setTime(START + 5 * MINUTE_MS - 1);
        expect(yield* acme.desk.claim(upload.id, 'first')).toBeUndefined();
        expect((yield* acme.service.importJob(upload.id)).state).toBe('receiving');
        yield* TestClock.setTime(START + 5 * MINUTE_MS);
        expect(yield* acme.desk.claim(upload.id, 'first')).toBeUndefined();
        expect(yield* acme.service.importJob(upload.id)).toMatchObject({
          ...{ state: 'failed', finishedAt: START + 5 * MINUTE_MS },
          failure: 'the process that took it in stopped before it was whole',
        });
        expect(yield* acme.keys).toEqual([`job:${upload.id}`]);
      }),
    ));

  it('that comes after the job was cancelled is not done', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        const upload = (yield* acme.upload()) as ImportUpload;
        yield* upload.append('x'.repeat(200_000));
        expect(yield* acme.service.cancel('import', upload.id)).toMatchObject({
          state: 'cancelled',
          finishedAt: START,
        });
        expect((yield* upload.finish()).state).toBe('cancelled');
        expect([yield* acme.keys, yield* queueOf(storage), acme.queued]).toEqual([[`job:${upload.id}`], [], []]);
      }),
    ));
});

describe('a key', () => {
  it('that is sent again brings the job that it has begun, whatever became of it', () =>
    played((acme) =>
      Effect.gen(function* () {
        const upload = (yield* acme.upload({}, 'key')) as ImportUpload;
        const again = acme.upload({}, 'key');
        // Its body is on its way.
        expect(yield* Effect.flip(again)).toEqual(new JobExists({ id: upload.id }));
        yield* upload.finish();
        const found = { earlier: yield* acme.service.importJob(upload.id) };
        expect(yield* again).toEqual(found);
        expect(yield* Effect.flip(acme.upload({ dryRun: true }, 'key'))).toEqual(new JobExists({ id: upload.id }));
        expect('append' in (yield* acme.upload({}, 'other'))).toBe(true);
        const job = yield* claimed(acme, upload.id);
        yield* job.end('succeeded', NO_LINES);
        expect(yield* again).toMatchObject({ earlier: { id: upload.id, state: 'succeeded' } });
      }),
    ));

  it('of a job that has failed, or broke off, begins another', () =>
    played((acme) =>
      Effect.gen(function* () {
        const first = (yield* acme.upload({}, 'key')) as ImportUpload;
        yield* first.abandon('gone');
        const second = (yield* acme.upload({ dryRun: true }, 'key')) as ImportUpload;
        expect(second.id).not.toBe(first.id);
        expect(yield* Effect.flip(acme.upload({ dryRun: true }, 'key'))).toEqual(new JobExists({ id: second.id }));
        yield* TestClock.adjust('5 minutes');
        const third = (yield* acme.upload({}, 'key')) as ImportUpload;
        expect([first.id, second.id]).not.toContain(third.id);
        yield* third.finish();
        expect(yield* acme.upload({}, 'key')).toMatchObject({ earlier: { id: third.id } });
      }),
    ));

  it('that two send at the same time begins one job', () =>
    played((acme, storage) =>
      Effect.gen(function* () {
        const { records } = storage.forOrganisation(ACME);
        // The other one comes between the look at the key and the writing of it.
        let others: Effect.Effect<unknown, unknown> = acme.upload({}, 'key');
        const late = deskOf(storage, ACME, {
          read: (kind, key) =>
            Effect.tap(records.read(kind, key), () => {
              const now = Effect.orDie(others);
              others = Effect.void;
              return now;
            }),
        });
        expect(yield* Effect.flip(late.upload({}, 'key'))).toBeInstanceOf(JobExists);
        expect((yield* acme.keys).filter((key) => key.startsWith('job:')).length).toBe(1);
      }),
    ));
});

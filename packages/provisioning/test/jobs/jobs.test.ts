// Jobs as records: who may do one, who may ask for one, and what is left of it.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import {
  JOB_LIMITS,
  JobCancelled,
  JobExists,
  JobLost,
  makeJobDesk,
  makeJobService,
  NO_LINES,
  NoSuchJob,
  queuedJobs,
  type ClaimedJob,
  type ImportRequest,
  type ImportUpload,
} from '@looop-scim/provisioning/directory';
import { organisationId, type OrganisationId } from '@looop-scim/provisioning/organisation';
import type { RecordStore, Storage } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage, uuidV7Generator } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

const START = Date.UTC(2026, 10, 27);
const MINUTE_MS = 60_000;
const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000ab');
const OTHER = organisationId('0199f0a1-0000-7000-8000-0000000000cd');

const request: ImportRequest = {
  ...{ of: 'users', match: 'userName', dryRun: false, clearBlank: false, format: 'csv', delimiter: ',' },
};

/** The jobs of an organisation. */
const deskOf = (storage: Storage, organisation: OrganisationId, other: Partial<RecordStore> = {}) => {
  const queued: string[] = [];
  const { records } = storage.forOrganisation(organisation);
  const deps = {
    ...{ organisation, registry: standardRegistry, records: { ...records, ...other }, queue: storage.records },
    ...{ ids: uuidV7Generator, queued: (id: string) => void queued.push(id) },
  };
  const service = makeJobService(deps);
  const upload = Effect.fnUntraced(function* (given: Partial<ImportRequest> = {}, idempotencyKey?: string) {
    const submission = { request: { ...request, ...given }, author: 'test' };
    const begun = yield* service.submitImport({ ...submission, ...(idempotencyKey !== undefined && { idempotencyKey }) });
    return begun;
  });
  return {
    ...{ service, desk: makeJobDesk(deps), queued, records, upload },
    /** An import that waits to be done. */
    submit: Effect.fnUntraced(function* (text = 'userName\nana\n') {
      const begun = (yield* upload()) as ImportUpload;
      yield* begun.append(text);
      return (yield* begun.finish()).id;
    }),
    keys: Effect.map(records.page('job', { limit: 1000 }), (all) => all.map(({ key }) => key)),
  };
};

type Desk = ReturnType<typeof deskOf>;

const played = (play: (acme: Desk, storage: Storage) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      const storage = yield* openMemoryStorage({ registry: standardRegistry });
      yield* play(deskOf(storage, ACME), storage);
    }).pipe(Effect.provide(TestClock.layer())),
  );

const claimed = Effect.fnUntraced(function* ({ desk }: Desk, id: string, owner = 'first') {
  const found: ClaimedJob | undefined = yield* desk.claim(id, owner);
  if (found === undefined) throw new TypeError('nobody may do it');
  return found;
});

const queueOf = (storage: Storage) => Effect.orDie(queuedJobs(storage.records));

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
        expect(impact).toMatchObject({ kind: 'impact', state: 'queued', author: 'x'.repeat(200), request: { set: { mappings: [] } } });
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
        expect(yield* acme.service.cancel('import', upload.id)).toMatchObject({ state: 'cancelled', finishedAt: START });
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
          expect([(yield* acme.keys).filter((key) => key.startsWith('part:')), yield* queueOf(storage)]).toEqual([[], []]);
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
          ...{ state: 'failed', failure: 'the processes that did it stopped 5 times', finishedAt: START + 5 * MINUTE_MS },
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

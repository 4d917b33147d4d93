// What stays of reads of which something was left out (attributes and excludedAttributes, RFC 7644 section 3.9).
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import { makeReadRecording } from '@looop-scim/provisioning/activity';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { ActivityLog, Storage } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { interopPolicy, strictPolicy, type InteropPolicy } from '@looop-scim/scim/interop';
import { standardRegistry, type ResourceType } from '@looop-scim/scim/schema';
import { makeCursorCipher, openMemoryStorage, uuidV7Generator } from '../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../test/support/run/run-effect.ts';

const ACME = organisationId('0199f0a1-0000-7000-8000-000000000001');
const OTHER = organisationId('0199f0a1-0000-7000-8000-000000000002');
const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const open = (): Promise<Storage> => run(openMemoryStorage({ registry: standardRegistry }));

const recordsOf = async (storage: Storage, id = ACME) =>
  (await run(storage.forOrganisation(id).activity.page({ limit: 1000 }))).map(({ record }) => record);

const serve = async (storage: Storage, policy: InteropPolicy = interopPolicy) => {
  const { resources, activity, revisions } = storage.forOrganisation(ACME);
  const service = makeScimService({
    registry: standardRegistry,
    policy,
    baseUrl: 'https://looop.example/scim/v2',
    resources,
    activity,
    revisions,
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher('reads', 'acme'),
  });
  const type = service.resourceTypeAt('/Users');
  if (type === undefined) throw new TypeError('no users');
  const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ana@acme.example' };
  const { id } = await run(service.create({ type, body, caller, projection: {} }));
  return { service, type, id };
};

/** Every call that reads, with the names that its client asks for. */
const reads = (service: ScimService, type: ResourceType, id: string) =>
  [
    ['get', (names: object) => service.get({ type, id, projection: names, caller }), 'User'],
    ['list', (names: object) => service.list({ type, query: { startIndex: 1, count: 1, ...names }, caller }), 'User'],
    [
      'list by cursor',
      (names: object) => service.list({ type, query: { startIndex: 1, count: 1, cursor: '', ...names }, caller }),
      'User',
    ],
    ['listAllTypes', (names: object) => service.listAllTypes({ query: { startIndex: 1, count: 1, ...names }, caller })],
    ['search', (names: object) => service.search({ type, body: names, caller }), 'User'],
    ['search of all types', (names: object) => service.search({ body: names, caller })],
  ] as const;

describe('a read', () => {
  it('of names that cannot be read says so in the activity, whatever the call', async () => {
    for (const parameter of ['attributes', 'excludedAttributes']) {
      const storage = await open();
      const { service, type, id } = await serve(storage);
      for (const [, call, resourceType] of reads(service, type, id)) {
        await run(call({ [parameter]: ['em ails', 'title'] }) as Effect.Effect<unknown>);
        const record = (await recordsOf(storage)).find((one) => one.resourceType === resourceType);
        expect(record).toMatchObject({ caller, operation: 'read', outcome: 'answered', changes: [] });
        expect(record?.ignored).toEqual([{ attribute: 'em ails', reason: 'unreadable' }]);
      }
      // Those of one type are one kind, those of all types another one.
      const kinds = (await recordsOf(storage)).filter(({ operation }) => operation === 'read');
      expect(kinds.map(({ repeated }) => repeated?.count).toSorted()).toEqual([2, 4]);
    }
  });

  it('of names that can be read, or that is refused, leaves nothing', async () => {
    const storage = await open();
    const { service, type, id } = await serve(storage);
    for (const [, call] of reads(service, type, id)) {
      for (const names of [{}, { attributes: ['emails[type eq "work"]', 'nobody'] }, { excludedAttributes: ['title'] }])
        await run(call(names) as Effect.Effect<unknown>);
    }
    await failureOf(service.get({ type, id: 'nobody', projection: { attributes: ['em ails'] }, caller }));
    expect((await recordsOf(storage)).map(({ operation }) => operation)).toEqual(['create']);
    const strict = await serve(await open(), strictPolicy);
    const refused = strict.service.get({ ...strict, projection: { attributes: ['em ails'] }, caller });
    expect((await failureOf(refused))._tag).toBe('InvalidValue');
  });

  it('keeps no filter of a name, which may hold the value of a person', async () => {
    const storage = await open();
    const { service, type, id } = await serve(storage);
    const attributes = ['emails[value eq "ana@acme.example"', 'emails[value eq "ben@acme.example"'];
    await run(service.get({ type, id, projection: { attributes }, caller }));
    const [record] = await recordsOf(storage);
    expect(record?.ignored).toEqual([{ attribute: 'emails[...', reason: 'unreadable' }]);
  });
});

const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

const readOf = (name: string, requestId = 'r-1') => ({
  caller: { tokenFingerprint: 'abc', requestId },
  resourceType: 'User',
  names: [name],
});

/** The recording of reads, with the number of records that were handed to the storage. */
const recording = (storage: Storage, wrap: (log: ActivityLog, id: string) => ActivityLog = (log) => log) => {
  const handed: number[] = [];
  const { noteReadOf, flush } = makeReadRecording((id) => {
    const log = wrap(storage.forOrganisation(id).activity, id);
    return {
      append: (record) => {
        handed.push(record.repeated?.count ?? 1);
        return log.append(record);
      },
    };
  });
  return { noteReadOf, flush, handed };
};

describe('the recording of reads', () => {
  it('stores the first one at once and the others together, each counted', async () => {
    const storage = await open();
    const { noteReadOf, flush, handed } = recording(storage);
    await timed(
      Effect.gen(function* () {
        for (let time = 0; time < 500; time += 1) {
          yield* TestClock.setTime(time);
          yield* noteReadOf(ACME)(readOf('em ails', `r-${time}`));
        }
        expect(handed).toEqual([1]);
        yield* TestClock.setTime(10_000);
        yield* noteReadOf(ACME)(readOf('em ails'));
        expect(handed).toEqual([1, 500]);
        yield* noteReadOf(ACME)(readOf('em ails'));
        yield* flush;
      }),
    );
    expect(handed).toEqual([1, 500, 1]);
    expect(await recordsOf(storage)).toMatchObject([
      { at: 0, caller: { requestId: 'r-0' }, repeated: { count: 502, last: 10_000 } },
    ]);
  });

  it('has an end: of each organisation twenty kinds wait', async () => {
    const storage = await open();
    const { noteReadOf, flush } = recording(storage);
    await timed(
      Effect.gen(function* () {
        yield* noteReadOf(OTHER)(readOf('the first'));
        for (let index = 0; index < 100; index += 1) yield* noteReadOf(ACME)(readOf(`na me ${index}`));
        yield* noteReadOf(OTHER)(readOf('the second'));
        yield* flush;
      }),
    );
    expect(await recordsOf(storage)).toHaveLength(20);
    expect(await recordsOf(storage, OTHER)).toHaveLength(2);
  });

  it('has an end for all organisations together: a thousand kinds wait', async () => {
    const stored: string[] = [];
    const { noteReadOf, flush } = makeReadRecording((id) => ({
      append: () => Effect.sync(() => stored.push(id)),
    }));
    await timed(
      Effect.gen(function* () {
        // The first one is stored at once.
        yield* noteReadOf(OTHER)(readOf('the first'));
        for (let organisation = 0; organisation < 52; organisation += 1) {
          const note = noteReadOf(organisationId(`o-${organisation}`));
          for (let index = 0; index < 20; index += 1) yield* note(readOf(`na me ${index}`));
        }
        yield* flush;
      }),
    );
    expect(stored).toHaveLength(1001);
  });

  it('counts a read that comes while an older one cannot be stored, from the first to the last', async () => {
    const storage = await open();
    const down = Effect.fail(new StorageUnavailable({ cause: 'a test', retryAfterSeconds: 1 }));
    let fails = 2;
    const { noteReadOf, flush } = recording(storage, (log) => ({
      ...log,
      append: (record) => {
        fails -= 1;
        const meanwhile = Effect.andThen(TestClock.setTime(9000), noteReadOf(ACME)(readOf('em ails', 'later')));
        return fails < 0 ? log.append(record) : Effect.andThen(fails === 0 ? meanwhile : Effect.void, down);
      },
    }));
    await timed(
      Effect.gen(function* () {
        yield* TestClock.setTime(5000);
        yield* noteReadOf(ACME)(readOf('em ails'));
        yield* Effect.flip(flush);
        yield* flush;
      }),
    );
    expect(await recordsOf(storage)).toMatchObject([{ at: 5000, repeated: { count: 2, last: 9000 } }]);
  });

  it('counts nothing twice that was stored before another could not be', async () => {
    const storage = await open();
    const down = Effect.fail(new StorageUnavailable({ cause: 'a test', retryAfterSeconds: 1 }));
    let isDown = true;
    const { noteReadOf, flush } = recording(storage, (log, id) =>
      id === OTHER && isDown ? { ...log, append: () => down } : log,
    );
    await timed(
      Effect.gen(function* () {
        yield* TestClock.setTime(5000);
        yield* noteReadOf(ACME)(readOf('the first'));
        yield* noteReadOf(ACME)(readOf('em ails'));
        yield* noteReadOf(OTHER)(readOf('em ails'));
        yield* Effect.flip(flush);
        isDown = false;
        yield* flush;
      }),
    );
    const times = (await recordsOf(storage)).map(({ repeated }) => repeated?.count ?? 1);
    expect([times, await recordsOf(storage, OTHER)]).toMatchObject([[1, 1], [{ at: 5000 }]]);
  });

  it('gives up after ten minutes, and not before', async () => {
    for (const [after, count] of [
      [599_999, 1],
      [600_000, 0],
    ] as const) {
      const storage = await open();
      const down = Effect.fail(new StorageUnavailable({ cause: 'a test', retryAfterSeconds: 1 }));
      let isDown = true;
      const { noteReadOf, flush } = recording(storage, (log) => (isDown ? { ...log, append: () => down } : log));
      await timed(
        Effect.gen(function* () {
          yield* TestClock.setTime(5_000_000);
          yield* noteReadOf(ACME)(readOf('em ails'));
          yield* TestClock.setTime(5_000_000 + after);
          yield* Effect.flip(flush);
          isDown = false;
          yield* flush;
        }),
      );
      expect(await recordsOf(storage)).toHaveLength(count);
    }
  });

  it('tries again what could not be stored, and holds nobody up by it', async () => {
    const storage = await open();
    const down = Effect.fail(new StorageUnavailable({ cause: 'a test', retryAfterSeconds: 1 }));
    let isDown = true;
    const { noteReadOf, flush, handed } = recording(storage, (log, id) =>
      id === ACME && isDown ? { ...log, append: () => down } : log,
    );
    await timed(
      Effect.gen(function* () {
        yield* noteReadOf(ACME)(readOf('em ails'));
        yield* noteReadOf(OTHER)(readOf('em ails'));
        yield* Effect.flip(flush);
        yield* Effect.flip(flush);
        isDown = false;
        yield* flush;
      }),
    );
    expect((await recordsOf(storage)).map(({ repeated }) => repeated)).toEqual([undefined]);
    expect(await recordsOf(storage, OTHER)).toHaveLength(1);
    // An organisation that was deleted refuses for good: what is older than ten minutes is given up.
    isDown = true;
    await timed(
      Effect.gen(function* () {
        yield* noteReadOf(ACME)(readOf('ti tle'));
        yield* TestClock.setTime(600_000);
        yield* Effect.flip(flush);
        handed.length = 0;
        yield* flush;
      }),
    );
    expect(handed).toEqual([]);
  });
});

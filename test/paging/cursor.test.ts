// Paging by cursor through a list that changes meanwhile, on every storage (RFC 9865 section 2).
import { Effect, Result } from 'effect';
import { TestClock } from 'effect/testing';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCursorCipher, uuidV7Generator } from '@looop-scim/crypto-node';
import type { OpenStorage } from '@looop-scim/laws';
import { makeScimService, type ScimService } from '@looop-scim/provisioning';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { CURSOR_LIFETIME_SECONDS, type ListQuery } from '@looop-scim/scim/list';
import { standardRegistry } from '@looop-scim/scim/schema';
import { effort } from '../support/run/run-laws.ts';
import { openMemory, openQuickSqlite, shared } from '../support/storage/open-stores.ts';
import { failureOf, run } from '../support/run/run-effect.ts';

const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };

const openService = async (open: OpenStorage, secret = 'secret'): Promise<ScimService> => {
  const { storage } = await open();
  const id = organisationId(await run(uuidV7Generator.next));
  return makeScimService({
    registry: standardRegistry,
    policy: interopPolicy,
    baseUrl: 'https://looop.example/scim/v2',
    ...storage.forOrganisation(id),
    ids: uuidV7Generator,
    cursorCipher: makeCursorCipher(secret, id),
  });
};

const typeOf = (service: ScimService) => {
  const type = service.resourceTypeAt('/Users');
  if (type === undefined) throw new TypeError('no users');
  return type;
};

const create = (service: ScimService, body: object) => {
  const request = { type: typeOf(service), body, caller, projection: { attributes: ['id'] } };
  return Effect.map(service.create(request), ({ id }) => id);
};

const page = (service: ScimService, query: Partial<ListQuery>) =>
  service.list({ type: typeOf(service), query: { startIndex: 1, count: 2, cursor: '', ...query }, caller });

const idsOf = ({ representations }: { readonly representations: readonly Readonly<Record<string, unknown>>[] }) =>
  representations.map(({ id }) => id);

interface Step {
  readonly title: string | null;
  readonly remove: boolean;
}

const titles = fc.constantFrom('Coach', 'coach', 'Trainer', 'Ana', 'Zoe', null);
const plan = fc.record({
  before: fc.array(titles, { maxLength: 9 }),
  between: fc.array(fc.record<Step>({ title: titles, remove: fc.boolean() }), { maxLength: 6 }),
  count: fc.integer({ min: 1, max: 4 }),
  sort: fc.constantFrom(
    {},
    { sortBy: 'title' },
    { sortBy: 'title', sortOrder: 'descending' },
    { sortBy: 'meta.created' },
  ),
  filter: fc.constantFrom(undefined, 'userName pr', 'title pr or not (title pr)'),
});

const stores: readonly (readonly [string, OpenStorage])[] = [
  ['memory', openMemory],
  ['SQLite', openQuickSqlite],
];

describe.each(stores)('paging by cursor on %s', (_name, open) => {
  const store = shared(open);
  afterAll(() => store.close());

  it('meets each user who is there throughout once, while others come and go', async () => {
    const readings = fc.asyncProperty(plan, async ({ before, between, count, sort, filter }) => {
      const service = await openService(store.open);
      const name = (index: number | string) => ({ userName: `user-${index}` });
      const stay: string[] = [];
      for (const [index, title] of before.entries()) {
        stay.push(await run(create(service, { ...name(index), ...(title !== null && { title }) })));
      }
      const passing = await run(create(service, name('passing')));
      const met: unknown[] = [];
      const query = { count, ...sort, ...(filter !== undefined && { filter }) };
      let cursor: string | undefined = '';
      for (let index = 0; cursor !== undefined; index += 1) {
        const answer: Effect.Success<ReturnType<typeof page>> = await run(page(service, { ...query, cursor }));
        expect(answer.totalResults).toBe(before.length + 1);
        expect(answer).not.toHaveProperty('startIndex');
        met.push(...idsOf(answer));
        cursor = answer.nextCursor;
        const step = between[index];
        if (step !== undefined)
          await run(create(service, { ...name(`new-${index}`), ...(step.title && { title: step.title }) }));
        if (step?.remove === true) {
          await run(Effect.result(service.remove({ type: typeOf(service), id: passing, caller })));
        }
      }
      expect(new Set(met).size).toBe(met.length);
      expect(stay.filter((id) => met.filter((one) => one === id).length !== 1)).toEqual([]);
    });
    await fc.assert(readings, { seed: effort.seed, numRuns: Math.ceil(effort.runs / 5) });
  });
});

describe('a cursor (RFC 9865 section 2.1)', () => {
  const begun = async () => {
    const service = await openService(openMemory);
    for (const userName of ['ana', 'ion', 'mara']) await run(create(service, { userName, title: userName }));
    const { nextCursor = '' } = await run(page(service, { filter: 'title pr', sortBy: 'title' }));
    const next = (change: Partial<ListQuery>) =>
      page(service, { filter: 'title pr', sortBy: 'title', cursor: nextCursor, ...change });
    return { service, next, nextCursor };
  };

  it('consists of characters that a URI leaves as they are, and opens its page again and again', async () => {
    const { next, nextCursor } = await begun();
    expect(nextCursor).toMatch(/^[\w.~-]+$/u);
    const [once, twice] = [await run(next({})), await run(next({}))];
    expect(once).toEqual(twice);
    expect(once.representations).toMatchObject([{ userName: 'mara' }]);
    expect(once.nextCursor).toBeUndefined();
  });

  it.each<readonly [string, Partial<ListQuery>]>([
    ['another filter', { filter: 'title pr and userName pr' }],
    ['no filter', { filter: '' }],
    ['another sorting', { sortBy: 'userName' }],
    ['another direction', { sortOrder: 'descending' }],
    ['a cursor that nobody gave out', { cursor: 'bm9ib2R5.bm9ib2R5' }],
    ['no cursor at all', { cursor: 'x' }],
  ])('with %s is refused', async (_title, change) => {
    const { next } = await begun();
    expect((await failureOf(next(change)))._tag).toMatch(/^Invalid(?:Cursor|Filter)$/u);
  });

  it('changed in any one character is refused', async () => {
    const { next, nextCursor } = await begun();
    for (let index = 0; index < nextCursor.length; index += 1) {
      const other = nextCursor[index] === 'A' ? 'B' : 'A';
      const forged = `${nextCursor.slice(0, index)}${other}${nextCursor.slice(index + 1)}`;
      expect((await failureOf(next({ cursor: forged })))._tag).toBe('InvalidCursor');
    }
  });

  it.each([
    ['organisation', 'secret'],
    ['installation', 'another secret'],
  ])('of another %s is refused like one that nobody gave out', async (_title, secret) => {
    const { nextCursor } = await begun();
    const other = await openService(openMemory, secret);
    const refused = await failureOf(page(other, { filter: 'title pr', sortBy: 'title', cursor: nextCursor }));
    expect(refused._tag).toBe('InvalidCursor');
  });

  it('of users does not open groups', async () => {
    const service = await openService(openMemory);
    for (const userName of ['ana', 'ion', 'mara']) await run(create(service, { userName }));
    const { nextCursor = '' } = await run(page(service, {}));
    const groups = service.resourceTypeAt('/Groups');
    if (groups === undefined) throw new TypeError('no groups');
    const query = { startIndex: 1, count: 2, cursor: nextCursor };
    expect((await failureOf(service.list({ type: groups, query, caller })))._tag).toBe('InvalidCursor');
  });

  it.each([
    ['ascending', ['zoe', 'ana', 'ion', 'mara']],
    ['descending', ['ana', 'ion', 'mara', 'zoe']],
  ] as const)('goes on after resources without a value, %s', async (sortOrder, expected) => {
    const service = await openService(openMemory);
    for (const userName of ['ana', 'ion', 'mara']) await run(create(service, { userName }));
    await run(create(service, { userName: 'zoe', title: 'Coach' }));
    const met: unknown[] = [];
    let cursor: string | undefined = '';
    for (let pages = 0; cursor !== undefined && pages < 8; pages += 1) {
      const query = { count: 1, sortBy: 'title', sortOrder, cursor };
      const answer: Effect.Success<ReturnType<typeof page>> = await run(page(service, query));
      met.push(...answer.representations.map(({ userName }) => userName));
      cursor = answer.nextCursor;
    }
    expect(met).toEqual(expected);
  });

  it('keeps its count', async () => {
    const { next } = await begun();
    expect(await failureOf(next({ count: 1 }))).toMatchObject({ _tag: 'InvalidCount', expected: 2 });
  });

  it('expires', async () => {
    const service = await openService(openMemory);
    const steps = Effect.gen(function* () {
      for (const userName of ['ana', 'ion', 'mara']) yield* create(service, { userName });
      const { nextCursor = '' } = yield* page(service, {});
      yield* TestClock.setTime(CURSOR_LIFETIME_SECONDS * 1000);
      yield* page(service, { cursor: nextCursor });
      yield* TestClock.setTime(CURSOR_LIFETIME_SECONDS * 1000 + 1);
      return yield* Effect.result(page(service, { cursor: nextCursor }));
    });
    const refused = await run(steps.pipe(Effect.provide(TestClock.layer())));
    expect(Result.isFailure(refused) && refused.failure).toMatchObject({
      _tag: 'ExpiredCursor',
      lifetimeSeconds: CURSOR_LIFETIME_SECONDS,
    });
  });

  it('lives from when it was given out, so that a long walk does not end half way', async () => {
    const service = await openService(openMemory);
    const steps = Effect.gen(function* () {
      for (let number = 0; number < 8; number += 1) yield* create(service, { userName: `user-${number}` });
      let { nextCursor } = yield* page(service, {});
      for (let pages = 1; pages < 4; pages += 1) {
        yield* TestClock.setTime(pages * CURSOR_LIFETIME_SECONDS * 1000);
        ({ nextCursor } = yield* page(service, { cursor: nextCursor ?? '' }));
      }
      return nextCursor;
    });
    expect(await run(steps.pipe(Effect.provide(TestClock.layer())))).toBeUndefined();
  });

  it('does not go with an order by values of a list (RFC 9865 section 2.2)', async () => {
    const service = await openService(openMemory);
    expect(await failureOf(page(service, { sortBy: 'emails.value' }))).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'sortBy',
      reason: 'cannot be emails.value with a cursor, since it may have several values; use startIndex',
    });
    await run(create(service, { userName: 'ana' }));
    const byIndex = { startIndex: 1, count: 2, sortBy: 'emails.value' };
    expect(idsOf(await run(service.list({ type: typeOf(service), query: byIndex, caller })))).toHaveLength(1);
  });

  it.each(['cursor', 'sortBy'] as const)('and an order are of one resource type: %s', async (attribute) => {
    const service = await openService(openMemory);
    const query = { startIndex: 1, count: 2, [attribute]: 'userName' };
    expect(await failureOf(service.listAllTypes({ query, caller }))).toMatchObject({
      _tag: 'InvalidValue',
      attribute,
      reason: 'cannot be used across resource types; query /Users or /Groups',
    });
  });
});

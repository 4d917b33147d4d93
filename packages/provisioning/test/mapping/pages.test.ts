// Pages of people and groups for the platform: where each begins, how it is read, and what it says beside them.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makePlatformService } from '@looop-scim/provisioning/events';
import type { ResourceRepository } from '@looop-scim/provisioning/ports';
import type { Resource } from '@looop-scim/scim/attribute';
import { InvalidCursor } from '@looop-scim/scim/errors';
import { interopPolicy } from '@looop-scim/scim/interop';
import { userType } from '@looop-scim/scim/schema';
import { makeCursorCipher } from '../../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { makeSearchPage } from '../../src/use-cases/platform/search-pages.ts';
import { makeReadPage } from '../../src/use-cases/platform/walk-pages.ts';
import { openDirectory } from '../events/support.ts';

const cursorCipher = makeCursorCipher('pages', 'acme');
const person = (id: string): Resource => ({
  resourceType: 'User',
  id,
  version: 1,
  created: 0,
  lastModified: 0,
  document: { userName: id },
});

/** A walk through `people` in portions of `most`; `asked` has its queries. */
const walkOf = (people: readonly string[], most: number) => {
  const asked: unknown[] = [];
  const walk: ResourceRepository['walk'] = (query) => {
    asked.push(query);
    const begin = query.from === undefined ? 0 : people.indexOf(query.from);
    const end = begin + Math.min(most, query.limit);
    const next = people[end];
    return Effect.succeed({ resources: people.slice(begin, end).map(person), ...(next !== undefined && { next }) });
  };
  return { asked, resources: { walk } };
};

const numbered = (count: number) => Array.from({ length: count }, (_none, index) => `id-${1000 + index}`);

/** A feed that goes on while pages are read. */
const feedFrom = (position: number) => {
  let last = position - 1;
  return { last: () => Effect.sync(() => (last += 1)) };
};

describe('a page of a walk', () => {
  it('is read in short portions until it is full, and the next one begins where it ends', async () => {
    const { asked, resources } = walkOf(numbered(8), 2);
    const read = makeReadPage({ resources, cursorCipher, events: feedFrom(7) }, 'User');
    const first = await run(read({ limit: 5 }));
    expect(first.items.map(({ id }) => id)).toEqual(numbered(5));
    expect(asked).toEqual([
      { resourceType: 'User', limit: 5, maxCharacters: 65_536 },
      { resourceType: 'User', limit: 3, maxCharacters: 65_536, from: 'id-1002' },
      { resourceType: 'User', limit: 1, maxCharacters: 65_536, from: 'id-1004' },
    ]);
    const rest = await run(read({ limit: 5, ...(first.next !== undefined && { cursor: first.next }) }));
    expect(rest.items.map(({ id }) => id)).toEqual(numbered(8).slice(5));
    expect(rest).not.toHaveProperty('next');
    // Where the feed stood before the first page, on all of them.
    expect([first.feedPosition, rest.feedPosition]).toEqual([7, 7]);
  });

  it('ends early when it has had 64 portions', async () => {
    const { asked, resources } = walkOf(numbered(100), 1);
    const read = makeReadPage({ resources, cursorCipher, events: feedFrom(0) }, 'User');
    const { items, next } = await run(read({ limit: 100 }));
    expect([items.length, asked.length, typeof next]).toEqual([64, 64, 'string']);
  });

  it('goes on from a cursor of an earlier version, which tells of everything that the feed has', async () => {
    const { resources } = walkOf(numbered(3), 9);
    const read = makeReadPage({ resources, cursorCipher, events: feedFrom(7) }, 'User');
    const cursor = cursorCipher.encrypt('id-1001', 'platform User');
    const { items, feedPosition } = await run(read({ limit: 9, cursor }));
    expect([items.map(({ id }) => id), feedPosition]).toEqual([['id-1001', 'id-1002'], 0]);
  });

  it('is refused for a cursor of another list', async () => {
    const { resources } = walkOf([], 9);
    const read = makeReadPage({ resources, cursorCipher, events: feedFrom(7) }, 'User');
    const cursor = cursorCipher.encrypt('7 id-1', 'platform Group');
    expect(await failureOf(read({ limit: 9, cursor }))).toBeInstanceOf(InvalidCursor);
  });
});

describe('a page of what a filter matches', () => {
  const open = async () => {
    const { deps, create } = await openDirectory();
    for (const userName of ['ana', 'anna', 'ben', 'hanna']) await create('User', { userName });
    const asked: Parameters<ResourceRepository['list']>[0][] = [];
    const list: ResourceRepository['list'] = (query) => (asked.push(query), deps.resources.list(query));
    const resources = { ...deps.resources, list };
    const read = (policy = interopPolicy) =>
      makeSearchPage({ ...deps, resources, policy, events: feedFrom(7) }, userType);
    return { read, asked };
  };

  it('has the number of all on the first page alone, and the position of the feed on each', async () => {
    const { read, asked } = await open();
    const request = { filter: 'userName co "an"', limit: 2 };
    const search = read();
    const first = await run(search(request));
    expect(first.items.map(({ document }) => document['userName'])).toEqual(['ana', 'anna']);
    expect([first.total, first.feedPosition]).toEqual([3, 7]);
    const rest = await run(search({ ...request, ...(first.next !== undefined && { cursor: first.next }) }));
    expect(rest.items.map(({ document }) => document['userName'])).toEqual(['hanna']);
    expect(rest.feedPosition).toBe(7);
    for (const name of ['total', 'next']) expect(rest).not.toHaveProperty(name);
    expect(asked).toMatchObject(
      [0, 0].map((offset) => ({
        ...{ resourceType: 'User', offset, limit: 2, maxCharacters: 4_194_304, withMemberships: false },
      })),
    );
  });

  it('that matches nobody is empty, and the last one', async () => {
    const { read } = await open();
    const page = await run(read()({ filter: 'userName eq "nobody"', limit: 2 }));
    expect(page).toEqual({ items: [], feedPosition: 7, total: 0 });
  });

  it('is read as leniently as the policy says', async () => {
    const { read } = await open();
    const bare = { filter: 'userName eq ben', limit: 2 };
    const lenient = { ...interopPolicy, bareFilterValues: true };
    expect((await run(read(lenient)(bare))).total).toBe(1);
    const strict = { ...interopPolicy, bareFilterValues: false };
    for (const filter of [bare.filter, 'shoeSize eq 38']) {
      expect(await failureOf(read(strict)({ filter, limit: 2 }))).toMatchObject({ _tag: 'InvalidFilter' });
    }
  });

  it('is refused for a cursor of another filter', async () => {
    const { read } = await open();
    const { next = '' } = await run(read()({ filter: 'userName pr', limit: 1 }));
    const other = read()({ filter: 'userName  pr', limit: 1, cursor: next });
    expect(await failureOf(other)).toBeInstanceOf(InvalidCursor);
  });
});

describe('what the platform is shown', () => {
  it('of a person and of a group is what they have, with when they were made and changed', async () => {
    const { platform, create, replace } = await openDirectory();
    const ana = await create('User', { userName: 'ana', externalId: '00u1' });
    const sales = await create('Group', { displayName: 'Sales', externalId: '00g1', members: [{ value: ana }] });
    const person1 = await run(platform.user(ana));
    expect(person1).toEqual({
      id: ana,
      externalId: '00u1',
      version: 1,
      createdAt: expect.any(Number),
      updatedAt: expect.any(Number),
      userName: 'ana',
      active: true,
      mappingVersion: 0,
      profile: { username: 'ana', active: true },
      issues: ['givenName', 'familyName', 'email'].map((field) => ({ field, issue: 'missing' })),
    });
    await replace('User', ana, { userName: 'ana', active: false });
    const later = await run(platform.user(ana));
    expect(later).toMatchObject({ version: 2, active: false, createdAt: person1.createdAt });
    expect(later).not.toHaveProperty('externalId');
    expect(await run(platform.group(sales))).toEqual({
      id: sales,
      externalId: '00g1',
      version: 1,
      createdAt: expect.any(Number),
      updatedAt: expect.any(Number),
      displayName: 'Sales',
    });
    expect(await failureOf(platform.group(ana))).toMatchObject({ _tag: 'ResourceNotFound', resourceType: 'Group' });
    expect(await failureOf(platform.user(sales))).toMatchObject({ _tag: 'ResourceNotFound', resourceType: 'User' });
    expect(await failureOf(platform.members(ana, { limit: 5 }))).toMatchObject({ _tag: 'ResourceNotFound' });
  });

  it('of a person as SCIM shows one has the groups', async () => {
    const { platform, create } = await openDirectory();
    const ana = await create('User', { userName: 'ana' });
    const sales = await create('Group', { displayName: 'Sales', members: [{ value: ana }] });
    expect(await run(platform.userResource(ana))).toMatchObject({
      userName: 'ana',
      groups: [{ value: sales }],
      meta: { resourceType: 'User' },
    });
  });

  it('of members are pages that have each of them once', async () => {
    const { platform, create } = await openDirectory();
    const ids: string[] = [];
    for (const userName of ['a', 'b', 'c']) ids.push(await create('User', { userName }));
    const group = await create('Group', { displayName: 'Sales', members: ids.map((value) => ({ value })) });
    const first = await run(platform.members(group, { limit: 2 }));
    const rest = await run(
      platform.members(group, { limit: 2, ...(first.next !== undefined && { cursor: first.next }) }),
    );
    expect([...first.items, ...rest.items].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(rest).not.toHaveProperty('next');
    const other = await create('Group', { displayName: 'Support', members: [] });
    expect(await failureOf(platform.members(other, { limit: 2, cursor: first.next ?? '' }))).toBeInstanceOf(
      InvalidCursor,
    );
  });
});

describe('a change of a profile', () => {
  it('is told of with the platform as its cause, unless another one is named', async () => {
    const { deps, mappings, create, events } = await openDirectory();
    const set = { mappings: [{ field: 'title', from: [{ attribute: 'title' }], writeBack: true }] };
    await run(mappings.save(set, { author: 'test' }));
    const id = await create('User', { userName: 'ana' });
    const caller = { tokenFingerprint: 'abc', requestId: 'r-1' };
    for (const causeKind of [undefined, 'import'] as const) {
      const platform = makePlatformService({ ...deps, ...(causeKind !== undefined && { causeKind }) });
      const title = String(causeKind);
      const changed = await run(platform.changeProfile({ id, changes: { title }, caller }));
      expect(changed.profile).toEqual({ title });
    }
    expect((await events()).map(({ cause }) => cause.kind)).toEqual(['scim', 'platform', 'import']);
  });
});

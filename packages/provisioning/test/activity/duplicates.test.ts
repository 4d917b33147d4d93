// People who are probably the same person, found a part of the people at a time.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeDuplicateSearch } from '@looop-scim/provisioning/insight';
import type { ResourceRepository } from '@looop-scim/provisioning/ports';
import type { Complex } from '@looop-scim/scim/attribute';
import { TooMany } from '@looop-scim/scim/errors';
import { makeSchemaRegistry, standardRegistry, userResourceType } from '@looop-scim/scim/schema';
import { run } from '../../../../test/support/run/run-effect.ts';
import { openWithPeople } from './support.ts';

type Lists = Pick<ResourceRepository, 'list' | 'walk'>;

const open = async (people: Readonly<Record<string, Complex>>, wrap: (lists: Lists) => Lists = (same) => same) => {
  const { resources } = await openWithPeople(people);
  const search = makeDuplicateSearch({ registry: standardRegistry, resources: wrap(resources) });
  return (from?: string) => run(search(from));
};

const address = (...values: readonly string[]) => ({ emails: values.map((value) => ({ value })) });
const numbered = (count: number, document: (index: number) => Complex) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`id-${1000 + index}`, document(index)]));

describe('people who share a value', () => {
  it('have it as user name or as address, in any case', async () => {
    const search = await open({
      a: { userName: 'Ana@acme.example' },
      b: { userName: 'ana2', ...address('x@acme.example', 'ANA@acme.example'), active: false, externalId: '00u1' },
      c: { userName: 'cem', ...address('X@acme.example') },
      d: { userName: 'dia', ...address('dia') },
      e: { displayName: 'e', emails: [{ type: 'work' }, 'plain'] },
      f: { userName: 'fay', emails: 'fay@acme.example' },
      g: { userName: 'gus', emails: [{ type: 'work' }, { value: 7 }] },
      h: { displayName: 'h' },
    });
    const ben = { id: 'b', userName: 'ana2', active: false, isManaged: true };
    expect(await search()).toStrictEqual({
      people: 8,
      unmanaged: 7,
      shared: [
        {
          value: 'ana@acme.example',
          count: 2,
          people: [{ id: 'a', userName: 'Ana@acme.example', active: true, isManaged: false }, ben],
        },
        {
          value: 'x@acme.example',
          count: 2,
          people: [ben, { id: 'c', userName: 'cem', active: true, isManaged: false }],
        },
      ],
      isPartial: false,
    });
  });

  it('are named by their id where they have no user name', async () => {
    const search = await open({ a: address('x'), b: { userName: 'x' } });
    expect((await search()).shared[0]?.people.map(({ userName }) => userName)).toEqual(['a', 'x']);
  });

  it('are counted in full, and the first ten are named, in the order of their ids', async () => {
    const search = await open(numbered(12, (index) => ({ userName: `u${index}`, ...address('shared') })));
    const { shared } = await search();
    expect(shared.map(({ value, count }) => [value, count])).toEqual([['shared', 12]]);
    expect(shared[0]?.people.map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, index) => `id-${1000 + index}`),
    );
  });

  it('are in the part of the first of them, however far apart they are', async () => {
    const people = numbered(401, (index) => ({
      userName: `u${index}`,
      ...(index === 3 || index === 399 ? address('far') : {}),
      ...(index === 210 || index === 220 ? address('near') : {}),
    }));
    const search = await open(people);
    const parts = [];
    for (let from: string | undefined; ;) {
      const part = await search(from);
      parts.push([part.people, part.unmanaged, ...part.shared.map(({ value }) => value)]);
      from = part.next;
      if (from === undefined) break;
    }
    expect(parts).toEqual([
      [200, 200, 'far'],
      [200, 200, 'near'],
      [1, 1],
    ]);
  });
});

describe('active people whom nobody manages', () => {
  it.each([
    [{ userName: 'ana' }, 1],
    [{ userName: 'ana', active: true }, 1],
    [{ userName: 'ana', active: false }, 0],
    [{ userName: 'ana', externalId: '00u1' }, 0],
    [{ userName: 'ana', active: false, externalId: '00u1' }, 0],
  ])('%j: %i', async (document, unmanaged) => {
    expect((await (await open({ a: document }))()).unmanaged).toBe(unmanaged);
  });
});

describe('a search that cannot see everybody', () => {
  const people = numbered(30, (index) => ({ userName: `u${index}` }));

  it('says so, whichever of its queries that was', async () => {
    for (const failing of [0, 1]) {
      let queries = -1;
      const search = await open(people, ({ list, walk }) => ({
        walk,
        list: (query) => {
          queries += 1;
          return queries === failing ? Effect.fail(new TooMany({ limit: 1, unit: 'rows' })) : list(query);
        },
      }));
      expect(await search()).toMatchObject({ people: 30, isPartial: true });
    }
  });

  it('tells of no value whose query failed, also where another query has met whoever has it', async () => {
    // Of the first and the last of thirty: `aa` is looked up by the first query, `zz` by the second one.
    const both = { 'id-1000': { userName: 'aa' }, 'id-1029': { userName: 'zz', ...address('aa') } };
    const shared = { ...people, ...both, 'id-1030': { userName: 'last', ...address('aa', 'zz') } };
    const valuesOf = async (isFailing: boolean) => {
      let queries = 0;
      const search = await open(shared, ({ list, walk }) => ({
        walk,
        list: (query) => {
          queries += 1;
          return isFailing && queries === 2 ? Effect.fail(new TooMany({ limit: 1, unit: 'rows' })) : list(query);
        },
      }));
      return (await search()).shared.map(({ value, count }) => [value, count]);
    };
    expect(await valuesOf(false)).toEqual([
      ['aa', 3],
      ['zz', 2],
    ]);
    expect(await valuesOf(true)).toEqual([['aa', 3]]);
  });

  it('is one that more people have a value than one query answers', async () => {
    const search = await open(people, ({ list, walk }) => ({
      walk,
      list: (query) => Effect.map(list(query), (page) => ({ ...page, total: page.total + 1 })),
    }));
    expect((await search()).isPartial).toBe(true);
  });

  it('asks for twenty-five values at once, and for a thousand people', async () => {
    const askedOf = async (count: number) => {
      const asked: (readonly [number, number, boolean])[] = [];
      const search = await open(
        numbered(count, (index) => ({ userName: `u${index}` })),
        ({ list, walk }) => ({
          walk,
          list: (query) => {
            const values = query.filter?.kind === 'or' ? query.filter.operands.length : 0;
            asked.push([values, query.limit, query.withMemberships]);
            return list(query);
          },
        }),
      );
      await search();
      return asked;
    };
    // Each value is compared with user names and with addresses.
    expect(await askedOf(30)).toEqual([
      [50, 1000, false],
      [10, 1000, false],
    ]);
    expect(await askedOf(25)).toEqual([[50, 1000, false]]);
  });
});

it('an organisation without users, or whose users have no user name, has no search', async () => {
  const { resources } = await openWithPeople({});
  const schema = { id: 'urn:x', name: 'User', description: 'A user.', attributes: [] };
  const nameless = { ...userResourceType, schema: 'urn:x', schemaExtensions: [] };
  for (const [registry, message] of [
    [makeSchemaRegistry([], []), /User/u],
    [makeSchemaRegistry([schema], [nameless]), /The resource type User has no userName/u],
  ] as const) {
    expect(() => makeDuplicateSearch({ registry, resources })).toThrow(message);
  }
});

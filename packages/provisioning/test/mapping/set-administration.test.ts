// The administration of mapping sets at its edges: pages of the history, restored sets, previews of any version.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { InvalidMappingSet } from '@looop-scim/provisioning/mapping';
import { makeMappingAdministration } from '@looop-scim/provisioning/organisation';
import { makeSchemaRegistry, userType } from '@looop-scim/scim/schema';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { bindSavedSet } from '../../src/mapping/bind-saved-set.ts';
import { openDirectory } from '../events/support.ts';
import { titleFrom } from './support.ts';

const author = { author: 'Ion' };
const titled = (attribute: string) => titleFrom({ from: [{ attribute }] });
const GONE = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User:badge';

const openWithVersions = async (count: number) => {
  const directory = await openDirectory();
  for (let version = 1; version <= count; version += 1) await run(directory.mappings.save(titled('title'), author));
  return directory;
};

describe('the history of mapping sets', () => {
  it('is read in pages of 1 to 100, and says what follows only where something does', async () => {
    const { mappings } = await openWithVersions(3);
    const versions = async (limit: number, before?: number) => {
      const page = await run(mappings.history({ limit, ...(before !== undefined && { before }) }));
      return [page.versions.map(({ version }) => version), page.next];
    };
    expect(await versions(0)).toEqual([[3], 3]);
    expect(await versions(2)).toEqual([[3, 2], 2]);
    expect(await versions(3)).toEqual([[3, 2, 1], undefined]);
    expect(await versions(2, 2)).toEqual([[1], undefined]);
    expect(await run(mappings.history({ limit: 3 }))).not.toHaveProperty('next');
  });

  it('is never asked for more than is kept', async () => {
    const { deps } = await openDirectory();
    const asked: number[] = [];
    const page: typeof deps.revisions.page = (kind, query) => (
      asked.push(query.limit),
      deps.revisions.page(kind, query)
    );
    const mappings = makeMappingAdministration({ ...deps, revisions: { ...deps.revisions, page } });
    for (const limit of [-5, 100, 5000]) await run(mappings.history({ limit }));
    expect(asked).toEqual([2, 101, 101]);
  });
});

describe('a set that is saved', () => {
  it('is told to whoever waits for it, and one that is refused is not', async () => {
    const { deps } = await openDirectory();
    let told = 0;
    const mappings = makeMappingAdministration({ ...deps, saved: () => (told += 1) });
    await run(mappings.save(titled('title'), author));
    await failureOf(mappings.save(titled('tilte'), author));
    await failureOf(mappings.save(titled('title'), { ...author, expectedVersion: 7 }));
    await run(mappings.restore(1, author));
    expect(told).toBe(2);
  });

  it('has where it was restored from, and one that was not has nothing of it', async () => {
    const { mappings } = await openWithVersions(1);
    expect(await run(mappings.restore(1, author))).toMatchObject({ version: 2, restoredFrom: 1 });
    expect(await run(mappings.version(2))).toMatchObject({ restoredFrom: 1 });
    for (const saved of [await run(mappings.version(1)), await run(mappings.save(titled('title'), author))]) {
      expect(saved).not.toHaveProperty('restoredFrom');
    }
  });

  it('can be restored only while the attributes of today fit it', async () => {
    const { mappings, ports } = await openDirectory();
    const content = JSON.stringify({ set: titled(GONE) });
    await run(ports.revisions.append('mappingSet', { at: 1, author: 'another process', content }, 0));
    expect(await failureOf(mappings.restore(1, author))).toMatchObject({
      _tag: 'InvalidMappingSet',
      faults: [{ kind: 'unknownAttribute', attribute: GONE }],
    });
    expect((await run(mappings.current())).version).toBe(1);
    // It is in force without the mapping that does not fit.
    const { profile } = await run(mappings.preview({ subject: { resource: { userName: 'ana', title: 'Coach' } } }));
    expect(profile).toEqual({});
  });

  it('cannot be in force when what is wrong with it is in no mapping', () => {
    const set = { fields: [{ name: 'title', type: 'string' }], mappings: [] } as const;
    expect(() => bindSavedSet(userType, set)).toThrow(InvalidMappingSet);
  });

  it('is checked without being saved', async () => {
    const { mappings } = await openDirectory();
    expect(await run(mappings.check(titled('title')))).toMatchObject({ mappings: [{ field: 'title' }] });
    expect(await failureOf(mappings.check(titled('tilte')))).toMatchObject({ _tag: 'InvalidMappingSet' });
    expect((await run(mappings.current())).version).toBe(0);
    expect(mappings.catalogue().attributes.map(({ path }) => path)).toContain('title');
  });
});

describe('a preview', () => {
  const resource = { userName: 'ana', title: 'Coach', nickName: 'A' };

  it('is by the set in force, by any saved version, or by a set that is proposed', async () => {
    const { mappings } = await openDirectory();
    await run(mappings.save(titled('nickName'), author));
    await run(mappings.save(titled('title'), author));
    const titleBy = async (more: object) =>
      (await run(mappings.preview({ subject: { resource }, ...more }))).profile['title'];
    expect(await titleBy({})).toBe('Coach');
    expect(await titleBy({ version: 1 })).toBe('A');
    expect(await titleBy({ proposed: titled('userName') })).toBe('ana');
    const { difference } = await run(mappings.preview({ subject: { resource }, version: 1 }));
    expect(difference).toEqual([{ field: 'title', before: 'Coach', after: 'A' }]);
    expect(await failureOf(mappings.preview({ subject: { resource }, version: 9 }))).toMatchObject({
      _tag: 'NoSuchMappingVersion',
    });
  });

  it('of a person names the person by id and userName, and ignores nothing', async () => {
    const { mappings, create } = await openDirectory();
    const id = await create('User', { userName: 'ana' });
    expect(await run(mappings.preview({ subject: { user: 'ANA' } }))).toMatchObject({
      user: { id, name: 'ana' },
      ignored: [],
    });
  });

  it('of a person who is deleted meanwhile finds nobody', async () => {
    const { deps, create } = await openDirectory();
    await create('User', { userName: 'ana' });
    const walk: typeof deps.resources.walk = () => Effect.succeed({ resources: [] });
    const mappings = makeMappingAdministration({ ...deps, resources: { ...deps.resources, walk } });
    expect(await failureOf(mappings.preview({ subject: { user: 'ana' } }))).toMatchObject({
      _tag: 'NoSuchEntry',
      what: 'user',
      name: 'ana',
    });
  });
});

it('mapping sets are of users: a registry without them has none', async () => {
  const { deps } = await openDirectory();
  const registry = makeSchemaRegistry([], []);
  expect(() => makeMappingAdministration({ ...deps, registry })).toThrow(new TypeError('The registry has no User'));
});

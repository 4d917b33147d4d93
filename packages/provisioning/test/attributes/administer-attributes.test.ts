// Own attributes are added, changed, removed and purged: what is stored fits them at any time, whoever writes meanwhile.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import { AttributeHasValues, AttributeMapped, NoSuchAttribute } from '@looop-scim/provisioning/attributes';
import { VersionConflict } from '@looop-scim/provisioning/ports';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { kept, LOOOP, openAttributes, URN } from './support.ts';

const author = { author: 'ops' };
const path = `${LOOOP}:badge`;

describe('an attribute that is added', () => {
  it('is kept with its place and the versions that it counts from, and told at once', async () => {
    const { add, attributes, saved } = await openAttributes();
    expect(await run(attributes.list())).toEqual({ version: 0, attributes: [] });
    const first = await add({ name: 'badge', lookedUp: true });
    expect(first).toEqual({
      version: 1,
      attribute: kept({ lookedUp: true }, { stateSince: 1, lookedUpSince: 1 }),
    });
    const second = await add({ name: 'level', type: 'integer' });
    expect(second.attribute).toEqual(kept({ name: 'level', type: 'integer' }, { stateSince: 2, lookedUpSince: 0 }));
    const all = { version: 2, attributes: [first.attribute, second.attribute] };
    expect(await run(attributes.list())).toEqual(all);
    expect(saved.map(({ definitions }) => definitions.version)).toEqual([1, 2]);
    expect(saved.at(-1)?.definitions).toEqual(all);
  });

  it('is refused where there is one, removed or not yet purged, that it could be taken for', async () => {
    const { add, attributes, saved } = await openAttributes();
    await add({ name: 'Badge' });
    const refusal = async (json: object) => await failureOf(attributes.add(json, author));
    const faults = (reason: string) => ({ _tag: 'InvalidAttribute', faults: [{ kind: 'taken', at: 'name', reason }] });
    expect(await refusal({ name: 'badge' })).toMatchObject(faults('the organisation has this attribute already'));
    await run(attributes.remove(path, author));
    expect(await refusal({ name: 'badge' })).toMatchObject(faults(`the removed attribute is spelled ${LOOOP}:Badge`));
    await run(attributes.purge(path, author));
    expect(await refusal({ name: 'Badge' })).toMatchObject(
      faults('the values of the attribute of this name are still being purged'),
    );
    expect(await refusal({ name: '' })).toMatchObject({ _tag: 'InvalidAttribute', faults: [{ kind: 'name' }] });
    expect(await refusal({ nothing: 1 })).toMatchObject({ faults: [{ kind: 'shape' }, { kind: 'shape' }] });
    expect(saved.length).toBe(3);
  });

  it('that was removed comes back with its values, as another of its place, and its index begins anew', async () => {
    const { add, attributes, serviceUnder, stored } = await openAttributes();
    await add({ name: 'badge', lookedUp: true });
    await add({ name: 'other' });
    const ana = await serviceUnder().create({ userName: 'ana', [LOOOP]: { badge: 'b' } });
    await run(attributes.remove(path, author));
    const back = await add({ name: 'badge', lookedUp: true, description: 'Back' });
    expect(back.attribute).toMatchObject({ state: 'visible', stateSince: 4, lookedUpSince: 1, description: 'Back' });
    expect((await run(attributes.list())).attributes.map(({ name }) => name)).toEqual(['badge', 'other']);
    expect((await stored(ana))[LOOOP]).toEqual({ badge: 'b' });
  });
});

describe('an attribute that is changed', () => {
  it('keeps what is not named, its name and the version since which it is served', async () => {
    const { add, attributes } = await openAttributes();
    await add({ name: 'badge', description: 'A badge', returned: 'request' });
    const changed = await run(attributes.change(path.toUpperCase(), { description: 'Other' }, author));
    expect(changed).toEqual({
      version: 2,
      attribute: kept({ description: 'Other', returned: 'request' }, { stateSince: 1 }),
    });
    const indexed = await run(attributes.change(path, { lookedUp: true }, author));
    expect(indexed.attribute).toMatchObject({ lookedUp: true, lookedUpSince: 3, stateSince: 1 });
    const again = await run(attributes.change(path, { description: 'Third' }, author));
    expect(again.attribute).toMatchObject({ lookedUp: true, lookedUpSince: 3 });
    const plain = await run(attributes.change(path, { lookedUp: false }, author));
    expect(plain.attribute).toMatchObject({ lookedUp: false, lookedUpSince: 0 });
  });

  it('is refused where it is another, or none', async () => {
    const { add, attributes, saved } = await openAttributes();
    await add({ name: 'badge' });
    const refusal = async (json: unknown, of = path) => await failureOf(attributes.change(of, json, author));
    for (const json of [{ name: 'other' }, { schema: URN }, { name: 'Badge' }])
      expect(await refusal(json)).toMatchObject({ faults: [{ reason: 'schema and name of an attribute stay as they are' }] });
    for (const json of [null, 'x', [{ description: 'x' }]])
      expect(await refusal(json)).toMatchObject({ faults: [{ kind: 'shape', reason: 'must be an object' }] });
    expect(await refusal({ description: 'x'.repeat(501) })).toMatchObject({ faults: [{ kind: 'bound' }] });
    expect(await refusal({}, `${LOOOP}:other`)).toEqual(new NoSuchAttribute({ path: `${LOOOP}:other` }));
    await run(attributes.remove(path, author));
    expect(await refusal({})).toEqual(new NoSuchAttribute({ path }));
    expect(saved.length).toBe(2);
  });

  it.each([
    [{}, 'Blue', { type: 'integer' }, 'is no integer'],
    [{}, 'Blue', { multiValued: true }, 'is not a list'],
    [{ multiValued: true }, ['Blue'], { multiValued: false }, 'is a list'],
    [{}, 'Blue', { canonicalValues: ['red'] }, 'is of another type or none of the canonical values'],
    [{}, 'Blue', { caseExact: true }, 'would compare with others in another way'],
    [{}, 'x'.repeat(1025), { lookedUp: true }, 'has more than 1024 characters'],
    [{}, 'x'.repeat(1024), { lookedUp: true }, undefined],
    [{ multiValued: true }, ['a', 'x'.repeat(1025)], { lookedUp: true }, 'has more than 1024 characters'],
    [{}, 'Blue', { canonicalValues: ['blue'] }, undefined],
    [{}, 'blue', { caseExact: true }, undefined],
    [{}, 'x', { lookedUp: true }, undefined],
    [{ multiValued: true }, ['a', 'b'], { canonicalValues: ['a', 'b', 'c'] }, undefined],
    [{ multiValued: true }, ['a', 'B'], { caseExact: true }, 'would compare with others in another way'],
    [{ type: 'integer' }, 7, { type: 'decimal' }, undefined],
    [{ type: 'integer' }, 7, { type: 'string' }, 'is no string'],
  ])('from %j, with the value %#, to %j: %s', async (before, value, change, reason) => {
    const { add, attributes, serviceUnder } = await openAttributes();
    await add({ name: 'badge', ...before });
    const service = serviceUnder();
    await service.create({ userName: 'ana', [LOOOP]: { badge: value } });
    await service.create({ userName: 'ben', [LOOOP]: { area: 'x' } });
    await service.create({ userName: 'cleo' });
    await service.create({ userName: 'dan', [LOOOP]: { badge: value } });
    const changing = attributes.change(path, change, author);
    if (reason === undefined) expect((await run(changing)).version).toBe(2);
    else expect(await failureOf(changing)).toEqual(new AttributeHasValues({ path, users: 2, reason }));
    expect((await run(attributes.list())).version).toBe(reason === undefined ? 2 : 1);
  });
});

describe('an attribute that is removed', () => {
  it('is served no more; it is purged only afterwards, and gone once nobody has a value', async () => {
    const { add, attributes, serviceUnder, stored, schemaNow } = await openAttributes();
    await add({ name: 'badge' });
    await add({ name: 'other' });
    const ids: string[] = [];
    for (const userName of ['ana', 'ben', 'cleo'])
      ids.push(await serviceUnder().create({ userName, [LOOOP]: { badge: 'b', other: 'o' } }));
    expect(await failureOf(attributes.purge(path, author))).toEqual(new NoSuchAttribute({ path }));
    expect(await run(attributes.remove(path, author))).toMatchObject({
      version: 3,
      attribute: { state: 'removed', stateSince: 3 },
    });
    expect(await failureOf(attributes.remove(path, author))).toEqual(new NoSuchAttribute({ path }));
    expect(await run(attributes.upkeep(10))).toEqual({ users: 0, hasMore: false });
    expect(await run(attributes.purge(path, author))).toMatchObject({
      version: 4,
      attribute: { state: 'purging', stateSince: 4 },
    });
    expect(await run(attributes.upkeep(2))).toEqual({ users: 2, hasMore: true });
    expect(await run(attributes.upkeep(2))).toEqual({ users: 1, hasMore: true });
    expect((await run(attributes.list())).attributes.length).toBe(2);
    expect(await run(attributes.upkeep(2))).toEqual({ users: 0, hasMore: true });
    expect(schemaNow().definitions).toMatchObject({ version: 5, attributes: [{ name: 'other' }] });
    expect(await run(attributes.upkeep(2))).toEqual({ users: 0, hasMore: false });
    for (const id of ids) expect((await stored(id))[LOOOP]).toEqual({ other: 'o' });
  });

  it('is told of values that came after it was purged, from a process that knew it still', async () => {
    const { add, attributes, serviceUnder, schemaNow } = await openAttributes();
    await add({ name: 'badge' });
    const older = serviceUnder(schemaNow());
    await run(attributes.remove(path, author));
    await run(attributes.purge(path, author));
    while ((await run(attributes.upkeep(10))).hasMore);
    await older.create({ userName: 'ana', [LOOOP]: { badge: 'b' } });
    expect(await failureOf(attributes.add({ name: 'badge' }, author))).toEqual(
      new AttributeHasValues({ path, users: 1, reason: 'was left by an attribute that is being purged' }),
    );
  });

  it('leaves an index that has to be made to the upkeep, which then has nothing more to do', async () => {
    const { add, attributes, serviceUnder } = await openAttributes();
    await serviceUnder().create({ userName: 'ana' });
    await add({ name: 'badge', lookedUp: true });
    expect(await run(attributes.upkeep(5))).toEqual({ users: 1, hasMore: true });
    expect(await run(attributes.upkeep(5))).toEqual({ users: 0, hasMore: false });
  });
});

describe('definitions', () => {
  it('are changed by who has seen them: somebody who has not is told', async () => {
    const { add, attributes } = await openAttributes();
    await add({ name: 'badge' }, { expectedVersion: 0 });
    const stale = { ...author, expectedVersion: 0 };
    const conflict = new VersionConflict({ expected: 0, current: 1 });
    for (const changing of [
      attributes.add({ name: 'other' }, stale),
      attributes.change(path, {}, stale),
      attributes.remove(path, stale),
      attributes.purge(path, stale),
    ])
      expect(await failureOf(changing)).toEqual(conflict);
    expect((await add({ name: 'other' }, { expectedVersion: 1 })).version).toBe(2);
  });

  it('are kept with their author, whose name has 200 characters at most', async () => {
    const { add, ports } = await openAttributes();
    await add({ name: 'badge' }, { author: 'x'.repeat(300) });
    const revision = await run(ports.revisions.newest('ownAttributes'));
    expect(revision?.author.length).toBe(200);
    expect(revision?.at).toBeGreaterThan(0);
  });

  it('are taken back when a value that does not fit was written while they were checked', async () => {
    let write = async (): Promise<void> => undefined;
    const opened = await openAttributes(({ revisions }) => ({
      revisions: {
        ...revisions,
        append: (kind, revision, expected) =>
          Effect.andThen(
            Effect.promise(async () => {
              const now = write;
              write = async () => undefined;
              await now();
            }),
            revisions.append(kind, revision, expected),
          ),
      },
    }));
    const { add, attributes, serviceUnder, schemaNow } = opened;
    await add({ name: 'badge', description: 'before' });
    write = async () => void (await serviceUnder().create({ userName: 'ana', [LOOOP]: { badge: 'Blue' } }));
    const refused = await failureOf(attributes.change(path, { type: 'integer', description: 'after' }, author));
    expect(refused).toEqual(new AttributeHasValues({ path, users: 1, reason: 'is no integer' }));
    expect(await run(attributes.list())).toEqual({ version: 3, attributes: [kept({ description: 'before' })] });
    expect(schemaNow().definitions.version).toBe(3);
  });

  it('that somebody else has changed while the upkeep was at it are left to the next step', async () => {
    let isLate = false;
    const opened = await openAttributes(({ revisions }) => ({
      revisions: {
        ...revisions,
        append: (kind, revision, expected) =>
          isLate
            ? Effect.fail(new VersionConflict({ expected, current: expected + 1 }))
            : revisions.append(kind, revision, expected),
      },
    }));
    const { add, attributes } = opened;
    await add({ name: 'badge' });
    await run(attributes.remove(path, author));
    await run(attributes.purge(path, author));
    isLate = true;
    expect(await run(attributes.upkeep(5))).toEqual({ users: 0, hasMore: true });
    isLate = false;
    expect(await run(attributes.upkeep(5))).toEqual({ users: 0, hasMore: true });
    expect((await run(attributes.list())).attributes).toEqual([]);
  });
});

describe('the mapping set in force', () => {
  it('keeps an attribute that it reads from being removed, and from becoming what it cannot read', async () => {
    const { add, attributes, ports } = await openAttributes();
    await add({ name: 'badge' });
    await add({ name: 'other' });
    const mapping = (field: string, attribute: string) => ({
      ...{ field, from: [{ attribute }], steps: [], otherwise: 'empty', required: false, writeBack: false },
    });
    const set = {
      fields: [],
      mappings: [mapping('title', path), mapping('area', path), mapping('department', 'title')],
    };
    await run(ports.revisions.append('mappingSet', { at: 1, author: 'ops', content: JSON.stringify({ set }) }, 0));
    const mapped = new AttributeMapped({ path, fields: ['title', 'area'] });
    expect(await failureOf(attributes.remove(path, author))).toEqual(mapped);
    expect(await failureOf(attributes.change(path, { type: 'boolean' }, author))).toEqual(mapped);
    expect((await run(attributes.change(path, { description: 'other' }, author))).version).toBe(3);
    expect((await run(attributes.remove(`${LOOOP}:other`, author))).version).toBe(4);
  });
});

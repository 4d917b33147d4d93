// Values of attributes that are not served: nobody sees them, and no write loses them.
import { Effect, Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeVeiledRepository, organisationSchema, SchemaOutdated, type DefinedAttribute } from '@looop-scim/provisioning/attributes';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { standardRegistry } from '@looop-scim/scim/schema';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { unveiled, veiled, veilOf, withoutUndefined } from '../../src/attributes/veil.ts';
import { definitions, kept, LOOOP, openAttributes, URN } from './support.ts';

const registryOf = (...attributes: readonly DefinedAttribute[]) =>
  organisationSchema(standardRegistry, definitions(...attributes)).registry;

/** `badge` and all of `URN` are hidden. */
const veil = new Map([
  [LOOOP, new Set(['badge'])],
  [URN, new Set(['level', 'code'])],
]);

describe('a veil', () => {
  it('has what is stored and not served, or served with values of another kind', () => {
    const badge = kept();
    const code = kept({ name: 'Code', schema: URN });
    for (const [stored, served, hidden] of [
      [[badge], [badge], []],
      [[badge], [], [[LOOOP, ['badge']]]],
      [[badge, code], [badge], [[URN, ['Code']]]],
      [[badge, code], [], [[LOOOP, ['badge']], [URN, ['Code']]]],
      [[badge], [kept({ type: 'integer' })], [[LOOOP, ['badge']]]],
      [[badge], [kept({ multiValued: true })], [[LOOOP, ['badge']]]],
      [[badge], [kept({ caseExact: true, description: 'other' })], []],
      [[], [badge], []],
    ] as const) {
      const found = veilOf(registryOf(...stored), registryOf(...served));
      expect([...found].map(([urn, names]) => [urn, [...names]])).toEqual(hidden);
    }
    const same = registryOf(badge);
    expect(veilOf(same, same).size).toBe(0);
  });

  it.each([
    [{ userName: 'ana' }, { userName: 'ana' }],
    [{ userName: 'ana', [LOOOP]: { area: 'x' } }, { userName: 'ana', [LOOOP]: { area: 'x' } }],
    [{ userName: 'ana', [LOOOP]: { area: 'x', badge: 'b' } }, { userName: 'ana', [LOOOP]: { area: 'x' } }],
    [{ userName: 'ana', [LOOOP]: { badge: 'b' }, [URN]: { level: 1, code: 2 } }, { userName: 'ana' }],
    [{ [URN]: { level: 1, more: 2 } }, { [URN]: { more: 2 } }],
    // What has the name and is no value of an extension stays.
    [{ badge: 'b', [LOOOP]: 'badge' }, { badge: 'b', [LOOOP]: 'badge' }],
  ])('over %j shows %j', (stored, shown) => {
    expect(veiled(veil, stored)).toEqual(shown);
    if (Object.keys(stored).length === Object.keys(shown).length && JSON.stringify(stored) === JSON.stringify(shown))
      expect(veiled(veil, stored)).toBe(stored);
  });

  it.each([
    [{ userName: 'ana' }, { userName: 'ben' }, { userName: 'ben' }],
    [{ [LOOOP]: { badge: 'b', area: 'x' } }, { userName: 'ben' }, { userName: 'ben', [LOOOP]: { badge: 'b' } }],
    [{ [LOOOP]: { badge: 'b' } }, { [LOOOP]: { area: 'y' } }, { [LOOOP]: { area: 'y', badge: 'b' } }],
    [{ [URN]: { level: 1, code: 2 } }, {}, { [URN]: { level: 1, code: 2 } }],
    [{ [LOOOP]: { area: 'x' } }, {}, {}],
  ])('over %j lets %j be stored as %j', (stored, wanted, whole) => {
    expect(unveiled(veil, stored, wanted)).toEqual(whole);
    expect(veiled(veil, unveiled(veil, stored, wanted))).toEqual(wanted);
  });
});

it('values of extensions that are defined no more are taken away, and nothing else', () => {
  const registry = registryOf(kept({ name: 'Badge' }));
  const document = {
    ...{ userName: 'ana', nothing: 1, [LOOOP]: { Badge: 'b', area: 'x', gone: 1 } },
    ...{ [URN]: { level: 1 }, 'urn:acme:other': 'text' },
  };
  expect(withoutUndefined(registry, document)).toEqual({
    ...{ userName: 'ana', nothing: 1, [LOOOP]: { Badge: 'b', area: 'x' }, 'urn:acme:other': 'text' },
  });
  const clean = { userName: 'ana', [LOOOP]: { area: 'x' } };
  expect(withoutUndefined(registry, clean)).toBe(clean);
});

describe('a repository behind a veil', () => {
  const author = { author: 'ops' };
  const path = `${LOOOP}:badge`;

  /** Ana, whose badge is hidden. */
  const openHidden = async () => {
    const opened = await openAttributes();
    await opened.add({ name: 'badge' });
    const ana = await opened.serviceUnder().create({ userName: 'ana', title: 'Coach', [LOOOP]: { badge: 'b' } });
    await run(opened.attributes.remove(path, author));
    return { ...opened, ana };
  };

  it('shows nothing of what is hidden, whichever way it is read', async () => {
    const { ana, at, schemaNow, stored } = await openHidden();
    const { resources } = at(schemaNow());
    expect((await stored(ana))[LOOOP]).toEqual({ badge: 'b' });
    const shown = makeVeiledRepository({ at: at(schemaNow()), newest: () => Effect.succeed(at(schemaNow())) });
    const target = { resourceType: 'User', id: ana };
    const query = { resourceType: 'User', offset: 0, limit: 10, withMemberships: false };
    const documents = [
      (await run(shown.read(target, false))).document,
      (await run(shown.list(query))).resources[0]?.document,
      (await run(shown.walk({ resourceType: 'User', limit: 10, maxCharacters: 1000 }))).resources[0]?.document,
    ];
    for (const document of documents) {
      expect(document).toMatchObject({ userName: 'ana', title: 'Coach' });
      expect(document).not.toHaveProperty([LOOOP]);
    }
    expect((await run(shown.list(query))).total).toBe((await run(resources.list(query))).total);
  });

  it('keeps it through a replacement, and a write that changes nothing changes nothing', async () => {
    const { ana, serviceUnder, stored, ports } = await openHidden();
    await serviceUnder().replace(ana, { userName: 'ana', title: 'Coach' });
    const versionOf = async () => (await run(ports.resources.read({ resourceType: 'User', id: ana }, false))).version;
    expect([await versionOf(), (await stored(ana))[LOOOP]]).toEqual([1, { badge: 'b' }]);
    await serviceUnder().replace(ana, { userName: 'ana', [LOOOP]: { area: 'x' } });
    expect([await versionOf(), (await stored(ana))[LOOOP]]).toEqual([2, { area: 'x', badge: 'b' }]);
  });

  it('tells nobody of it: neither the activity nor the events', async () => {
    const { ana, serviceUnder, ports } = await openHidden();
    const last = await run(ports.events.last());
    await serviceUnder().replace(ana, { userName: 'ana', title: 'Lead' });
    await serviceUnder().remove(ana);
    const [deletion, replacement] = await run(ports.activity.page({ limit: 2 }));
    const events = await run(ports.events.after(last, 10));
    expect(JSON.stringify([deletion, replacement, events])).not.toContain('badge');
    expect(events.map(({ event }) => event.type)).toEqual(['user.updated', 'user.deleted']);
  });

  it('of older definitions writes by the newest ones: what was purged does not come back', async () => {
    const { ana, attributes, schemaNow, serviceUnder, stored, add } = await openHidden();
    // It serves under the definitions of before.
    const older = serviceUnder(schemaNow());
    await run(attributes.purge(path, author));
    while ((await run(attributes.upkeep(10))).hasMore);
    await add({ name: 'level', schema: URN, lookedUp: true });
    while ((await run(attributes.upkeep(10))).hasMore);
    expect(await stored(ana)).not.toHaveProperty([LOOOP]);
    await serviceUnder().replace(ana, { userName: 'ana', [URN]: { level: 'high' } });
    await older.replace(ana, { userName: 'ana', title: 'Lead' });
    expect(await stored(ana)).toEqual({ userName: 'ana', title: 'Lead', active: true, [URN]: { level: 'high' } });
  });

  it('asks for the newest definitions when its own are outdated, seven times at most, and for nothing else', async () => {
    const { ana, at, schemaNow } = await openHidden();
    const target = { resourceType: 'User', id: ana };
    for (const [cause, asked] of [
      [new SchemaOutdated({ known: 1, stored: 2 }), 7],
      ['the disk is full', 0],
    ] as const) {
      let times = 0;
      const failure = new StorageUnavailable({ cause, retryAfterSeconds: 1 });
      const { schema, resources } = at(schemaNow());
      const failing = { schema, resources: { ...resources, change: () => Effect.fail(failure) } };
      const newest = () => Effect.sync(() => ((times += 1), failing));
      const { change } = makeVeiledRepository({ at: failing, newest });
      const refused = await failureOf(change(target, () => Result.fail('not asked' as const)));
      expect([refused, times]).toEqual([failure, asked]);
    }
    const { change } = makeVeiledRepository({ at: at(schemaNow()), newest: () => Effect.die('not asked') });
    expect(await failureOf(change(target, () => Result.fail('no' as const)))).toBe('no');
  });
});

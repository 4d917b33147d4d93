// Saved mapping sets: versions, history, restore, preview.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { fullMappingSet, printMappingSet } from '@looop-scim/provisioning/mapping';
import { makeMappingAdministration, organisationId } from '@looop-scim/provisioning/organisation';
import { interopPolicy } from '@looop-scim/scim/interop';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage } from '../../../../test/support/domain-parts.ts';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';

const ana = '0199f0a1-0000-7000-8000-000000000009';
const activity: ActivityRecord = {
  at: 0,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'create',
  outcome: 'applied',
  changes: [],
  ignored: [],
};

const open = async () => {
  const storage = await run(openMemoryStorage({ registry: standardRegistry }));
  const { resources, revisions } = storage.forOrganisation(organisationId('0199f0a1-0000-7000-8000-000000000001'));
  await run(
    resources.create(
      { resourceType: 'User', id: ana },
      {
        at: 0,
        document: { userName: 'ana@acme.example', title: 'Coach', name: { givenName: 'Ana' } },
        uniqueKeys: [{ attribute: 'userName', key: 'ana@acme.example' }],
        memberships: [],
        unknownMembers: 'skip',
        withMemberships: false,
        describe: () => ({ activity, events: [] }),
      },
    ),
  );
  return makeMappingAdministration({ registry: standardRegistry, policy: interopPolicy, resources, revisions });
};

const titleFrom = (attribute: string, more: object = {}) => ({
  mappings: [{ field: 'title', from: [{ attribute }], ...more }],
});
const author = { author: 'Ion' };

/** The steps under a clock that starts at 0 and moves when told. */
const timed = <Answer, Failure>(steps: Effect.Effect<Answer, Failure>): Promise<Answer> =>
  run(steps.pipe(Effect.provide(TestClock.layer())));

describe('the mapping set in force', () => {
  it('is the default set full until one is saved', async () => {
    const mappings = await open();
    expect(await run(mappings.current())).toEqual({ version: 0, set: fullMappingSet });
    expect(await run(mappings.version(0))).toEqual({ version: 0, set: fullMappingSet });
    expect(await run(mappings.history({ limit: 10 }))).toEqual({ versions: [] });
  });

  it('is the one saved last, with author and time', async () => {
    const mappings = await open();
    await timed(
      Effect.gen(function* () {
        yield* mappings.save(titleFrom('title'), author);
        yield* TestClock.adjust('5 seconds');
        yield* mappings.save(titleFrom('nickName'), { author: 'x'.repeat(300), expectedVersion: 1 });
      }),
    );
    const current = await run(mappings.current());
    expect(current).toMatchObject({ version: 2, at: 5000, author: 'x'.repeat(200) });
    expect(printMappingSet(current.set)).toEqual(titleFrom('nickName'));
    expect(await run(mappings.version(1))).toMatchObject({ version: 1, at: 0, author: 'Ion' });
  });

  it('stays when a set is refused, or when the author has seen another version', async () => {
    const mappings = await open();
    await run(mappings.save(titleFrom('title'), author));
    expect(await failureOf(mappings.save(titleFrom('tilte'), author))).toMatchObject({
      _tag: 'InvalidMappingSet',
      faults: [{ kind: 'unknownAttribute', field: 'title', attribute: 'tilte', suggestion: 'title' }],
    });
    for (const expectedVersion of [0, 2]) {
      const failure = await failureOf(mappings.save(titleFrom('nickName'), { ...author, expectedVersion }));
      expect(failure).toMatchObject({ _tag: 'VersionConflict', expected: expectedVersion, current: 1 });
    }
    expect(await run(mappings.current())).toMatchObject({ version: 1 });
  });
});

describe('the history', () => {
  it('is read by pages, and any version can be restored as a new one', async () => {
    const mappings = await open();
    for (const attribute of ['title', 'nickName', 'userType']) await run(mappings.save(titleFrom(attribute), author));
    const page = await run(mappings.history({ limit: 2 }));
    expect(page.versions.map(({ version }) => version)).toEqual([3, 2]);
    const rest = await run(mappings.history({ limit: 2, before: page.next ?? 0 }));
    expect([rest.versions.map(({ version }) => version), rest.next]).toEqual([[1], undefined]);
    const restored = await run(mappings.restore(1, { author: 'Ana', expectedVersion: 3 }));
    expect(restored).toMatchObject({ version: 4, author: 'Ana', restoredFrom: 1 });
    expect(printMappingSet((await run(mappings.current())).set)).toEqual(titleFrom('title'));
    expect(await run(mappings.restore(0, author))).toMatchObject({ version: 5, restoredFrom: 0, set: fullMappingSet });
    expect(await failureOf(mappings.restore(9, author))).toMatchObject({ _tag: 'NoSuchMappingVersion', version: 9 });
  });
});

describe('a preview', () => {
  it('shows the profile of a stored user, by userName in any case or by id', async () => {
    const mappings = await open();
    for (const user of ['ANA@acme.example', ana]) {
      const preview = await run(mappings.preview({ subject: { user } }));
      expect(preview).toMatchObject({
        user: { id: ana, name: 'ana@acme.example' },
        profile: { username: 'ana@acme.example', givenName: 'Ana', displayName: 'Ana', title: 'Coach', active: true },
        issues: [
          { field: 'familyName', issue: 'missing' },
          { field: 'email', issue: 'missing' },
        ],
        difference: [],
      });
      expect(preview.fields.map(({ field }) => field)).toEqual(fullMappingSet.mappings.map(({ field }) => field));
    }
    expect(await failureOf(mappings.preview({ subject: { user: 'nobody' } }))).toMatchObject({ _tag: 'NoSuchEntry' });
  });

  it('shows what a set that is not saved would change, and saves nothing', async () => {
    const mappings = await open();
    await run(mappings.save(titleFrom('title'), author));
    const proposed = { mappings: [{ field: 'displayName', from: [{ attribute: 'title' }], steps: ['upper'] }] };
    const preview = await run(mappings.preview({ subject: { user: ana }, proposed }));
    expect(preview.profile).toEqual({ displayName: 'COACH' });
    expect(preview.difference).toEqual([
      { field: 'displayName', after: 'COACH' },
      { field: 'title', before: 'Coach' },
    ]);
    expect(await run(mappings.current())).toMatchObject({ version: 1 });
    const refused = await failureOf(mappings.preview({ subject: { user: ana }, proposed: titleFrom('tilte') }));
    expect(refused).toMatchObject({ _tag: 'InvalidMappingSet' });
  });

  it('takes a resource as an identity provider would send it, and says what no schema has of it', async () => {
    const mappings = await open();
    const resource = { userName: 'ben', Title: 'Coach', active: 'False', shoeSize: 42, password: 'qT7x2Lm9' };
    const preview = await run(mappings.preview({ subject: { resource } }));
    expect(preview).toMatchObject({
      profile: { username: 'ben', title: 'Coach', active: false },
      ignored: [{ attribute: 'shoeSize', reason: 'unknown' }],
    });
    expect(preview.user).toBe(undefined);
    expect(JSON.stringify(preview)).not.toContain('qT7x2Lm9');
    expect(await failureOf(mappings.preview({ subject: { resource: [] } }))).toMatchObject({ _tag: 'InvalidSyntax' });
  });
});

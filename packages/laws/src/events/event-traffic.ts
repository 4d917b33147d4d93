// Traffic of an organisation: what an identity provider, imports, the platform and administrators do, drawn at random.
import { makeScimService } from '@looop-scim/provisioning';
import { makeDirectoryImport } from '@looop-scim/provisioning/directory';
import {
  announcing,
  makeCommitSignal,
  makeEventFeed,
  makePlatformService,
  makeRetelling,
} from '@looop-scim/provisioning/events';
import { makeMappingAdministration, policyOf } from '@looop-scim/provisioning/organisation';
import type { Storage } from '@looop-scim/provisioning/ports';
import * as Effect from 'effect/Effect';
import fc from 'fast-check';
import { contractRegistry } from '../contract/contract-registry.ts';
import { run } from '../contract/run-effect.ts';
import { newOrganisation, nextId } from '../contract/test-organisation.ts';

/** One thing that somebody does; numbers name resources, modulo how many there are. */
export type Deed =
  | { readonly kind: 'create user' | 'import user'; readonly name: number; readonly title: string }
  | { readonly kind: 'patch user' | 'put user'; readonly user: number; readonly field: string; readonly value: string }
  | { readonly kind: 'activate'; readonly user: number; readonly active: boolean }
  | { readonly kind: 'write profile'; readonly user: number; readonly title: string }
  | { readonly kind: 'create group'; readonly name: number; readonly members: readonly number[] }
  | { readonly kind: 'put group'; readonly group: number; readonly members: readonly number[] }
  | { readonly kind: 'add' | 'remove'; readonly group: number; readonly members: readonly number[] }
  | { readonly kind: 'nest'; readonly group: number; readonly inner: number }
  | { readonly kind: 'rename group'; readonly group: number; readonly name: number }
  | { readonly kind: 'delete user' | 'delete group'; readonly which: number }
  | { readonly kind: 'save mapping'; readonly set: number }
  | { readonly kind: 'retell' };

const names = fc.nat(12);
const which = fc.nat(9);
const value = fc.constantFrom('', 'Sales', 'Support', 'ÄÖ "x"', '😀');
const members = fc.uniqueArray(which, { maxLength: 4 });

/** A deed. */
export const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('create user' as const), name: names, title: value }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('import user' as const), name: names, title: value }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('patch user' as const, 'put user' as const),
      user: which,
      field: fc.constantFrom('title', 'externalId', 'nickName', 'displayName'),
      value,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('activate' as const), user: which, active: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('write profile' as const), user: which, title: value }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('create group' as const), name: names, members }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('put group' as const), group: which, members }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), group: which, members }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('nest' as const), group: which, inner: which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename group' as const), group: which, name: names }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('delete user' as const, 'delete group' as const), which }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('save mapping' as const), set: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retell' as const) }) },
);

/** Mapping sets that are saved in turn: they differ in what becomes of a title. */
const SETS = [
  { mappings: [{ field: 'title', from: [{ attribute: 'title' }], writeBack: true }] },
  { mappings: [{ field: 'title', from: [{ attribute: 'title' }], steps: ['upper'] }] },
  { mappings: [{ field: 'username', from: [{ attribute: 'userName' }] }] },
] as const;

const caller = { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' };

/** Users and groups that were created so far, in order; those that are deleted stay. */
interface Known {
  readonly users: string[];
  readonly groups: string[];
}

/** Opens a new organisation with everything that changes its people. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const openTraffic = async (storage: Storage) => {
  const organisation = newOrganisation();
  await run(storage.organisations.add(organisation));
  const ports = storage.forOrganisation(organisation.id);
  const signal = makeCommitSignal();
  const deps = {
    registry: contractRegistry,
    policy: policyOf(organisation),
    baseUrl: '',
    ...ports,
    resources: announcing(ports.resources, () => signal.announce(organisation.id)),
    ids: { next: Effect.sync(nextId) },
    cursorCipher: { encrypt: (payload: string) => payload, decrypt: (text: string) => text },
  };
  const scim = makeScimService(deps);
  const platform = makePlatformService(deps);
  const mappings = makeMappingAdministration(deps);
  const importing = makeDirectoryImport(deps);
  const retell = makeRetelling(deps);
  const known: Known = { users: [], groups: [] };

  const request = (endpoint: '/Users' | '/Groups') => {
    const type = scim.resourceTypeAt(endpoint);
    if (type === undefined) throw new TypeError(`nothing at ${endpoint}`);
    return { type, caller, projection: {} };
  };
  const at = (ids: readonly string[], index: number): string => ids[index % Math.max(ids.length, 1)] ?? nextId();
  const user = (index: number) => ({ ...request('/Users'), id: at(known.users, index) });
  const group = (index: number) => ({ ...request('/Groups'), id: at(known.groups, index) });
  const listed = (indexes: readonly number[]) => indexes.map((index) => ({ value: at(known.users, index) }));
  const patched = (...Operations: readonly object[]) => ({ Operations });
  const noted = <Failure>(ids: string[], making: Effect.Effect<{ readonly id: string }, Failure>) =>
    Effect.tap(making, ({ id }) => Effect.sync(() => ids.push(id)));

  const importUser = (name: number, title: string) =>
    Effect.flatMap(
      importing.begin({ of: 'users', match: 'userName', dryRun: false, clearBlank: false, requestId: 'import-1' }),
      ({ take }) =>
        take([
          {
            line: 1,
            cells: new Map([
              ['userName', `user-${name}`],
              ['title', title],
            ]),
          },
        ]),
    );

  // oxlint-disable-next-line max-lines-per-function -- one case a deed
  const effectOf = (deed: Deed): Effect.Effect<unknown, unknown> => {
    switch (deed.kind) {
      case 'create user':
        return noted(
          known.users,
          scim.create({ ...request('/Users'), body: { userName: `user-${deed.name}`, title: deed.title } }),
        );
      case 'import user':
        return importUser(deed.name, deed.title);
      case 'patch user':
        return scim.patch({
          ...user(deed.user),
          body: patched({ op: 'replace', path: deed.field, value: deed.value }),
        });
      case 'put user':
        return scim.replace({
          ...user(deed.user),
          body: { userName: `put-${deed.user}`, [deed.field]: deed.value },
        });
      case 'activate':
        return scim.patch({ ...user(deed.user), body: patched({ op: 'replace', path: 'active', value: deed.active }) });
      case 'write profile':
        return platform.changeProfile({ id: at(known.users, deed.user), changes: { title: deed.title }, caller });
      case 'create group':
        return noted(
          known.groups,
          scim.create({
            ...request('/Groups'),
            body: { displayName: `group-${deed.name}`, members: listed(deed.members) },
          }),
        );
      case 'put group':
        return scim.replace({
          ...group(deed.group),
          body: { displayName: `put-${deed.group}`, members: listed(deed.members) },
        });
      case 'add':
        return scim.patch({
          ...group(deed.group),
          body: patched({ op: 'add', path: 'members', value: listed(deed.members) }),
        });
      case 'remove':
        return scim.patch({
          ...group(deed.group),
          body: patched(...listed(deed.members).map((member) => ({ op: 'remove', path: 'members', value: [member] }))),
        });
      case 'nest':
        return scim.patch({
          ...group(deed.group),
          body: patched({ op: 'add', path: 'members', value: [{ value: at(known.groups, deed.inner) }] }),
        });
      case 'rename group':
        return scim.patch({
          ...group(deed.group),
          body: patched({ op: 'replace', path: 'displayName', value: `group-${deed.name}` }),
        });
      case 'delete user':
        return scim.remove(user(deed.which));
      case 'delete group':
        return scim.remove(group(deed.which));
      case 'save mapping':
        return Effect.catchTag(
          mappings.save(SETS[deed.set % SETS.length], { author: 'test' }),
          'InvalidMappingSet',
          Effect.die,
        );
      case 'retell':
        return retell;
    }
  };

  return {
    storage,
    ports,
    platform,
    scim,
    feed: makeEventFeed({ organisation: organisation.id, events: ports.events, signal }),
    /** Tells of everybody by the newest set. */
    retell,
    /** Does something; what is refused, as much of random traffic is, changes nothing. */
    act: (deed: Deed): Promise<unknown> => run(Effect.result(effectOf(deed))),
  };
};

/** An organisation with its traffic. */
export type Traffic = Awaited<ReturnType<typeof openTraffic>>;

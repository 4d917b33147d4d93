// The deletion of an organisation: gone at once for everybody, its data in steps of bounded size that anybody may do.
import assert from 'node:assert/strict';
import type * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Storage } from '@looop-scim/provisioning/ports';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { newToken } from './operator-cases.ts';
import { failsWith, outcomeOf, run } from './run-effect.ts';
import { observe } from './tenancy-cases.ts';
import { newOrganisation, nextId, openOrganisation, START, type TestOrganisation } from './test-organisation.ts';

const REVISION = { at: START, author: 'ana', content: '{}' };

/** Fills an organisation: users, a group in a group, something deleted, activity and events, revisions, records. */
const populate = async (
  { user, group, step, remove, revise, ports }: TestOrganisation,
  users: number,
): Promise<void> => {
  const ids: string[] = [];
  for (let index = 0; index < users; index += 1) ids.push((await run(user(`user-${index}`))).resource.id);
  const sales = (await run(group('Sales', ids))).resource.id;
  const all = (await run(group('All', [sales]))).resource.id;
  await run(step(all, [{ kind: 'add', ids: ids.slice(0, 2) }]));
  await run(revise('User', ids[0] ?? '', (document) => ({ ...document, title: 'Coach' })));
  await run(remove('User', ids[1] ?? ''));
  for (let expected = 0; expected < 3; expected += 1)
    await run(ports.revisions.append('mappingSet', REVISION, expected));
  for (const key of ['a', 'b', 'c']) await run(ports.records.write('job', key, { content: '{}' }, 0));
};

/** Removes everything in steps of `limit`; answers the size of each. */
const purge = async ({ purgeRemoved }: Storage, limit: number): Promise<readonly number[]> => {
  const sizes: number[] = [];
  for (;;) {
    const size = await run(purgeRemoved(limit));
    if (size === 0) return sizes;
    sizes.push(size);
  }
};

/** How much of an organisation can be seen; a storage may refuse to look at one that was deleted. */
const visible = async ({ list, ports }: TestOrganisation): Promise<number> => {
  const looks: readonly Effect.Effect<readonly unknown[], unknown>[] = [
    list('User'),
    list('Group'),
    ports.activity.page({ limit: 100_000 }),
    ports.events.after(0, 100_000),
    ports.revisions.page('mappingSet', { limit: 1000 }),
    ports.records.page('job', { limit: 1000 }),
  ];
  const outcomes = await Promise.all(looks.map(outcomeOf));
  return outcomes.reduce((sum, outcome) => sum + (Result.isSuccess(outcome) ? outcome.success.length : 0), 0);
};

const cases = [
  contractCase('is not found afterwards, and its tokens open nothing', async ({ organisation }, storage) => {
    const { organisations, tokens } = storage;
    const token = newToken(organisation);
    await run(tokens.add(token));
    await run(tokens.byFingerprint(token.fingerprint));
    await run(organisations.remove(organisation, START));
    await failsWith('NoSuchEntry', organisations.byName(organisation.name));
    await failsWith('NoSuchEntry', organisations.update(organisation));
    await failsWith('NoSuchEntry', tokens.revoke(token.fingerprint, START));
    assert.deepEqual(await run(tokens.byFingerprint(token.fingerprint)), []);
    assert.deepEqual(await run(tokens.ofOrganisation(organisation.id)), []);
    const listed = await run(organisations.list());
    assert.ok(listed.every(({ id }) => id !== organisation.id));
  }),
  contractCase('leaves the tokens of others as they are', async ({ organisation }, storage) => {
    const other = (await openOrganisation(storage)).organisation;
    const [gone, kept] = [newToken(organisation), newToken(other)];
    for (const token of [kept, gone]) await run(storage.tokens.add(token));
    await run(storage.organisations.remove(organisation, START));
    await purge(storage, 100);
    assert.deepEqual(await run(storage.tokens.byFingerprint(kept.fingerprint)), [{ token: kept, organisation: other }]);
    assert.deepEqual(await run(storage.tokens.ofOrganisation(other.id)), [kept]);
  }),
  contractCase('frees its name and its tokens for another organisation', async ({ organisation }, storage) => {
    const token = newToken(organisation);
    await run(storage.tokens.add(token));
    await run(storage.organisations.remove(organisation, START));
    const next = { ...newOrganisation(), name: organisation.name };
    await run(storage.organisations.add(next));
    await run(storage.tokens.add({ ...token, organisationId: next.id }));
    assert.deepEqual(await run(storage.organisations.byName(next.name)), next);
    const [holder] = await run(storage.tokens.byFingerprint(token.fingerprint));
    assert.equal(holder?.organisation.id, next.id);
    await purge(storage, 100);
    assert.deepEqual(await run(storage.organisations.byName(next.name)), next);
  }),
  contractCase('is refused for an organisation that is not there', async ({ organisation }, { organisations }) => {
    const unknown = newOrganisation();
    const failure = await failsWith('NoSuchEntry', organisations.remove(unknown, START));
    assert.deepEqual([failure.what, failure.name], ['organisation', unknown.name]);
    await run(organisations.remove(organisation, START));
    await failsWith('NoSuchEntry', organisations.remove(organisation, START));
  }),
  contractCase('leaves nothing, step by step, and no step is larger than asked for', async (here, storage) => {
    await populate(here, 12);
    assert.ok((await visible(here)) > 20);
    await run(storage.organisations.remove(here.organisation, START));
    const sizes = await purge(storage, 5);
    assert.ok(sizes.length > 5 && sizes.every((size) => size <= 5), String(sizes));
    assert.equal(await visible(here), 0);
    assert.equal(await run(storage.purgeRemoved(5)), 0);
  }),
  contractCase('takes nothing of another organisation, also while that one is written to', async (here, storage) => {
    const there = await openOrganisation(storage);
    await populate(here, 4);
    await populate(there, 4);
    const before = await observe(there);
    await run(storage.organisations.remove(here.organisation, START));
    await purge(storage, 1);
    assert.deepEqual(await observe(there), before);
    const again = await openOrganisation(storage);
    await populate(again, 4);
    await run(storage.organisations.remove(again.organisation, START));
    const [created] = await Promise.all([run(there.user('late')), purge(storage, 3)]);
    assert.equal((await run(there.read('User', created.resource.id))).version, 1);
  }),
  contractCase('steps at once share the work', async (here, storage) => {
    await populate(here, 8);
    await run(storage.organisations.remove(here.organisation, START));
    await Promise.all([purge(storage, 2), purge(storage, 3), purge(storage, 100)]);
    assert.equal(await visible(here), 0);
  }),
  contractCase('there is nothing to remove where nothing was deleted', async (here, storage) => {
    await purge(storage, 1000);
    await populate(here, 2);
    const before = await observe(here);
    assert.equal(await run(storage.purgeRemoved(1000)), 0);
    assert.deepEqual(await observe(here), before);
  }),
  contractCase('a write that comes late is refused or removed with the rest', async (here, storage) => {
    await populate(here, 2);
    await run(storage.organisations.remove(here.organisation, START));
    const late = await outcomeOf(here.user(`late-${nextId()}`));
    if (Result.isFailure(late)) assert.equal(late.failure._tag, 'StorageUnavailable');
    const saved = await outcomeOf(here.ports.revisions.append('mappingSet', REVISION, 3));
    if (Result.isFailure(saved)) assert.notEqual(saved.failure._tag, 'VersionConflict');
    const written = await outcomeOf(here.ports.records.write('job', 'late', { content: '{}' }, 0));
    if (Result.isFailure(written)) assert.notEqual(written.failure._tag, 'VersionConflict');
    await purge(storage, 100);
    assert.equal(await visible(here), 0);
  }),
];

/** The deletion of organisations. */
export const removalCases = (open: OpenStorage): readonly ContractCase[] =>
  casesFor(open, 'deletion of an organisation', cases);

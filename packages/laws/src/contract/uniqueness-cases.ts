// Unique keys: one holder per organisation and type, claimed and freed with the write that says so.
import assert from 'node:assert/strict';
import * as Result from 'effect/Result';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, outcomesOf, run } from './run-effect.ts';
import { nextId, openOrganisation } from './test-organisation.ts';

const claimed = [
  contractCase('a key that is held refuses a creation and names type and attribute', async ({ user, list }) => {
    await run(user('ana@acme.example'));
    const failure = await failsWith('Uniqueness', user('Ana@ACME.example'));
    assert.deepEqual(
      { resourceType: failure.resourceType, attribute: failure.attribute },
      { resourceType: 'User', attribute: 'userName' },
    );
    assert.equal((await run(list('User'))).length, 1);
  }),
  contractCase(
    'the refusal names the resource that holds the key, and whether it is inactive',
    async (organisation, storage) => {
      const { create, user, revise } = organisation;
      const other = await openOrganisation(storage);
      await run(other.create('User', { userName: 'ana', active: true }));
      const ana = (await run(create('User', { userName: 'ana', active: false }))).resource.id;
      const ben = (await run(create('User', { userName: 'ben', active: true }))).resource.id;
      const sales = (await run(create('Group', { displayName: 'Sales' }))).resource.id;
      assert.deepEqual((await failsWith('Uniqueness', user('ANA'))).holder, { id: ana, inactive: true });
      assert.deepEqual((await failsWith('Uniqueness', user('ben'))).holder, { id: ben, inactive: false });
      const group = create('Group', { displayName: 'sales' });
      assert.deepEqual((await failsWith('Uniqueness', group)).holder, { id: sales, inactive: false });
      await run(revise('User', ana, (document) => ({ ...document, active: true })));
      const renamed = revise('User', ben, (document) => ({ ...document, userName: 'Ana' }));
      assert.deepEqual((await failsWith('Uniqueness', renamed)).holder, { id: ana, inactive: false });
    },
  ),
  contractCase('a key that is held refuses a change', async ({ user, revise, read }) => {
    await run(user('ana'));
    const { id } = (await run(user('ben'))).resource;
    await failsWith(
      'Uniqueness',
      revise('User', id, (document) => ({ ...document, userName: 'ANA' })),
    );
    const { version, document } = await run(read('User', id));
    assert.deepEqual([version, document['userName']], [1, 'ben']);
  }),
  contractCase("a resource's own key is no conflict", async ({ user, revise }) => {
    const { id } = (await run(user('ana'))).resource;
    await run(revise('User', id, (document) => ({ ...document, title: 'Coach' })));
    const { resource } = await run(revise('User', id, (document) => ({ ...document, userName: 'ANA' })));
    assert.equal(resource.version, 3);
  }),
  contractCase('keys are compared as they are given, whatever characters they have', async ({ create }) => {
    const keys = ['a', 'a ', 'A', 'á', 'a\u0301', '%', '_', "'", '😀', '\u{1f601}', '$a', 'a.b'];
    const document = (key: string) => ({ userName: `of ${key}` });
    for (const key of keys) {
      await run(create('User', document(key), { uniqueKeys: [{ attribute: 'userName', key }] }));
    }
    for (const key of keys) {
      await failsWith('Uniqueness', create('User', document(key), { uniqueKeys: [{ attribute: 'userName', key }] }));
    }
  }),
  contractCase(
    'one key of several that is held refuses the write and claims none of them',
    async ({ create, user }) => {
      await run(user('ana'));
      const both = [
        { attribute: 'externalId', key: '7' },
        { attribute: 'userName', key: 'ana' },
      ];
      const failure = await failsWith('Uniqueness', create('User', { userName: 'x' }, { uniqueKeys: both }));
      assert.equal(failure.attribute, 'userName');
      await run(create('User', { userName: 'y' }, { uniqueKeys: both.slice(0, 1) }));
    },
  ),
  contractCase('a write without keys claims none', async ({ create }) => {
    await run(create('Group', { displayName: 'Sales' }, { uniqueKeys: [] }));
    await run(create('Group', { displayName: 'Sales' }, { uniqueKeys: [] }));
  }),
];

const freed = [
  contractCase('a deletion frees its keys', async ({ user, remove }) => {
    const { id } = (await run(user('ana'))).resource;
    await run(remove('User', id));
    const again = (await run(user('ana'))).resource;
    assert.notEqual(again.id, id);
  }),
  contractCase('a change frees the keys that it gives up', async ({ user, revise }) => {
    const { id } = (await run(user('ana'))).resource;
    await run(revise('User', id, (document) => ({ ...document, userName: 'anna' })));
    await run(user('ana'));
    await failsWith('Uniqueness', user('anna'));
  }),
  contractCase('a refused change frees and claims nothing', async ({ user, revise }) => {
    await run(user('ana'));
    const { id } = (await run(user('ben'))).resource;
    await failsWith(
      'Uniqueness',
      revise('User', id, (document) => ({ ...document, userName: 'ana' })),
    );
    await failsWith('Uniqueness', user('ben'));
  }),
];

const scoped = [
  contractCase('keys are per resource type and per attribute', async ({ create }) => {
    await run(create('User', { userName: 'sales' }, { uniqueKeys: [{ attribute: 'displayName', key: 'sales' }] }));
    await run(create('Group', { displayName: 'sales' }));
    await run(create('User', { userName: 'sales' }));
  }),
  contractCase('keys are per organisation', async ({ user, remove }, storage) => {
    const other = await openOrganisation(storage);
    await run(user('ana'));
    const { id } = (await run(other.user('ana'))).resource;
    await run(other.remove('User', id));
    await failsWith('Uniqueness', user('ana'));
    await failsWith('ResourceNotFound', remove('User', id));
  }),
];

const contended = [
  contractCase('of 16 creations of one userName at once exactly one wins', async ({ user, list }) => {
    const spellings = Array.from({ length: 16 }, (_, index) => (index % 2 === 0 ? 'ana' : 'ANA'));
    const outcomes = await outcomesOf(spellings.map((userName) => user(userName)));
    assert.equal(outcomes.filter(Result.isSuccess).length, 1);
    for (const outcome of outcomes) if (Result.isFailure(outcome)) assert.equal(outcome.failure._tag, 'Uniqueness');
    assert.equal((await run(list('User'))).length, 1);
  }),
  contractCase('of two renamings to one userName at once exactly one wins', async ({ user, revise, list }) => {
    const ids = [nextId(), nextId()];
    for (const id of ids) await run(user(id, { id }));
    const outcomes = await outcomesOf(
      ids.map((id) => revise('User', id, (document) => ({ ...document, userName: 'ana' }))),
    );
    assert.equal(outcomes.filter(Result.isSuccess).length, 1);
    const names = (await run(list('User'))).map(({ document }) => document['userName']);
    assert.equal(names.filter((name) => name === 'ana').length, 1);
  }),
  contractCase('two users may swap nothing at once, but one after the other', async ({ user, revise }) => {
    const { id: ana } = (await run(user('ana'))).resource;
    const { id: ben } = (await run(user('ben'))).resource;
    const rename = (id: string, userName: string) => revise('User', id, (document) => ({ ...document, userName }));
    await failsWith('Uniqueness', rename(ana, 'ben'));
    await run(rename(ana, 'third'));
    await run(rename(ben, 'ana'));
    await run(rename(ana, 'ben'));
  }),
];

/** Uniqueness of keys. */
export const uniquenessCases = (open: OpenStorage): readonly ContractCase[] =>
  casesFor(open, 'uniqueness', [...claimed, ...freed, ...scoped, ...contended]);

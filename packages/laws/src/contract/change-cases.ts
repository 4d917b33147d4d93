// Changes: versions, times, and the decision that sees the current state.
import assert from 'node:assert/strict';
import type { Resource } from '@looop-scim/scim/attribute';
import { InvalidValue, ResourceNotFound } from '@looop-scim/scim/errors';
import * as Result from 'effect/Result';
import { casesFor, contractCase, type ContractCase, type OpenStorage } from './contract-case.ts';
import { failsWith, run } from './run-effect.ts';
import { nextId, recordAt, START } from './test-organisation.ts';

const revisionCases = [
  contractCase('a change gets the next version and its time; created stays', async ({ user, revise, read }) => {
    const { id } = (await run(user('ana'))).resource;
    const rename = revise('User', id, (document) => ({ ...document, title: 'Coach' }), { at: START + 10 });
    const { resource, changed } = await run(rename);
    assert.equal(changed, true);
    assert.deepEqual(
      [resource.version, resource.created, resource.lastModified, resource.document['title']],
      [2, START, START + 10, 'Coach'],
    );
    assert.deepEqual(await run(read('User', id)), resource);
  }),
  contractCase('attributes that the new document lacks are gone', async ({ create, revise, read }) => {
    const document = { userName: 'ana', name: { givenName: 'Ana', familyName: 'Pop' }, title: 'Coach' };
    const { id } = (await run(create('User', document))).resource;
    await run(revise('User', id, () => ({ userName: 'ana', name: { givenName: 'Ana' } })));
    assert.deepEqual((await run(read('User', id))).document, { userName: 'ana', name: { givenName: 'Ana' } });
  }),
  contractCase('a write that changes nothing keeps version and lastModified', async ({ create, revise, read }) => {
    const document = { userName: 'ana', name: { givenName: 'Ana', familyName: 'Pop' } };
    const before = (await run(create('User', document))).resource;
    const same = { name: { familyName: 'Pop', givenName: 'Ana' }, userName: 'ana' };
    const outcome = await run(revise('User', before.id, () => same, { at: START + 10 }));
    assert.equal(outcome.changed, false);
    assert.deepEqual(outcome.resource, before);
    assert.deepEqual(await run(read('User', before.id)), before);
  }),
  contractCase('another order of the values of an attribute is a change', async ({ create, revise }) => {
    const emails = [{ value: 'a@acme.example' }, { value: 'b@acme.example' }];
    const { id } = (await run(create('User', { userName: 'ana', emails }))).resource;
    const outcome = await run(revise('User', id, (document) => ({ ...document, emails: emails.toReversed() })));
    assert.equal(outcome.changed, true);
    assert.equal(outcome.resource.version, 2);
  }),
  contractCase('another case of a text is a change', async ({ user, revise, read }) => {
    const { id } = (await run(user('ana'))).resource;
    await run(revise('User', id, (document) => ({ ...document, userName: 'ANA' })));
    const { version, document } = await run(read('User', id));
    assert.deepEqual([version, document['userName']], [2, 'ANA']);
  }),
  contractCase('lastModified never goes back', async ({ user, revise }) => {
    const { id } = (await run(user('ana', { at: START + 100 }))).resource;
    const late = await run(revise('User', id, (document) => ({ ...document, title: 'one' }), { at: START }));
    assert.deepEqual([late.resource.version, late.resource.lastModified], [2, START + 100]);
    const later = await run(revise('User', id, (document) => ({ ...document, title: 'two' }), { at: START + 101 }));
    assert.deepEqual([later.resource.version, later.resource.lastModified], [3, START + 101]);
  }),
];

const decisionCases = [
  contractCase('decide sees the current state without memberships', async ({ user, group, step, ports }) => {
    const { id: ana } = (await run(user('ana'))).resource;
    const { id } = (await run(group('Sales'))).resource;
    await run(step(id, [{ kind: 'add', ids: [ana] }], { at: START + 7 }));
    const seen: Resource[] = [];
    const refusal = ports.resources.change({ resourceType: 'Group', id }, (current) => {
      seen.push(current);
      return Result.fail(new InvalidValue({ attribute: 'displayName', reason: 'a reason' }));
    });
    await failsWith('InvalidValue', refusal);
    assert.deepEqual(seen, [
      {
        resourceType: 'Group',
        id,
        version: 2,
        created: START,
        lastModified: START + 7,
        document: { displayName: 'Sales' },
      },
    ]);
  }),
  contractCase(
    'a decision that fails writes nothing and fails the change with its own failure',
    async (organisation) => {
      const { user, newest, ports, read } = organisation;
      const before = (await run(user('ana'))).resource;
      const target = { resourceType: 'User', id: before.id };
      const failure = await failsWith(
        'InvalidValue',
        ports.resources.change(target, () =>
          Result.fail(new InvalidValue({ attribute: 'userName', reason: 'a reason' })),
        ),
      );
      assert.equal(failure.reason, 'a reason');
      assert.deepEqual(await run(read('User', before.id)), before);
      assert.equal((await run(newest(10))).length, 1);
      assert.equal((await run(ports.events.after(0, 10))).length, 1);
    },
  ),
  contractCase('decide is not asked about an unknown resource', async ({ ports }) => {
    let asked = false;
    const change = ports.resources.change({ resourceType: 'User', id: nextId() }, () => {
      asked = true;
      return Result.fail(new ResourceNotFound({ resourceType: 'User', id: 'another' }));
    });
    assert.notEqual((await failsWith('ResourceNotFound', change)).id, 'another');
    assert.equal(asked, false);
  }),
  contractCase(
    'a decision to delete deletes and answers the resource as it was',
    async ({ user, read, list, ports }) => {
      const { memberships: _none, ...before } = (await run(user('ana'))).resource;
      const target = { resourceType: 'User', id: before.id };
      const outcome = await run(
        ports.resources.change(target, (current) =>
          Result.succeed({
            kind: 'delete',
            at: START + current.version,
            erases: false,
            describe: recordAt(START, 'delete'),
          }),
        ),
      );
      const { memberships: _alsoNone, ...deleted } = outcome.resource;
      assert.deepEqual(deleted, before);
      assert.deepEqual([outcome.changed, outcome.membersAdded, outcome.membersUnknown], [true, [], []]);
      await failsWith('ResourceNotFound', read('User', before.id));
      assert.deepEqual(await run(list('User')), []);
    },
  ),
  contractCase('what was deleted is not found by anything again', async ({ user, revise, remove }) => {
    const { id } = (await run(user('ana'))).resource;
    await run(remove('User', id));
    await failsWith('ResourceNotFound', remove('User', id));
    await failsWith(
      'ResourceNotFound',
      revise('User', id, (document) => document),
    );
  }),
];

/** Changes and deletions of one resource. */
export const changeCases = (open: OpenStorage): readonly ContractCase[] => [
  ...casesFor(open, 'change', revisionCases),
  ...casesFor(open, 'decision', decisionCases),
];

// People and groups by what others call them.
import { describe, expect, it } from 'vitest';
import { userType } from '@looop-scim/scim/schema';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { makeFindMembers } from '../../src/use-cases/find-members.ts';
import { findUserId } from '../../src/use-cases/find-user.ts';
import { readOne } from '../../src/use-cases/read-one.ts';
import { openDirectory } from './support.ts';

describe('members that a file names', () => {
  it('are users by id, users by userName in any case, groups by id; others are left out', async () => {
    const { deps, create, listed } = await openDirectory();
    const ana = await create('/Users', { userName: 'Ana@Acme.example' });
    const ben = await create('/Users', { userName: 'ben' });
    const sales = await create('/Groups', { displayName: 'Sales' });
    // A name that is the id of somebody else means the one with the id.
    const odd = await create('/Users', { userName: ben });
    const find = makeFindMembers(deps);
    expect(
      await run(find(['ana@acme.example', 'ANA@ACME.example', ana, ben, sales, 'Sales', 'nobody', 'nobody'])),
    ).toEqual(
      new Map([
        [ana, ana],
        [ben, ben],
        ['ana@acme.example', ana],
        ['ANA@ACME.example', ana],
        [sales, sales],
      ]),
    );
    expect(await run(find([odd]))).toEqual(new Map([[odd, odd]]));
    listed.length = 0;
    expect(await run(find([]))).toEqual(new Map());
    expect(listed).toEqual([]);
  });

  it('are looked up 50 at a time, each name once, and nobody who was found again', async () => {
    const { deps, create, listed } = await openDirectory();
    const names: string[] = [];
    for (let number = 0; number < 120; number += 1) names.push(`user-${number}`);
    const ids = new Map<string, string>();
    for (const name of names) ids.set(name, await create('/Users', { userName: name }));
    const found = await run(makeFindMembers(deps)([...names, ...names, 'nobody']));
    expect(found).toEqual(ids);
    const asked = listed.map(({ resourceType, filter, limit }) => [
      resourceType,
      filter?.kind === 'or' ? filter.operands.length : filter?.kind,
      limit,
    ]);
    expect(asked).toEqual([
      ['User', 50, 50],
      ['User', 50, 50],
      ['User', 21, 50],
      ['User', 50, 50],
      ['User', 50, 50],
      ['User', 21, 50],
      ['Group', 'compare', 50],
    ]);
  });
});

describe('a user whom an operator names', () => {
  it('is the one with this id, else the one with this userName in any case', async () => {
    const { deps, typeOf, create, listed } = await openDirectory();
    const ana = await create('/Users', { userName: 'Ana' });
    const ben = await create('/Users', { userName: ana });
    const find = (name: string) => findUserId(typeOf('/Users'), deps.resources, name);
    expect([await run(find(ana)), await run(find('ANA')), await run(find(ben))]).toEqual([ana, ana, ben]);
    expect(listed).toMatchObject([{ resourceType: 'User', offset: 0, limit: 1, withMemberships: false }]);
    expect(await failureOf(find('nobody'))).toMatchObject({ _tag: 'NoSuchEntry', what: 'user', name: 'nobody' });
    expect(await failureOf(find('An'))).toMatchObject({ _tag: 'NoSuchEntry' });
  });

  it('cannot be named where users have no userName', async () => {
    const { deps } = await openDirectory();
    const nameless = { ...userType, attributes: new Map() };
    await expect(run(findUserId(nameless, deps.resources, 'ana'))).rejects.toThrow(
      'The resource type User has no userName',
    );
  });
});

it('one resource is read by its id, and by no other', async () => {
  const { deps, create } = await openDirectory();
  const id = await create('/Users', { userName: 'ana' });
  expect((await run(readOne(deps.resources, 'User', id))).id).toBe(id);
  const before = id.slice(0, -1);
  expect(await failureOf(readOne(deps.resources, 'User', before))).toMatchObject({
    _tag: 'ResourceNotFound',
    resourceType: 'User',
    id: before,
  });
});

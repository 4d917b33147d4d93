// What membership steps make of the members of a group.
import * as Result from 'effect/Result';
import { describe, expect, it } from 'vitest';
import { applyMembershipSteps, namedMembers, selectsUnnamedMembers } from '@looop-scim/provisioning/storage-support';
import type { MembershipReference } from '@looop-scim/scim/attribute';
import { bindElementFilter, parseFilter, type BoundFilter } from '@looop-scim/scim/filter';
import { groupType, type ResourceType } from '@looop-scim/scim/schema';
import type { MembershipStep } from '@looop-scim/scim/write';

const user = (id: string, display?: string): MembershipReference => ({
  id,
  resourceType: 'User',
  ...(display !== undefined && { display }),
});
const group = (id: string): MembershipReference => ({ id, resourceType: 'Group', display: id });
const byIds = (...references: readonly MembershipReference[]) => new Map(references.map((one) => [one.id, one]));

const CURRENT = byIds(user('ana', 'Ana'), user('ben'), group('sales'));
const KNOWN = byIds(...CURRENT.values(), user('cleo'), group('support'));

const where = (text: string): BoundFilter => {
  const { membership } = groupType;
  if (membership === undefined) throw new TypeError('groups have members');
  return Result.getOrThrow(bindElementFilter(membership, Result.getOrThrow(parseFilter(text))));
};

const applied = (
  memberships: readonly MembershipStep[],
  unknownMembers: 'skip' | 'refuse' = 'skip',
  type: ResourceType = groupType,
) =>
  Result.match(applyMembershipSteps(type, { current: CURRENT, known: KNOWN }, { memberships, unknownMembers }), {
    onSuccess: ({ members, ...change }) => ({ members: [...members.keys()], ...change }),
    onFailure: (failure) => failure,
  });

const SAME = { members: ['ana', 'ben', 'sales'], added: [], removed: [], unknown: [], nested: [] };

describe('membership steps', () => {
  it.each<readonly [string, readonly MembershipStep[], object]>([
    ['none', [], {}],
    ['add', [{ kind: 'add', ids: ['cleo', 'ana'] }], { members: ['ana', 'ben', 'sales', 'cleo'], added: ['cleo'] }],
    [
      'add a group',
      [{ kind: 'add', ids: ['support'] }],
      { members: ['ana', 'ben', 'sales', 'support'], added: ['support'], nested: ['support'] },
    ],
    ['remove', [{ kind: 'remove', ids: ['ben', 'cleo'] }], { members: ['ana', 'sales'], removed: ['ben'] }],
    [
      'remove those of a type alone',
      [{ kind: 'remove', ids: ['ben', 'sales', 'cleo'], ofType: 'Group' }],
      { members: ['ana', 'ben'], removed: ['sales'], nested: ['sales'] },
    ],
    [
      'replace',
      [{ kind: 'replace', ids: ['cleo', 'ben'] }],
      { members: ['cleo', 'ben'], added: ['cleo'], removed: ['ana', 'sales'], nested: ['sales'] },
    ],
    [
      'add and remove again',
      [
        { kind: 'add', ids: ['cleo'] },
        { kind: 'remove', ids: ['cleo'] },
      ],
      {},
    ],
    [
      'remove and add again',
      [
        { kind: 'remove', ids: ['ana'] },
        { kind: 'add', ids: ['ana'] },
      ],
      { members: ['ben', 'sales', 'ana'] },
    ],
    [
      'remove by name',
      [{ kind: 'removeWhere', filter: where('display eq "Ana"') }],
      { members: ['ben', 'sales'], removed: ['ana'] },
    ],
    [
      'remove by type',
      [{ kind: 'removeWhere', filter: where('type eq "User"') }],
      { members: ['sales'], removed: ['ana', 'ben'] },
    ],
    [
      'remove by id',
      [{ kind: 'removeWhere', filter: where('value sw "b"') }],
      { members: ['ana', 'sales'], removed: ['ben'] },
    ],
    [
      'remove those without a name',
      [{ kind: 'removeWhere', filter: where('not (display pr)') }],
      { members: ['ana', 'sales'], removed: ['ben'] },
    ],
    [
      'leave out ids of nobody',
      [
        { kind: 'add', ids: ['eve', 'cleo', 'eve'] },
        { kind: 'remove', ids: ['mallory'] },
      ],
      { members: ['ana', 'ben', 'sales', 'cleo'], added: ['cleo'], unknown: ['eve'] },
    ],
    [
      'leave out ids of nobody in a replacement',
      [{ kind: 'replace', ids: ['eve', 'ana', 'ben', 'sales'] }],
      { unknown: ['eve'] },
    ],
  ])('%s', (_name, steps, change) => {
    expect(applied(steps)).toEqual({ ...SAME, ...change });
  });

  it('name all ids of nobody, where those are refused', () => {
    const steps = [
      { kind: 'add', ids: ['eve', 'cleo', 'eve'] },
      { kind: 'remove', ids: ['mallory'] },
      { kind: 'replace', ids: ['oscar'] },
    ] as const;
    expect(applied(steps, 'refuse')).toMatchObject({ _tag: 'UnknownMembers', ids: ['eve', 'oscar'] });
    expect(applied([{ kind: 'remove', ids: ['mallory'] }], 'refuse')).toEqual(SAME);
  });

  it('select nobody by a filter where a type has no members', () => {
    const type = { ...groupType, membership: undefined };
    expect(applied([{ kind: 'removeWhere', filter: where('type pr') }], 'skip', type)).toEqual(SAME);
  });
});

describe('what has to be read for membership steps', () => {
  it.each<readonly [readonly MembershipStep[], named: readonly string[], all: boolean]>([
    [[], [], false],
    [
      [
        { kind: 'add', ids: ['a', 'b'] },
        { kind: 'remove', ids: ['b', 'c'] },
      ],
      ['a', 'b', 'c'],
      false,
    ],
    [
      [
        { kind: 'add', ids: ['a'] },
        { kind: 'replace', ids: ['b'] },
      ],
      ['a', 'b'],
      true,
    ],
    [
      [
        { kind: 'removeWhere', filter: where('type pr') },
        { kind: 'add', ids: ['a'] },
      ],
      ['a'],
      true,
    ],
  ])('%j: %j, and all members: %j', (steps, named, all) => {
    expect(namedMembers(steps)).toEqual(named);
    expect(selectsUnnamedMembers(steps)).toBe(all);
  });

  it('is enough: with the named members alone, the change is the same', () => {
    for (const steps of [
      [{ kind: 'add', ids: ['cleo', 'ana', 'eve'] }],
      [
        { kind: 'remove', ids: ['ben', 'cleo'] },
        { kind: 'add', ids: ['support'] },
      ],
      [{ kind: 'remove', ids: ['sales', 'ana'], ofType: 'User' }],
    ] as const) {
      const named = namedMembers(steps);
      const current = new Map([...CURRENT].filter(([id]) => named.includes(id)));
      const known = new Map([...KNOWN].filter(([id]) => named.includes(id)));
      const write = { memberships: steps, unknownMembers: 'skip' } as const;
      const { members: _all, ...whole } = Result.getOrThrow(
        applyMembershipSteps(groupType, { current: CURRENT, known: KNOWN }, write),
      );
      const { members: _some, ...part } = Result.getOrThrow(applyMembershipSteps(groupType, { current, known }, write));
      expect(part).toEqual(whole);
    }
  });
});

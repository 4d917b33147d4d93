import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { bindElementFilter } from '../../src/filter/bind-filter.ts';
import { parseFilter } from '../../src/filter/filter-parser.ts';
import { joinSteps } from '../../src/patch/membership-steps.ts';
import { interopPolicy, strictPolicy } from '../../src/interop/policy-rules.ts';
import type { PatchOperation } from '../../src/patch/patch-operation.ts';
import type { MembershipStep } from '../../src/write/membership-step.ts';
import { groupType } from '../support/standard-types.ts';
import { outcome, refusal } from '../support/apply-operations.ts';

const coaches = { type: groupType, document: { displayName: 'Coaches' } };
const stepsOf = (...operations: readonly PatchOperation[]) => outcome(coaches, ...operations).memberships;

const filterOf = (text: string) => {
  const { membership } = groupType;
  if (membership === undefined) throw new TypeError('Group has no membership');
  return Result.getOrThrow(Result.flatMap(parseFilter(text), (filter) => bindElementFilter(membership, filter)));
};

describe('operations on members', () => {
  it('add members, each once, whatever else is said of them (RFC 7644 section 3.5.2.1)', () => {
    const value = [{ value: 'ana', display: 'Ana Pop' }, { value: 'ben', $ref: '/Users/ben' }, { value: 'ana' }];
    expect(stepsOf({ op: 'add', path: 'members', value })).toEqual([{ kind: 'add', ids: ['ana', 'ben'] }]);
  });

  it('replace all members (RFC 7644 section 3.5.2.3)', () => {
    expect(stepsOf({ op: 'replace', path: 'members', value: [{ value: 'ben' }] })).toEqual([
      { kind: 'replace', ids: ['ben'] },
    ]);
  });

  it('remove all members where nothing selects some (RFC 7644 section 3.5.2.2)', () => {
    expect(stepsOf({ op: 'remove', path: 'members' })).toEqual([{ kind: 'replace', ids: [] }]);
  });

  it('remove the members that a value lists (ENTRA-25)', () => {
    expect(stepsOf({ op: 'remove', path: 'members', value: [{ value: 'ana' }] })).toEqual([
      { kind: 'remove', ids: ['ana'] },
    ]);
  });

  it('remove listed members of a type only where they are of that type (decision 0002)', () => {
    const value = [
      { value: 'ana', type: 'user' },
      { value: 'ben' },
      { value: 'cem', type: 'Robot' },
      { value: 'dan', type: 'USER' },
    ];
    expect(stepsOf({ op: 'remove', path: 'members', value })).toEqual([
      { kind: 'remove', ids: ['ana', 'dan'], ofType: 'User' },
      { kind: 'remove', ids: ['ben'] },
      { kind: 'remove', ids: ['cem'], ofType: 'Robot' },
    ]);
    expect(stepsOf({ op: 'add', path: 'members', value })).toEqual([
      { kind: 'add', ids: ['ana', 'ben', 'cem', 'dan'] },
    ]);
    expect(stepsOf({ op: 'remove', path: 'members', value: [{ value: 'ana', type: null }] })).toEqual([
      { kind: 'remove', ids: ['ana'] },
    ]);
  });

  it.each([
    true,
    7,
    [true],
    [7],
    [['ana']],
    {},
    [null],
    [{}],
    { id: 'ana' },
    [{ value: 7 }],
    '[',
    '{"value":',
    '7]',
    '[7]',
  ])('are not made of %j, which nobody can read as members (RFC 7644 section 3.12, invalidValue)', (value) => {
    for (const op of ['add', 'replace'] as const) {
      const isText = value === '7]';
      const sent = { op, path: 'members', value } as const;
      if (isText) expect(outcome(coaches, sent).membersMustExist).toBe(true);
      else expect(refusal(coaches, sent)).toMatchObject({ _tag: 'InvalidValue' });
    }
  });

  it('take a bare text for an id, which has to be that of somebody', () => {
    const bare = { op: 'replace', path: 'members', value: 'ana,ben' } as const;
    expect(outcome(coaches, bare)).toMatchObject({ memberships: [{ ids: ['ana,ben'] }], membersMustExist: true });
    const later = [bare, { op: 'add', path: 'members', value: [{ value: 'ana' }] }] as const;
    expect(outcome(coaches, ...later).membersMustExist).toBe(true);
    const listed = { op: 'replace', path: 'members', value: [{ value: 'ana' }] } as const;
    expect(outcome(coaches, listed)).not.toHaveProperty('membersMustExist');
    expect(outcome(coaches, { op: 'remove', path: 'members', value: 'ana' })).not.toHaveProperty('membersMustExist');
  });

  it('are read from the text of their JSON, and from an object that names them once more', () => {
    const ids = [{ kind: 'add', ids: ['ana'] }];
    expect(stepsOf({ op: 'add', path: 'members', value: '[{"value":"ana"}]' })).toEqual(ids);
    expect(stepsOf({ op: 'add', path: 'members', value: ['{"value":"ana"}'] })).toEqual(ids);
    expect(stepsOf({ op: 'add', path: 'members', value: { Members: [{ value: 'ana' }] } })).toEqual(ids);
    const policy = { ...interopPolicy, unwrapNamedValue: false };
    expect(
      refusal({ ...coaches, policy }, { op: 'add', path: 'members', value: { members: [{ value: 'ana' }] } }),
    ).toMatchObject({ attribute: 'members.value', reason: 'is missing (element 1 of 1)' });
  });

  it('add one member without a list around it under any policy (RFC 7644 section 3.5.2.1)', () => {
    const given = { ...coaches, policy: strictPolicy };
    expect(outcome(given, { op: 'add', path: 'members', value: { value: 'ana' } }).memberships).toEqual([
      { kind: 'add', ids: ['ana'] },
    ]);
    expect(refusal(given, { op: 'replace', path: 'members', value: { value: 'ana' } })).toMatchObject({
      reason: 'must be a list, not an object',
    });
  });

  it('report what else is said of a member and nobody knows', () => {
    const value = [{ value: 'ana', nick: 'A' }];
    expect(outcome(coaches, { op: 'add', path: 'members', value }).ignored).toEqual([
      { attribute: 'members.nick', reason: 'unknown' },
    ]);
  });

  it('are read from a value without path as well, with its attributes (RFC 7644 section 3.5.2.1)', () => {
    const value = { displayName: 'Trainers', members: [{ value: 'ana' }] };
    const { document, memberships } = outcome(coaches, { op: 'add', value });
    expect(document).toEqual({ displayName: 'Trainers' });
    expect(memberships).toEqual([{ kind: 'add', ids: ['ana'] }]);
  });

  it('add nobody without a value', () => {
    expect(stepsOf({ op: 'add', path: 'members' })).toEqual([]);
  });

  it('leave the document alone', () => {
    const { document } = outcome(coaches, { op: 'add', path: 'members', value: [{ value: 'ana' }] });
    expect(document).toBe(coaches.document);
  });

  it('are refused with the element at fault (RFC 7644 section 3.12, invalidValue)', () => {
    expect(refusal(coaches, { op: 'add', path: 'members', value: [{ display: 'Ana' }] })).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'members.value',
      reason: 'is missing (element 1 of 1)',
    });
  });
});

describe('removal of the members that a filter selects (RFC 7644 section 3.5.2.2)', () => {
  const removal = (path: string) => stepsOf({ op: 'remove', path });

  it.each([
    ['members[value eq "ana"]', ['ana']],
    ['members[value eq "ana" or value eq "ben" or value eq "ana"]', ['ana', 'ben']],
    ['members[not (not (value eq "ana"))]', ['ana']],
    ['members[(value eq "ana" or value eq "ben") or value eq "cem"]', ['ana', 'ben', 'cem']],
  ])('is a removal by id where nothing but ids is compared: %s', (path, ids) => {
    expect(removal(path)).toEqual([{ kind: 'remove', ids }]);
  });

  it.each([
    'display eq "Ana"',
    'value sw "a"',
    'value eq "ana" and type eq "User"',
    'value eq "ana" or type eq "Group"',
    'not (value eq "ana")',
    'value pr',
  ])('is left to the store otherwise: %s', (filter) => {
    expect(removal(`members[${filter}]`)).toEqual([{ kind: 'removeWhere', filter: filterOf(filter) }]);
  });

  it('selects members to remove, not to add or replace (RFC 7644 section 3.12, mutability)', () => {
    for (const op of ['add', 'replace'] as const) {
      expect(refusal(coaches, { op, path: 'members[value eq "ana"]', value: { value: 'ben' } })).toMatchObject({
        _tag: 'Mutability',
        attribute: 'members',
        reason: 'is immutable; members are added and removed as a whole',
      });
    }
  });

  it('does so whatever value is sent along', () => {
    const operation = { op: 'remove', path: 'members[value eq "ana"]', value: { value: 'ben' } } as const;
    expect(stepsOf(operation)).toEqual([{ kind: 'remove', ids: ['ana'] }]);
  });

  it('does not reach into members, which are immutable (RFC 7643 section 4.2)', () => {
    for (const path of ['members.value', 'members[value eq "ana"].value', 'members[value eq "ana"].type']) {
      expect(refusal(coaches, { op: 'remove', path })).toMatchObject({
        _tag: 'Mutability',
        attribute: path.endsWith('type') ? 'members.type' : 'members.value',
        reason: 'is immutable; members are added and removed as a whole',
      });
    }
    expect(refusal(coaches, { op: 'replace', path: 'members.display', value: 'Ana' })).toMatchObject({
      _tag: 'Mutability',
      attribute: 'members.display',
      reason: 'is readOnly',
    });
  });
});

describe('joinSteps', () => {
  const add = (...ids: readonly string[]): MembershipStep => ({ kind: 'add', ids });
  const remove = (...ids: readonly string[]): MembershipStep => ({ kind: 'remove', ids });
  const replace = (...ids: readonly string[]): MembershipStep => ({ kind: 'replace', ids });
  const removeWhere: MembershipStep = { kind: 'removeWhere', filter: filterOf('display sw "A"') };

  it('keeps a removal of one type where it stands: what it removes depends on who the member is', () => {
    const typed: MembershipStep = { kind: 'remove', ids: ['a'], ofType: 'User' };
    expect(joinSteps([add('a'), typed, remove('a'), add('b')])).toEqual([add('a'), typed, remove('a'), add('b')]);
    expect(joinSteps([typed, replace('b')])).toEqual([replace('b')]);
  });

  it.each([
    ['nothing', [], []],
    ['additions', [add('a'), add('b', 'a')], [add('a', 'b')]],
    ['removals', [remove('a'), remove('b')], [remove('a', 'b')]],
    ['an addition and the removal of another', [add('a'), remove('b')], [remove('b'), add('a')]],
    ['a member added, then removed', [add('a', 'b'), remove('a')], [remove('a'), add('b')]],
    ['a member removed, then added', [remove('a', 'b'), add('a')], [remove('b'), add('a')]],
    ['a replacement after others', [add('a'), remove('b'), replace('c')], [replace('c')]],
    ['a replacement before others', [replace('a', 'b'), remove('a'), add('c')], [replace('b', 'c')]],
    ['steps that name nobody', [add(), remove()], []],
    ['a filter between additions', [add('a'), removeWhere, add('b')], [add('a'), removeWhere, add('b')]],
    [
      'a filter after a replacement',
      [replace('a'), removeWhere, remove('b')],
      [replace('a'), removeWhere, remove('b')],
    ],
    ['a replacement after a filter', [add('a'), removeWhere, replace('b')], [replace('b')]],
    ['a filter first', [removeWhere, remove('a')], [removeWhere, remove('a')]],
  ])('makes the shortest steps of %s', (_what, steps, joined) => {
    expect(joinSteps(steps)).toEqual(joined);
  });
});

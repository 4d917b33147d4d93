import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Complex } from '../../src/attribute/value.ts';
import { bindSort, compareBySort } from '../../src/resource/sort.ts';
import { ENTERPRISE_USER_SCHEMA } from '../../src/schema/urns.ts';
import { groupType, userType } from './standard-types.ts';

const sorted = (sortBy: string, sortOrder: string | undefined, list: readonly Complex[]) => {
  const order = Result.getOrThrow(bindSort(userType, sortBy, sortOrder));
  if (order === undefined) throw new Error('not sorted');
  return list.toSorted((left, right) => compareBySort(order, left, right)).map(({ id }) => id);
};

const refusal = (type: typeof userType, sortBy: string | undefined, sortOrder?: string) =>
  Result.getOrThrow(Result.flip(bindSort(type, sortBy, sortOrder)));

describe('compareBySort', () => {
  it('ignores case unless the attribute is case-exact (RFC 7644 section 3.4.2.3)', () => {
    const list = [
      { id: '1', userName: 'bob', externalId: 'b' },
      { id: '2', userName: 'Ana', externalId: 'C' },
    ];
    expect(sorted('userName', undefined, list)).toEqual(['2', '1']);
    expect(sorted('externalId', 'ascending', list)).toEqual(['2', '1']);
    expect(sorted('externalId', 'DESCENDING', list)).toEqual(['1', '2']);
  });

  it('puts resources without the value last when ascending and first when descending (RFC 7644 section 3.4.2.3)', () => {
    const list = [{ id: '1' }, { id: '2', title: 'b' }, { id: '3', title: 'a' }, { id: '4' }];
    expect(sorted('title', 'ascending', list)).toEqual(['3', '2', '1', '4']);
    expect(sorted('title', 'descending', list)).toEqual(['1', '4', '2', '3']);
  });

  it('sorts a multi-valued attribute by its primary value, else by the first (RFC 7644 section 3.4.2.3)', () => {
    const list = [
      { id: '1', emails: [{ value: 'a' }, { value: 'z', primary: true }] },
      { id: '2', emails: [{ value: 'm' }, { value: 'b' }] },
    ];
    expect(sorted('emails', undefined, list)).toEqual(['2', '1']);
    expect(sorted('emails.value', 'descending', list)).toEqual(['1', '2']);
  });

  it('orders by instant, by code point and by attributes of extensions', () => {
    const at = (created: string) => ({ meta: { created } });
    const dates = [
      { id: '1', ...at('2026-11-01T09:00:00Z') },
      { id: '2', ...at('2026-11-01T10:30:00+02:00') },
    ];
    expect(sorted('meta.created', undefined, dates)).toEqual(['2', '1']);
    expect(
      sorted('title', undefined, [
        { id: '1', title: '😀' },
        { id: '2', title: '\uffff' },
      ]),
    ).toEqual(['2', '1']);
    const managed = (value: string) => ({ [ENTERPRISE_USER_SCHEMA]: { manager: { value } } });
    const users = [
      { id: '1', ...managed('b') },
      { id: '2', ...managed('a') },
    ];
    expect(sorted(`${ENTERPRISE_USER_SCHEMA}:manager`, undefined, users)).toEqual(['2', '1']);
  });
});

describe('bindSort', () => {
  it('refuses another order than ascending and descending, even without sortBy (RFC 7644 section 3.4.2.3)', () => {
    expect(refusal(userType, 'userName', 'upwards').attribute).toBe('sortOrder');
    expect(refusal(userType, undefined, 'x'.repeat(1000)).attribute).toBe('sortOrder');
    expect(Result.getOrThrow(bindSort(userType, undefined, 'descending'))).toBeUndefined();
  });

  it.each([
    'nonsense',
    'name',
    'groups',
    'groups.display',
    'meta',
    'meta.location',
    'meta.version',
    'schemas',
    'addresses',
  ])('refuses %s, saying why', (sortBy) =>
    expect(refusal(userType, sortBy)).toMatchObject({ _tag: 'InvalidValue', attribute: 'sortBy' }),
  );

  it('refuses members and passwords: their order would tell what is not shown (RFC 7643 section 9.2)', () => {
    expect(refusal(groupType, 'members.value').reason).toContain('memberships');
    expect(refusal(userType, 'password').reason).toContain('never returned');
  });
});

import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Complex } from '../../src/attribute/value.ts';
import { bindSort, compareBySort } from '../../src/list/sort.ts';
import { attributeNode } from '../../src/schema/attribute-node.ts';
import { attribute } from '../../src/schema/characteristics.ts';
import { ENTERPRISE_USER_SCHEMA, LOOOP_USER_SCHEMA } from '../../src/schema/urns.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { groupType, userType } from '../support/standard-types.ts';

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

describe('compareBySort: equal values', () => {
  it('are ordered by id in both directions, a missing id first', () => {
    const list = [{ id: '2', title: 'a' }, { title: 'A' }, { id: '1', title: 'a' }, { id: 7, title: 'a' }];
    expect(sorted('title', 'ascending', list)).toEqual([undefined, 7, '1', '2']);
    expect(sorted('title', 'descending', list)).toEqual([undefined, 7, '1', '2']);
    expect(sorted('title', 'ascending', [{ id: '2' }, { id: '1' }])).toEqual(['1', '2']);
  });

  it('takes no value of another shape for one', () => {
    const list = [
      { id: '1', title: { value: 'a' } },
      { id: '2', title: 'b' },
      { id: '3', name: 'c' },
    ];
    expect(sorted('title', 'ascending', list)).toEqual(['2', '1', '3']);
    expect(
      sorted('name.givenName', 'ascending', [
        { id: '1', name: 'a' },
        { id: '2', name: { givenName: 'b' } },
      ]),
    ).toEqual(['2', '1']);
    expect(
      sorted('emails', 'ascending', [
        { id: '1', emails: [] },
        { id: '2', emails: ['x', { value: 'b' }] },
        { id: '3', emails: [{ value: 'b' }] },
      ]),
    ).toEqual(['3', '1', '2']);
  });
});

describe('bindSort', () => {
  it('refuses another order than ascending and descending, even without sortBy (RFC 7644 section 3.4.2.3)', () => {
    expect(refusal(userType, 'userName', 'upwards')).toMatchObject({
      attribute: 'sortOrder',
      reason: 'must be ascending or descending',
    });
    expect(refusal(userType, 'userName', 'descending ').attribute).toBe('sortOrder');
    expect(refusal(userType, undefined, 'x'.repeat(1000)).attribute).toBe('sortOrder');
    expect(Result.getOrThrow(bindSort(userType, undefined, 'descending'))).toBeUndefined();
  });

  it.each([
    ['nonsense', 'must be an attribute of User'],
    ['name', 'cannot be name, which is complex; name one of its sub-attributes'],
    ['addresses', 'cannot be addresses, which is complex; name one of its sub-attributes'],
    ['meta', 'cannot be meta, which is complex; name one of its sub-attributes'],
    [ENTERPRISE_USER_SCHEMA, `cannot be ${ENTERPRISE_USER_SCHEMA}, which is complex; name one of its sub-attributes`],
    ['groups', 'cannot be groups.value, which stands for memberships'],
    ['groups.display', 'cannot be groups.display, which stands for memberships'],
    ['meta.location', 'cannot be meta.location, which is derived'],
    ['meta.version', 'cannot be meta.version, which is derived'],
    ['schemas', 'cannot be schemas, which is derived'],
    [`${ENTERPRISE_USER_SCHEMA}:manager.$ref`, `cannot be ${ENTERPRISE_USER_SCHEMA}:manager.$ref, which is derived`],
    ['password', 'cannot be password, which is never returned'],
  ])('refuses %s, saying why', (sortBy, reason) => {
    expect(refusal(userType, sortBy)).toMatchObject({ _tag: 'InvalidValue', attribute: 'sortBy', reason });
  });

  it('names the attribute that was probably meant', () => {
    expect(refusal(userType, 'titel')).toMatchObject({ received: 'titel', suggestion: 'title' });
    expect(refusal(userType, 'area')).toMatchObject({ suggestion: `${LOOOP_USER_SCHEMA}:area` });
    expect(refusal(userType, 'nonsense')).not.toHaveProperty('suggestion');
    expect(refusal(userType, 'userName', 'upwards')).toMatchObject({ received: 'upwards' });
    expect(refusal(userType, 'userName', 'x'.repeat(1000))).not.toHaveProperty('received');
  });

  it('lets a complex attribute stand for its value, an extension not', () => {
    const boundTo = (sortBy: string) => Result.getOrThrow(bindSort(userType, sortBy, undefined))?.attribute.path;
    expect(boundTo('emails')).toBe('emails.value');
    expect(boundTo(`${ENTERPRISE_USER_SCHEMA}:manager`)).toBe(`${ENTERPRISE_USER_SCHEMA}:manager.value`);
    expect(boundTo('id')).toBe('id');
    expect(refusal(courseType, CATALOGUE).reason).toContain('is complex');
  });

  it('refuses what lies in something that is never returned', () => {
    const vault = attributeNode(
      attribute({ name: 'vault', type: 'complex', returned: 'never', subAttributes: [{ name: 'level' }] }),
      { schema: 'urn:example:Vault', storedIn: 'document', parent: undefined },
    );
    const type = { ...userType, attributes: new Map([['vault', vault]]) };
    expect(refusal(type, 'vault.level').reason).toContain('is never returned');
  });

  it('refuses members and passwords: their order would tell what is not shown (RFC 7643 section 9.2)', () => {
    expect(refusal(groupType, 'members.value').reason).toContain('memberships');
    expect(refusal(userType, 'password').reason).toContain('never returned');
  });
});

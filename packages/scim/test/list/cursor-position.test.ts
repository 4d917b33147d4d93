import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { Complex } from '../../src/attribute/value.ts';
import { evaluateFilter } from '../../src/filter/evaluate-filter.ts';
import { bindSort, compareBySort, type SortOrder } from '../../src/list/sort.ts';
import { filterAfter, supportsCursor, positionOf } from '../../src/list/cursor-position.ts';
import { courseType } from '../support/course-type.ts';
import { userType } from '../support/standard-types.ts';

const orderOf = (sortBy: string, sortOrder = 'ascending', type = userType): SortOrder => {
  const order = Result.getOrThrow(bindSort(type, sortBy, sortOrder));
  if (order === undefined) throw new TypeError('not sorted');
  return order;
};

const users: readonly Complex[] = [
  { id: 'u1', userName: 'ana', title: 'Coach', active: true },
  { id: 'u2', userName: 'Ben', title: 'coach', active: false },
  { id: 'u3', userName: 'cem', active: true },
  { id: 'u4', userName: 'dua', title: 'Trainer' },
  { id: 'u5', userName: 'eva', active: false },
  { id: 'u6', userName: 'fil', title: 'Agent' },
];

const idsAfter = (sort: SortOrder | undefined, position: Parameters<typeof filterAfter>[2]) => {
  const filter = filterAfter(userType, sort, position);
  return users.filter((user) => evaluateFilter(filter, user)).map(({ id }) => id);
};

const compare = (sort: SortOrder) => (left: Complex, right: Complex) => compareBySort(sort, left, right);

describe('filterAfter (RFC 9865 section 2)', () => {
  it('selects later ids where nothing is sorted by', () => {
    expect(idsAfter(undefined, { id: 'u4' })).toEqual(['u5', 'u6']);
    expect(filterAfter(userType, undefined, { id: 'u4' })).toMatchObject({
      kind: 'compare',
      operator: 'gt',
      value: 'u4',
      attribute: { path: 'id' },
    });
  });

  it.each([
    ['userName', 'ascending'],
    ['userName', 'descending'],
    ['title', 'ascending'],
    ['title', 'descending'],
    ['active', 'ascending'],
    ['active', 'descending'],
    ['id', 'descending'],
  ])('selects what stands behind each user in the order of %s %s', (sortBy, direction) => {
    const sort = orderOf(sortBy, direction);
    const ordered = users.toSorted(compare(sort));
    for (const [index, user] of ordered.entries()) {
      const behind = ordered.slice(index + 1).map(({ id }) => id);
      expect(idsAfter(sort, positionOf(sort, user))).toEqual(behind.toSorted());
    }
  });

  it('leaves no constant in a larger filter, and decides what the type decides', () => {
    const last = filterAfter(userType, orderOf('active'), { id: 'u1', key: true });
    expect(JSON.stringify(last)).not.toContain('constant');
    const afterFalse = filterAfter(userType, orderOf('active'), { id: 'u1', key: false });
    expect(afterFalse).toMatchObject({ kind: 'or', operands: [{ operator: 'eq', value: true }, {}, {}] });
    const always = filterAfter(userType, orderOf('meta.created'), { id: 'u1', key: 0 });
    expect(always).toMatchObject({ kind: 'or', operands: [{ operator: 'gt' }, { kind: 'and' }] });
  });

  it('selects nothing of a type without id', () => {
    const idless = { ...userType, attributes: new Map() };
    expect(filterAfter(idless, undefined, { id: 'u1' })).toEqual({ kind: 'constant', value: false });
  });
});

describe('positionOf', () => {
  it('is the id, with what is sorted by in comparable form', () => {
    const user = { id: 'u1', userName: 'Ana' };
    expect(positionOf(undefined, user)).toStrictEqual({ id: 'u1' });
    expect(positionOf(orderOf('userName'), user)).toStrictEqual({ id: 'u1', key: 'ana' });
    expect(positionOf(orderOf('title'), user)).toStrictEqual({ id: 'u1' });
    expect(positionOf(orderOf('active'), { id: 'u1', active: false })).toStrictEqual({ id: 'u1', key: false });
  });
});

describe('supportsCursor', () => {
  it.each([
    ['title', true],
    ['level', true],
    ['opensAt', true],
    ['free', true],
    ['venue.room', true],
    ['sessions.rank', false],
    ['tags', false],
    ['cover', false],
  ])('%s: %s', (sortBy, walkable) => {
    expect(supportsCursor(orderOf(sortBy, undefined, courseType))).toBe(walkable);
  });
});

import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { bindFilter } from '../../src/filter/bind-filter.ts';
import type { BoundFilter } from '../../src/filter/bound-filter.ts';
import { parseFilter } from '../../src/filter/filter-parser.ts';
import {
  conditionsOf,
  conjunctsOf,
  foldFilter,
  type FilterConditions,
  type FilterLogic,
} from '../../src/filter/fold-filter.ts';
import { userType } from '../support/standard-types.ts';

const bound = (text: string): BoundFilter =>
  Result.getOrThrow(Result.flatMap(parseFilter(text), (filter) => bindFilter(userType, filter)));

const logic: FilterLogic<string> = {
  constant: String,
  and: (operands) => `(${operands.join(' & ')})`,
  or: (operands) => `(${operands.join(' | ')})`,
  not: (operand) => `!${operand}`,
};

/** Conditions as text, with the place where their attribute is stored in front. */
const at = (place: string): FilterConditions<string> => ({
  compare: ({ attribute, operator }) => `${place}:${attribute.path} ${operator}`,
  present: ({ attribute }) => `${place}:${attribute.path} pr`,
  element: ({ attribute, filter }) => `${place}:${attribute.path}[${conditionsOf(filter).length}]`,
});

const folded = (filter: BoundFilter): string =>
  foldFilter(filter, logic, { document: at('document'), metadata: at('metadata'), memberships: at('memberships') });

describe('foldFilter', () => {
  it.each([
    ['title eq "a"', 'document:title eq'],
    ['title pr', 'document:title pr'],
    ['title pr and not (nickName sw "b")', '(document:title pr & !document:nickName sw)'],
    ['title pr or id eq "1" or groups.value eq "g"', '(document:title pr | metadata:id eq | memberships:groups'],
    ['emails[type eq "work" and value co "x"]', 'document:emails[2]'],
    ['groups[value eq "g"]', 'memberships:groups['],
  ])('%s', (text, expected) => {
    expect(folded(bound(text))).toContain(expected);
  });

  it('hands constants on', () => {
    expect([true, false].map((value) => folded({ kind: 'constant', value }))).toEqual(['true', 'false']);
  });
});

describe('conjunctsOf', () => {
  it('takes chains of and apart, and nothing else', () => {
    const [title, nick, id] = [bound('title pr'), bound('nickName pr'), bound('id pr')];
    const chain: BoundFilter = { kind: 'and', operands: [title, { kind: 'and', operands: [nick, id] }] };
    const either: BoundFilter = { kind: 'or', operands: [title, nick] };
    expect(conjunctsOf(chain)).toEqual([title, nick, id]);
    expect(conjunctsOf(either)).toEqual([either]);
  });
});

describe('conditionsOf', () => {
  it('finds every condition once, in order, and none in a constant', () => {
    const filter = bound('title pr and (nickName eq "a" or not (emails[value co "x"]))');
    expect(conditionsOf(filter).map(({ kind }) => kind)).toEqual(['present', 'compare', 'element']);
    expect(conditionsOf({ kind: 'constant', value: true })).toEqual([]);
  });
});

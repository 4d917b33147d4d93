import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { BoundFilter } from '../../src/filter/bound-filter.ts';
import { bindFilter } from '../../src/filter/bind-filter.ts';
import { parseFilter } from '../../src/filter/filter-parser.ts';
import { mergeElementConditions } from '../../src/filter/merge-element-conditions.ts';
import { userType } from '../support/standard-types.ts';

const bound = (text: string): BoundFilter =>
  Result.getOrThrow(Result.flatMap(parseFilter(text), (filter) => bindFilter(userType, filter)));

describe('mergeElementConditions', () => {
  it('brings together what nested chains say of a list', () => {
    const chain = (...operands: readonly BoundFilter[]): BoundFilter => ({ kind: 'or', operands });
    const nested = chain(bound('emails.value co "a"'), chain(bound('title pr'), bound('emails.type pr')));
    expect(mergeElementConditions(nested)).toEqual(bound('emails[value co "a" or type pr] or title pr'));
  });

  it.each([
    ['emails.value co "a" or emails.type eq "work"', 'emails[value co "a" or type eq "work"]'],
    [
      'groups.display co "a" or title pr or groups.display co "b" or groups.value eq "c"',
      'groups[display co "a" or display co "b" or value eq "c"] or title pr',
    ],
    [
      'emails[type eq "work" and value co "a"] or emails.primary eq true',
      'emails[(type eq "work" and value co "a") or primary eq true]',
    ],
    ['emails.type pr or emails.value pr', 'emails[type pr or value pr]'],
    [
      'not (groups.display co "a") and title pr and not (groups.display co "b")',
      'not (groups[display co "a" or display co "b"]) and title pr',
    ],
    ['title pr and (emails.value co "a" or emails.value co "b")', 'title pr and emails[value co "a" or value co "b"]'],
    ['not (emails.value co "a" or emails.value co "b")', 'not (emails[value co "a" or value co "b"])'],
    [
      'emails.value co "a" or emails.value co "b" or ims.value co "c"',
      'emails[value co "a" or value co "b"] or ims.value co "c"',
    ],
  ])('%s becomes %s', (filter, merged) => {
    expect(mergeElementConditions(bound(filter))).toEqual(bound(merged));
  });

  it.each([
    // Two elements may fulfil the two conditions.
    'emails.value co "a" and emails.type eq "work"',
    'not (emails.value co "a") or not (emails.type eq "work")',
    // Lists of their own.
    'emails.value co "a" or ims.value co "a"',
    // No element fulfils what the whole list does.
    'emails pr or emails.value co "a"',
    'title eq "a" or title eq "b"',
    'name.givenName eq "a" or name.familyName eq "b"',
    'emails.value co "a"',
  ])('%s stays', (filter) => {
    expect(mergeElementConditions(bound(filter))).toEqual(bound(filter));
  });
});

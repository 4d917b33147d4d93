import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { interopPolicy } from '../../src/interop/policy-rules.ts';
import { applyPatch } from '../../src/patch/apply-patch.ts';
import { groupType } from '../support/standard-types.ts';

const removing = (filter: (index: number) => string, count: number) =>
  applyPatch(
    groupType,
    { displayName: 'Coaches' },
    Array.from({ length: count }, (_none, index) => ({ op: 'remove' as const, path: `members[${filter(index)}]` })),
    interopPolicy,
  );

const tagOf = (result: ReturnType<typeof removing>): string =>
  Result.isFailure(result) ? result.failure._tag : 'applied';

describe('filters on members (RFC 7644 section 3.5.2.2)', () => {
  it('that look at every member are a hundred at most in one request, fewer when they are long', () => {
    expect(tagOf(removing((index) => `display co "${index}"`, 100))).toBe('applied');
    expect(tagOf(removing((index) => `display co "${index}"`, 101))).toBe('PayloadTooLarge');
    const long = Array.from({ length: 50 }, (_none, index) => `display co "${index}"`).join(' or ');
    expect(tagOf(removing(() => long, 3))).toBe('applied');
    expect(tagOf(removing(() => long, 4))).toBe('PayloadTooLarge');
  });

  it.each([
    ['an id', (index: number) => `value eq "${index}"`],
    ['one of several ids', (index: number) => `value eq "a${index}" or value eq "b${index}"`],
    ['an id and more', (index: number) => `type eq "User" and value eq "${index}"`],
    ['one of several ids and more', (index: number) => `(value eq "a" or value eq "b${index}") and not (display pr)`],
  ])('that name %s cost what they select, and may be thousands', (_title, filter) => {
    expect(tagOf(removing(filter, 5000))).toBe('applied');
  });

  it('that name an id in one branch alone look at every member', () => {
    expect(tagOf(removing((index) => `value eq "${index}" or display pr`, 101))).toBe('PayloadTooLarge');
    expect(tagOf(removing((index) => `not (value eq "${index}")`, 101))).toBe('PayloadTooLarge');
    expect(tagOf(removing((index) => `value ne "${index}"`, 101))).toBe('PayloadTooLarge');
  });
});

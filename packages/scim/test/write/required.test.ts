// What a missing required attribute was probably sent as (RFC 7643 section 7).
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { IgnoredAttribute } from '../../src/attribute/resource.ts';
import { checkRequired } from '../../src/write/required.ts';
import { userType } from '../support/standard-types.ts';

const unknown = (attribute: string): IgnoredAttribute => ({ attribute, reason: 'unknown' });
const failureOf = (ignored: readonly IgnoredAttribute[], document = {}) =>
  Result.getOrThrow(Result.flip(checkRequired(userType, document, ignored)));

describe('checkRequired', () => {
  it('names what was sent in place of the missing attribute', () => {
    expect(failureOf([unknown('nickname2'), unknown('usrName')])).toMatchObject({
      attribute: 'userName',
      reason: 'is required and has no value',
      missing: true,
      instead: 'usrName',
    });
  });

  it.each([
    ['nothing was left out', []],
    ['what was left out means something else', [unknown('titel')]],
    ['it was left out for another reason', [{ attribute: 'usrName', reason: 'unreadable' } as const]],
    ['it comes after twenty others', [...Array.from({ length: 20 }, (_, n) => unknown(`x${n}`)), unknown('usrName')]],
  ])('suggests nothing when %s', (_title, ignored) => {
    expect('instead' in failureOf(ignored)).toBe(false);
  });

  it('still compares the twentieth', () => {
    const ignored = [...Array.from({ length: 19 }, (_, n) => unknown(`x${n}`)), unknown('usrName')];
    expect(failureOf(ignored)).toMatchObject({ instead: 'usrName' });
  });

  it('asks for nothing that a document has', () => {
    expect(Result.isSuccess(checkRequired(userType, { userName: 'ana' }))).toBe(true);
  });
});

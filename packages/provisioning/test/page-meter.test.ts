import { describe, expect, it } from 'vitest';
import { makePageMeter, PAGE_CHARACTERS } from '../src/storage-support/index.ts';

const taken = (...lengths: readonly number[]): readonly boolean[] => lengths.map(makePageMeter());

describe('a page', () => {
  it('takes a first resource of any length, so that a walk goes on, and then no other', () => {
    expect(taken(PAGE_CHARACTERS + 1, 1)).toEqual([true, false]);
  });

  it('takes what it may hold, to the last character', () => {
    expect(taken(1, PAGE_CHARACTERS - 1)).toEqual([true, true]);
    expect(taken(1, PAGE_CHARACTERS)).toEqual([true, false]);
  });
});

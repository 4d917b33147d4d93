import { describe, expect, it } from 'vitest';
import { makePageMeter } from '../src/storage-support/index.ts';

const taken = (...lengths: readonly number[]): readonly boolean[] => lengths.map(makePageMeter(100));

describe('a page', () => {
  it('takes a first resource of any length, so that a walk goes on, and then no other', () => {
    expect(taken(101, 1)).toEqual([true, false]);
  });

  it('takes what it may hold, to the last character', () => {
    expect(taken(1, 99)).toEqual([true, true]);
    expect(taken(1, 100)).toEqual([true, false]);
  });
});

// What a page and a call may hold in memory.
import { describe, expect, it } from 'vitest';
import {
  CHARACTERS_OF_A_MEMBERSHIP,
  makeCharacterCount,
  makePageMeter,
  membershipCharacters,
  PartExceeded,
} from '../src/storage-support/index.ts';

const taken = (...lengths: readonly number[]): readonly boolean[] => lengths.map(makePageMeter(100));

describe('a page', () => {
  it('takes a first resource of any length, so that a walk goes on, and then no other', () => {
    expect(taken(101, 1)).toEqual([true, false]);
  });

  it('takes what it may hold, to the last character', () => {
    expect(taken(1, 99)).toEqual([true, true]);
    expect(taken(1, 100)).toEqual([true, false]);
    expect(taken(1, 99, 1)).toEqual([true, true, false]);
  });
});

describe('a membership', () => {
  it('comes to what is answered of it, and to its name', () => {
    expect(membershipCharacters({})).toBe(CHARACTERS_OF_A_MEMBERSHIP);
    expect(membershipCharacters({ display: 'Coaches' })).toBe(CHARACTERS_OF_A_MEMBERSHIP + 7);
  });
});

describe('a call', () => {
  it('takes what its part may hold, to the last character', () => {
    const count = makeCharacterCount(100, 1000);
    for (const length of [60, 40]) count(length);
    expect(() => count(1)).toThrow(PartExceeded);
  });

  it('takes what all its parts may hold, and then has too many characters', () => {
    const count = makeCharacterCount(1000, 100);
    for (const length of [60, 40]) count(length);
    expect(() => count(1)).toThrow(expect.objectContaining({ _tag: 'TooMany', limit: 100, unit: 'characters' }));
  });
});

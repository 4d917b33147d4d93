// How much a JSON value has, whoever sent it.
import { describe, expect, it } from 'vitest';
import { jsonSize } from '../../src/rules/json-size.ts';

const BOUNDLESS = { characters: Number.MAX_SAFE_INTEGER, depth: Number.MAX_SAFE_INTEGER };

describe('the size of a JSON value', () => {
  it.each<readonly [unknown, characters: number, depth: number]>([
    ['abc', 3, 0],
    ['', 0, 0],
    [12.5, 4, 0],
    [true, 4, 0],
    [null, 4, 0],
    [{}, 0, 0],
    [[], 0, 0],
    [{ ab: 'cde' }, 5, 1],
    [['a', 'bc'], 5, 1],
    [{ a: [{ b: 1 }], cd: 'e' }, 7, 3],
    [[[[]], []], 3, 2],
  ])('%j has %i characters at a depth of %i', (value, characters, depth) => {
    expect(jsonSize(value, BOUNDLESS)).toEqual({ characters, depth });
  });

  it.each<readonly [unknown, object, characters: boolean, depth: boolean]>([
    [['a', 'b', 'c'], { characters: 6 }, false, false],
    [['a', 'b', 'c'], { characters: 5 }, true, false],
    [['a', 'b', 'c'], { characters: 4 }, true, false],
    [[[[]]], { depth: 2 }, false, false],
    [[[[]]], { depth: 1 }, false, true],
    [[[[]]], { depth: 0 }, false, true],
  ])('of %j is known to be beyond %j, if it is', (value, bound, characters, depth) => {
    const most = { ...BOUNDLESS, ...bound };
    const size = jsonSize(value, most);
    expect([size.characters > most.characters, size.depth > most.depth]).toEqual([characters, depth]);
  });

  it('is counted no further beyond a bound, however deep or wide the value is', () => {
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(jsonSize(deep, { ...BOUNDLESS, depth: 100 }).depth).toBe(101);
    const wide = Array.from({ length: 1000 }, () => 'x'.repeat(100));
    expect(jsonSize(wide, { ...BOUNDLESS, characters: 5000 }).characters).toBeLessThan(5200);
  });
});

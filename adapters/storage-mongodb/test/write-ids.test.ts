import { describe, expect, it } from 'vitest';
import { makeWriteIds, writeIdAt } from '../src/write-ids.ts';

describe('makeWriteIds', () => {
  it('makes ids that grow, also within a millisecond and when the clock goes back', () => {
    const clock = [1000, 1000, 1000, 999, 1, 1001, 1_767_225_600_000];
    const { next } = makeWriteIds(() => clock.shift() ?? 0);
    const ids = Array.from({ length: 7 }, next);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(7);
  });

  it('makes ids of different processes that differ, and knows its own', () => {
    const [here, there] = [makeWriteIds(() => 5), makeWriteIds(() => 5)];
    const id = here.next();
    expect(id).not.toBe(there.next());
    expect([here.isOwn(id), there.isOwn(id)]).toEqual([true, false]);
  });

  it('makes ids that lie between those of the milliseconds around them', () => {
    const id = makeWriteIds(() => 1_767_225_600_000).next();
    expect(id >= writeIdAt(1_767_225_600_000)).toBe(true);
    expect(id < writeIdAt(1_767_225_600_001)).toBe(true);
  });
});

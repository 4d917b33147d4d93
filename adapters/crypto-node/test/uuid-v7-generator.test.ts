import { Effect } from 'effect';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { uuidV7Generator } from '../src/index.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const issue = (count: number): Promise<readonly string[]> =>
  Effect.runPromise(Effect.forEach(Array.from({ length: count }), () => uuidV7Generator.next));

describe('uuidV7Generator', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('issues UUIDs of version 7 and the RFC variant, in lower case', async () => {
    for (const id of await issue(100)) expect(id).toMatch(UUID_V7);
  });

  it('issues each id greater than the one before, many in one millisecond', async () => {
    const ids = await issue(20_000);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  });

  it('goes on upwards when the clock is set back', async () => {
    vi.useFakeTimers({ now: Date.UTC(2040, 0, 2) });
    const [before = ''] = await issue(1);
    vi.setSystemTime(Date.UTC(2040, 0, 1));
    const [after = ''] = await issue(1);
    expect(after > before).toBe(true);
  });
});

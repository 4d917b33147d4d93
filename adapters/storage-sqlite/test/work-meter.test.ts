// Where the work of a call ends: at its limits exactly, and soon after nobody wants the answer any more.
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import type { StorageLimits } from '@looop-scim/provisioning/ports';
import { PartExceeded } from '@looop-scim/provisioning/storage-support';
import { makeWorkMeter, withinLimits } from '../src/work-meter.ts';

const open = (limits?: StorageLimits) => {
  const connection = new Database(':memory:');
  const meter = makeWorkMeter(connection, limits);
  const statement = connection.prepare<[number, number], number>(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     SELECT count(*) FROM n WHERE spend(?)`,
  );
  /** Looks at so many rows of so many characters each. */
  const look = (rows: number, characters = 0): number => statement.pluck().get(rows, characters) ?? 0;
  const call = (rows: number, characters?: number) => withinLimits(meter, () => Result.succeed(look(rows, characters)));
  return { meter, look, call };
};

const tooMany = (limit: number, unit: string) => ({ failure: { _tag: 'TooMany', limit, unit } });

describe('the work of a call', () => {
  it('has no limit where none is said', () => {
    expect(open().call(5000, 1000)).toEqual(Result.succeed(5000));
  });

  it('may look at as many rows as its limit, each call anew', () => {
    const { call, meter } = open({ maxRows: 3 });
    expect([call(3), call(3)]).toEqual([Result.succeed(3), Result.succeed(3)]);
    expect(call(4)).toMatchObject(tooMany(3, 'rows'));
    expect([call(3), meter.maxRows]).toEqual([Result.succeed(3), 3]);
  });

  it('may read as many characters as its limit, in rows and beside them', () => {
    const { call, meter, look } = open({ maxCharacters: 10 });
    expect([call(2, 5), call(10, 1), call(99, 0)]).toEqual([2, 10, 99].map((rows) => Result.succeed(rows)));
    expect(call(11, 1)).toMatchObject(tooMany(10, 'characters'));
    const beside = (characters: number) =>
      withinLimits(meter, () => {
        meter.addCharacters(characters);
        return Result.succeed(look(1, 4));
      });
    expect(beside(6)).toEqual(Result.succeed(1));
    expect(beside(7)).toMatchObject(tooMany(10, 'characters'));
  });

  it('may have a part with a limit of its own, which ends with the part', () => {
    const { call, meter, look } = open({ maxCharacters: 100 });
    const parts = (characters: number) =>
      withinLimits(meter, () => {
        look(1, 20);
        meter.within(10, () => look(1, characters));
        return Result.succeed(look(1, 50));
      });
    expect(parts(10)).toEqual(Result.succeed(1));
    expect(() => parts(11)).toThrow(PartExceeded);
    expect(call(1, 100)).toEqual(Result.succeed(1));
  });

  it('stops at the next 1,024 rows once nobody wants the answer', () => {
    let [looks, wanted] = [0, 3];
    const { call } = open({
      maxSeconds: 7,
      isCancelled: () => {
        looks += 1;
        return looks > wanted;
      },
    });
    // Before the first row and after each 1,024.
    expect([call(2 * 1024), looks]).toEqual([Result.succeed(2048), 3]);
    [looks, wanted] = [0, 2];
    expect(call(2 * 1024 - 1)).toEqual(Result.succeed(2047));
    [looks, wanted] = [0, 2];
    expect(call(2 * 1024)).toMatchObject(tooMany(7, 'seconds'));
    [looks, wanted] = [0, 0];
    expect([call(1), looks]).toMatchObject([tooMany(7, 'seconds'), 1]);
  });
});

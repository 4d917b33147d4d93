import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { makeStatementCache } from '../src/statement-cache.ts';

/** More texts than are ever kept. */
const MANY = 1000;

describe('prepared statements', () => {
  it('are kept while they are in use, and dropped when many others came since', () => {
    const { prepare } = makeStatementCache(new Database(':memory:'));
    const [used, unused] = [prepare('SELECT 1'), prepare('SELECT 2')];
    for (let number = 0; number < MANY; number += 1) {
      prepare(`SELECT ${number + 3}`);
      expect(prepare('SELECT 1')).toBe(used);
    }
    expect(prepare('SELECT 2')).not.toBe(unused);
  });

  it('select what their text says', () => {
    const { prepare } = makeStatementCache(new Database(':memory:'));
    const numbers = Array.from({ length: MANY }, (_none, number) => number % 200);
    const selected = numbers.map((number) => prepare<{ readonly n: number }>(`SELECT ${number} AS n`).get()?.n);
    expect(selected).toEqual(numbers);
  });
});

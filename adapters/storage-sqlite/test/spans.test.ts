import fc from 'fast-check';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { openConnection } from '../src/connection.ts';
import { makeSpans } from '../src/spans.ts';
import { idOf } from './support/directory.ts';

const LARGEST = 4;
const TENANT = 1;

/** A table of users with its spans, and the position of a page by the plain OFFSET that spans replace. */
const openTable = () => {
  const connection = Result.getOrThrow(openConnection({ path: ':memory:', synchronous: 'normal' }));
  const spans = makeSpans(connection, LARGEST);
  connection.prepare("INSERT INTO tenants (tenant, id) VALUES (1, 'a')").run();
  const insert = connection.prepare(
    `INSERT INTO resources (tenant, type, id, version, created, last_modified, document, comparable)
     VALUES (1, 'User', ?, 1, 0, 0, '{}', x'') ON CONFLICT DO NOTHING`,
  );
  const remove = connection.prepare('DELETE FROM resources WHERE id = ?');
  const ids = connection.prepare('SELECT id FROM resources ORDER BY id').pluck();
  const page = connection.prepare('SELECT id FROM resources WHERE id >= ? ORDER BY id LIMIT 3 OFFSET ?').pluck();
  return {
    connection,
    spans,
    create: (id: string) => {
      if (insert.run(id).changes === 1) spans.added(TENANT, 'User', id);
    },
    remove: (id: string) => {
      if (remove.run(id).changes === 1) spans.removed(TENANT, 'User', id);
    },
    ids: () => ids.all(),
    pageAt: (position: number) => {
      const place = spans.offsetInSpan(TENANT, 'User', position);
      return place === undefined ? [] : page.all(place.firstId, place.skip);
    },
    counts: () => connection.prepare('SELECT count FROM spans ORDER BY first_id').pluck().all(),
  };
};

describe('spans', () => {
  it('give the pages that a plain OFFSET gives, whatever was created and deleted in which order', () => {
    const command = fc.record({ remove: fc.boolean(), n: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 150 }), (commands) => {
        const table = openTable();
        for (const { remove, n } of commands) (remove ? table.remove : table.create)(idOf(n));
        const all = table.ids();
        expect(table.spans.total(TENANT, 'User')).toBe(all.length);
        for (let position = 0; position <= all.length; position += 1) {
          expect(table.pageAt(position)).toEqual(all.slice(position, position + 3));
        }
        for (const count of table.counts()) expect(count).toSatisfy((size: number) => size >= 1 && size <= LARGEST);
        table.connection.close();
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 200) },
    );
  });

  it('skip fewer resources than a span holds, wherever the page is', () => {
    const table = openTable();
    for (let n = 0; n < 100; n += 1) table.create(idOf(n));
    for (let position = 0; position < 100; position += 1) {
      expect(table.spans.offsetInSpan(TENANT, 'User', position)?.skip).toBeLessThan(LARGEST);
    }
  });

  it('are cut where they are full, and go with their last resource', () => {
    const table = openTable();
    const counts: unknown[] = [];
    for (let n = 1; n <= 9; n += 1) {
      table.create(idOf(n));
      counts.push(table.counts());
    }
    expect(counts).toEqual([[1], [2], [3], [4], [2, 3], [2, 4], [2, 2, 3], [2, 2, 4], [2, 2, 2, 3]]);
    for (const n of [3, 4, 9, 1, 2]) table.remove(idOf(n));
    expect(table.counts()).toEqual([2, 2]);
    // Below the first span that is left.
    table.create(idOf(1));
    expect(table.counts()).toEqual([1, 2, 2]);
  });

  it('that do not fit the resources are a defect, not another count', () => {
    const table = openTable();
    expect(() => table.spans.removed(TENANT, 'User', idOf(1))).toThrow(`No span counts the User ${idOf(1)}`);
    for (let n = 1; n <= LARGEST; n += 1) table.spans.added(TENANT, 'User', idOf(n));
    expect(() => table.spans.added(TENANT, 'User', idOf(9))).toThrow('counts more resources than there are');
  });

  it('keep types and tenants apart', () => {
    const table = openTable();
    table.create(idOf(1));
    expect(table.spans.total(TENANT, 'Group')).toBe(0);
    expect(table.spans.total(2, 'User')).toBe(0);
    expect(table.spans.offsetInSpan(TENANT, 'Group', 0)).toBeUndefined();
  });
});

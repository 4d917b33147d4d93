// How many resources of a type there are, and where the n-th of them is by id, without counting rows: ids are divided into spans
// of bounded size whose counts are kept with every creation and deletion, in the same transaction. Hence the last page of a list
// costs what the first one does, whatever is created or deleted meanwhile and by whichever process.
import type { Connection } from './connection.ts';
import type { Tenant } from './tenants.ts';

/** Bounds what a page skips; a million resources come to about a thousand spans. */
const LARGEST_SPAN = 2048;

/** Where the n-th resource is: `skip` resources after the first one whose id is not below `firstId`. */
export interface OffsetInSpan {
  readonly firstId: string;
  readonly skip: number;
}

/** The spans of a database, for use inside a transaction. */
export interface Spans {
  readonly added: (tenant: Tenant, type: string, id: string) => void;
  readonly removed: (tenant: Tenant, type: string, id: string) => void;
  readonly total: (tenant: Tenant, type: string) => number;
  /** Where the resource with this 0-based position is; undefined when there are not so many. */
  readonly offsetInSpan: (tenant: Tenant, type: string, position: number) => OffsetInSpan | undefined;
}

interface Span {
  readonly first_id: string;
  readonly count: number;
}

// `(SELECT ?)`: see `unplanned`.
const prepare = (connection: Connection) => ({
  around: connection.prepare<[Tenant, string, string], Span>(
    `SELECT first_id, count FROM spans WHERE tenant = (SELECT ?) AND type = (SELECT ?) AND first_id <= ?
     ORDER BY first_id DESC LIMIT 1`,
  ),
  insert: connection.prepare<[Tenant, string, string, number]>(
    'INSERT INTO spans (tenant, type, first_id, count) VALUES (?, ?, ?, ?)',
  ),
  update: connection.prepare<[number, Tenant, string, string]>(
    'UPDATE spans SET count = ? WHERE tenant = ? AND type = ? AND first_id = ?',
  ),
  remove: connection.prepare<[Tenant, string, string]>(
    'DELETE FROM spans WHERE tenant = ? AND type = ? AND first_id = ?',
  ),
  idAfter: connection
    .prepare<[Tenant, string, string, number], string>(
      `SELECT id FROM resources WHERE tenant = (SELECT ?) AND type = (SELECT ?) AND id >= ? ORDER BY id LIMIT 1 OFFSET +?`,
    )
    .pluck(),
  total: connection
    .prepare<[Tenant, string], number>('SELECT ifnull(sum(count), 0) FROM spans WHERE tenant = ? AND type = ?')
    .pluck(),
  spanAt: connection.prepare<[Tenant, string, number, number], Span & { readonly before: number }>(
    `SELECT first_id, count, before FROM (
       SELECT first_id, count, sum(count) OVER (ORDER BY first_id ROWS UNBOUNDED PRECEDING) - count AS before
       FROM spans WHERE tenant = (SELECT ?) AND type = (SELECT ?))
     WHERE before <= ? AND before + count > ?`,
  ),
});

/** Makes the access to the spans; one that outgrows `largest` is cut in half. */
export const makeSpans = (connection: Connection, largest: number = LARGEST_SPAN): Spans => {
  const statements = prepare(connection);

  const cut = (tenant: Tenant, type: string, { first_id: firstId, count }: Span): void => {
    const kept = Math.floor(count / 2);
    const middle = statements.idAfter.get(tenant, type, firstId, kept);
    if (middle === undefined) throw new Error(`The span of ${type} at ${firstId} counts more resources than there are`);
    statements.update.run(kept, tenant, type, firstId);
    statements.insert.run(tenant, type, middle, count - kept);
  };

  return {
    added: (tenant, type, id) => {
      const span = statements.around.get(tenant, type, id);
      if (span === undefined) {
        // Below the first span, or the first resource of all: '' is below every id.
        statements.insert.run(tenant, type, '', 1);
        return;
      }
      const count = span.count + 1;
      if (count > largest) cut(tenant, type, { ...span, count });
      else statements.update.run(count, tenant, type, span.first_id);
    },
    removed: (tenant, type, id) => {
      const span = statements.around.get(tenant, type, id);
      if (span === undefined) throw new Error(`No span counts the ${type} ${id}`);
      if (span.count > 1) statements.update.run(span.count - 1, tenant, type, span.first_id);
      else statements.remove.run(tenant, type, span.first_id);
    },
    total: (tenant, type) => statements.total.get(tenant, type) ?? 0,
    offsetInSpan: (tenant, type, position) => {
      const span = statements.spanAt.get(tenant, type, position, position);
      return span && { firstId: span.first_id, skip: position - span.before };
    },
  };
};

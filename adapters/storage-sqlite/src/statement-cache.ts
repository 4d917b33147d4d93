// Statements whose text depends on the filter or the order of a list. Paths and values are bound, so that a client's usual filters
// come to few texts; the least recently used one makes room.
import type { Statement } from 'better-sqlite3';
import QuickLRU from 'quick-lru';
import type { Connection } from './connection.ts';
import type { SqlValue } from './sql.ts';

/** Texts kept prepared at least; beyond this, rare filters are compiled again. */
const CAPACITY = 128;

/** Prepared statements by text. */
export interface StatementCache {
  readonly prepare: <Row>(text: string) => Statement<SqlValue[], Row>;
}

/** Makes the cache of a connection. */
export const makeStatementCache = (connection: Connection): StatementCache => {
  const prepared = new QuickLRU<string, Statement<SqlValue[]>>({ maxSize: CAPACITY });
  return {
    prepare: <Row>(text: string) => {
      const known = prepared.get(text);
      // The text says which rows it selects; nothing at run time could.
      if (known !== undefined) return known as Statement<SqlValue[], Row>;
      const statement = connection.prepare<SqlValue[], Row>(text);
      prepared.set(text, statement);
      return statement;
    },
  };
};

// Statements whose text depends on the filter or the order of a list. Paths and values are bound, so that a client's usual filters
// come to few texts; the least recently used one makes room.
import type { Statement } from 'better-sqlite3';
import type { Connection } from './connection.ts';
import type { SqlValue } from './sql.ts';

/** Texts kept prepared; beyond this, rare filters are compiled again. */
const CAPACITY = 128;

/** Prepared statements by text. */
export interface StatementCache {
  readonly prepare: <Row>(text: string) => Statement<SqlValue[], Row>;
}

/** Makes the cache of a connection. */
export const makeStatementCache = (connection: Connection): StatementCache => {
  const prepared = new Map<string, Statement<SqlValue[]>>();
  return {
    prepare: <Row>(text: string) => {
      const statement = prepared.get(text) ?? connection.prepare<SqlValue[]>(text);
      prepared.delete(text);
      prepared.set(text, statement);
      if (prepared.size > CAPACITY) {
        const oldest = prepared.keys().next();
        if (oldest.done !== true) prepared.delete(oldest.value);
      }
      // The text says which rows it selects; nothing at run time could.
      return statement as Statement<SqlValue[], Row>;
    },
  };
};

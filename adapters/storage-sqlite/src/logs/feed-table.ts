// The table of events, for use inside a transaction. Numbers follow each other within a tenant: the write lock is held, so that
// nobody else takes the next one.
import type { DirectoryEvent, SequencedEvent } from '@looop-scim/provisioning';
import { eraseDeletion, eraseEvent } from '@looop-scim/provisioning/storage-support';
import type { Connection } from '../connection.ts';
import type { Tenant } from '../tenants.ts';

/** The table of events. */
export interface FeedTable {
  readonly add: (tenant: Tenant, events: readonly DirectoryEvent[]) => void;
  /** Erases at most so many events of a person before the deletion; answers how many there were. */
  readonly erase: (tenant: Tenant, person: string, limit: number) => number;
  /** Takes the last profile out of some events of deletions before a time; whether there may be more. */
  readonly eraseDeletions: (before: number) => boolean;
  /** Removes some events before a time from the beginning of a log; whether there may be more. */
  readonly removeBefore: (at: number) => boolean;
  readonly after: (tenant: Tenant, sequence: number, limit: number) => readonly SequencedEvent[];
  readonly last: (tenant: Tenant) => number;
  readonly oldest: (tenant: Tenant) => number;
}

/** Rows that are changed in one step. */
const CHANGED_AT_ONCE = 500;

interface Row {
  readonly tenant: Tenant;
  readonly sequence: number;
  readonly event: string;
}

/** The last number that was issued to a tenant, which is to be bound twice. */
const LAST = `max(
  coalesce((SELECT max(sequence) FROM feed WHERE tenant = ?), 0),
  coalesce((SELECT feed_removed FROM tenants WHERE tenant = ?), 0))`;

const prepare = (connection: Connection) => ({
  insert: connection.prepare<[Tenant, Tenant, Tenant, number, string | null, number, string]>(
    `INSERT INTO feed (tenant, sequence, at, person, has_last_profile, event) VALUES (?, ${LAST} + 1, ?, ?, ?, ?)`,
  ),
  last: connection.prepare<[Tenant, Tenant], number>(`SELECT ${LAST}`).pluck(),
  oldest: connection.prepare<[Tenant], number | null>('SELECT min(sequence) FROM feed WHERE tenant = ?').pluck(),
  after: connection.prepare<[Tenant, number, number], Pick<Row, 'sequence' | 'event'>>(
    'SELECT sequence, event FROM feed WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?',
  ),
  ofPerson: connection.prepare<[Tenant, string, number], Row>(
    'SELECT tenant, sequence, event FROM feed WHERE tenant = ? AND person = ? ORDER BY sequence LIMIT ?',
  ),
  // Tenant by tenant, so that the index by tenant and time leads to the rows.
  ofDeletions: connection.prepare<[number, number], Row>(
    `SELECT f.tenant, f.sequence, f.event
     FROM tenants t CROSS JOIN feed f INDEXED BY feed_last_profiles ON f.tenant = t.tenant
     WHERE f.has_last_profile = 1 AND f.at < ? LIMIT ?`,
  ),
  erase: connection.prepare<[string, Tenant, number]>(
    'UPDATE feed SET event = ?, person = NULL, has_last_profile = 0 WHERE tenant = ? AND sequence = ?',
  ),
  // The oldest event of each tenant that has one, when it is too old.
  tooOld: connection.prepare<[number], Row>(
    `SELECT f.tenant, f.sequence, '' AS event
     FROM tenants t CROSS JOIN feed f
       ON f.tenant = t.tenant AND f.sequence = (SELECT min(sequence) FROM feed WHERE tenant = t.tenant)
     WHERE f.at < ? LIMIT 1`,
  ),
  // The first event that is kept, as far as one step looks.
  firstKept: connection
    .prepare<[Tenant, number, number, number], number | null>(
      `SELECT min(sequence) FROM feed WHERE tenant = ? AND sequence BETWEEN ? AND ? AND at >= ?`,
    )
    .pluck(),
  remove: connection.prepare<[Tenant, number]>('DELETE FROM feed WHERE tenant = ? AND sequence < ?'),
  noteRemoved: connection.prepare<[number, Tenant]>('UPDATE tenants SET feed_removed = ? WHERE tenant = ?'),
});

/** Written by `add` and `erase` alone. */
const eventOf = (text: string): DirectoryEvent => JSON.parse(text) as DirectoryEvent;

/** Prepares the table on a connection. */
export const makeFeedTable = (connection: Connection): FeedTable => {
  const statements = prepare(connection);
  const eraseRows = (rows: readonly Row[], erase: (event: DirectoryEvent) => DirectoryEvent): number => {
    for (const { tenant, sequence, event } of rows) {
      statements.erase.run(JSON.stringify(erase(eventOf(event))), tenant, sequence);
    }
    return rows.length;
  };
  const last: FeedTable['last'] = (tenant) => statements.last.get(tenant, tenant) ?? 0;
  return {
    add: (tenant, events) => {
      for (const event of events) {
        const { type, at, subject } = event;
        const isDeletion = type === 'user.deleted';
        const person = subject.type === 'user' && !isDeletion ? subject.id : null;
        statements.insert.run(tenant, tenant, tenant, at, person, isDeletion ? 1 : 0, JSON.stringify(event));
      }
    },
    erase: (tenant, person, limit) => eraseRows(statements.ofPerson.all(tenant, person, limit), eraseEvent),
    eraseDeletions: (before) =>
      eraseRows(statements.ofDeletions.all(before, CHANGED_AT_ONCE), eraseDeletion) === CHANGED_AT_ONCE,
    removeBefore: (at) => {
      const oldest = statements.tooOld.get(at);
      if (oldest === undefined) return false;
      const { tenant, sequence } = oldest;
      const until = Math.min(sequence + CHANGED_AT_ONCE, last(tenant));
      const kept = statements.firstKept.get(tenant, sequence, until, at) ?? until + 1;
      statements.remove.run(tenant, kept);
      statements.noteRemoved.run(kept - 1, tenant);
      return true;
    },
    after: (tenant, sequence, limit) =>
      statements.after
        .all(tenant, sequence, Math.max(limit, 0))
        .map((row) => ({ sequence: row.sequence, event: eventOf(row.event) })),
    last,
    oldest: (tenant) => statements.oldest.get(tenant) ?? last(tenant) + 1,
  };
};

// The table of events, for use inside a transaction. Numbers follow each other within a tenant: the write lock is held, so that
// nobody else takes the next one.
import type { DirectoryEvent, SequencedEvent } from '@looop-scim/provisioning/events';
import { eraseDeletion, eraseEvent } from '@looop-scim/provisioning/storage-support';
import type { Connection } from '../connection.ts';
import type { Tenant } from '../tenants.ts';

/** The number of an event of a person; null where there is none. It may have been removed as too old, and so have those before it. */
export type EventNumber = number | null;

/** What events are added to. */
export interface EventsBefore {
  /** The last number that was issued to the tenant, when it is known already. */
  readonly last?: number | undefined;
  /** The newest event of the person that they are of. */
  readonly ofPerson: EventNumber;
}

/** What one step of an erasure did. */
interface ErasedEvents {
  readonly count: number;
  /** Where the next step begins. */
  readonly next: EventNumber;
}

/** The table of events. */
export interface FeedTable {
  /** Adds events of one subject; answers the newest event of the person. */
  readonly add: (tenant: Tenant, events: readonly DirectoryEvent[], after: EventsBefore) => EventNumber;
  /** Erases at most so many events of a person before the deletion, from the newest one back. */
  readonly erase: (tenant: Tenant, newest: EventNumber, limit: number) => ErasedEvents;
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

/** An event with the one before of the same person. */
interface LinkedRow extends Row {
  readonly previous: EventNumber;
}

/** The last number that was issued to a tenant, which is to be bound twice. */
const LAST = `max(
  coalesce((SELECT max(sequence) FROM feed WHERE tenant = ?), 0),
  coalesce((SELECT feed_removed FROM tenants WHERE tenant = ?), 0))`;

const prepare = (connection: Connection) => ({
  insert: connection.prepare<[Tenant, number, number, EventNumber, number, string]>(
    'INSERT INTO feed (tenant, sequence, at, previous, has_last_profile, event) VALUES (?, ?, ?, ?, ?, ?)',
  ),
  last: connection.prepare<[Tenant, Tenant], number>(`SELECT ${LAST}`).pluck(),
  oldest: connection.prepare<[Tenant], number | null>('SELECT min(sequence) FROM feed WHERE tenant = ?').pluck(),
  after: connection.prepare<[Tenant, number, number], Pick<Row, 'sequence' | 'event'>>(
    'SELECT sequence, event FROM feed WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?',
  ),
  linked: connection.prepare<[Tenant, number], LinkedRow>(
    'SELECT tenant, sequence, event, previous FROM feed WHERE tenant = ? AND sequence = ?',
  ),
  // Tenant by tenant, so that the index by tenant and time leads to the rows.
  ofDeletions: connection.prepare<[number, number], Row>(
    `SELECT f.tenant, f.sequence, f.event
     FROM tenants t CROSS JOIN feed f INDEXED BY feed_last_profiles ON f.tenant = t.tenant
     WHERE f.has_last_profile = 1 AND f.at < ? LIMIT ?`,
  ),
  erase: connection.prepare<[string, Tenant, number]>(
    'UPDATE feed SET event = ?, previous = NULL, has_last_profile = 0 WHERE tenant = ? AND sequence = ?',
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
    add: (tenant, events, before) => {
      let newest = before.ofPerson;
      let sequence = before.last ?? (events.length === 0 ? 0 : last(tenant));
      for (const event of events) {
        sequence += 1;
        const { type, at, subject } = event;
        const isDeletion = type === 'user.deleted';
        const isOfPerson = subject.type === 'user' && !isDeletion;
        const previous = isOfPerson ? newest : null;
        const text = JSON.stringify(event);
        statements.insert.run(tenant, sequence, at, previous, isDeletion ? 1 : 0, text);
        if (isOfPerson) newest = sequence;
      }
      return newest;
    },
    erase: (tenant, newest, limit) => {
      const rows: LinkedRow[] = [];
      let next = newest;
      while (next !== null && rows.length < limit) {
        const row = statements.linked.get(tenant, next);
        if (row !== undefined) rows.push(row);
        next = row?.previous ?? null;
      }
      return { count: eraseRows(rows, eraseEvent), next };
    },
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

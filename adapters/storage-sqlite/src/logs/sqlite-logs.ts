// Activity and directory events: appended with the write that caused them, read back in order.
import * as Result from 'effect/Result';
import {
  InvalidPosition,
  type ActivityLog,
  type ActivityRecord,
  type DirectoryEvent,
  type DirectoryEventLog,
  type OrganisationId,
} from '@looop-scim/provisioning';
import { parsePosition, type ActivityPosition } from '@looop-scim/provisioning/storage-support';
import type { Connection } from '../connection.ts';
import type { Reader } from '../reader.ts';
import type { StatementCache } from '../statement-cache.ts';
import type { Tenant, Tenants } from '../tenants.ts';
import type { WriteQueue } from '../write-queue.ts';
import { ACTIVITY_COLUMNS, entryOf, pageSql, type ActivityRow } from './activity-page.ts';
import { makeActivityTable } from './activity-table.ts';
import { makeTrim, type Trim } from './trim.ts';

/** What reading the logs of an organisation works with. */
export interface LogAccess {
  readonly reader: Reader;
  readonly writes: WriteQueue;
  readonly tenants: Tenants;
}

/** The tables of activity and events, for use inside a transaction. */
export interface LogTables {
  readonly addActivity: (tenant: Tenant, record: ActivityRecord) => void;
  readonly addEvents: (tenant: Tenant, events: readonly DirectoryEvent[]) => void;
  /** Takes the values of a resource that is being deleted out of the activity. */
  readonly erase: (tenant: Tenant, resourceId: string, name: string | undefined) => void;
  readonly trim: Trim;
  readonly activityOf: (id: OrganisationId, access: LogAccess) => ActivityLog;
  readonly eventsOf: (id: OrganisationId, access: Pick<LogAccess, 'reader' | 'tenants'>) => DirectoryEventLog;
}

/** The position of a text; its key is a number of this database. */
const positionOf = (text: string | undefined): Result.Result<ActivityPosition | undefined, InvalidPosition> => {
  if (text === undefined) return Result.succeed(undefined);
  return Result.flatMap(parsePosition(text), (position) =>
    Number.isSafeInteger(Number(position.key))
      ? Result.succeed(position)
      : Result.fail(new InvalidPosition({ position: text })),
  );
};

/** Makes the access to both tables. What is read from them was written by `add...` above, hence the types. */
export const makeLogTables = (connection: Connection, cache: StatementCache): LogTables => {
  const table = makeActivityTable(connection);
  const activityAfter = connection.prepare<[Tenant, number, number], ActivityRow>(
    `SELECT ${ACTIVITY_COLUMNS} FROM activity WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const insertEvent = connection.prepare<[Tenant, number, string]>(
    'INSERT INTO events (tenant, at, event) VALUES (?, ?, ?)',
  );
  const eventsAfter = connection.prepare<
    [Tenant, number, number],
    { readonly sequence: number; readonly event: string }
  >('SELECT sequence, event FROM events WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?');

  return {
    addActivity: table.add,
    addEvents: (tenant, events) => {
      for (const event of events) insertEvent.run(tenant, event.at, JSON.stringify(event));
    },
    erase: table.erase,
    trim: makeTrim(connection, table),
    activityOf: (id, { reader, writes, tenants }) => ({
      append: (record) =>
        writes.submit(() => {
          table.addCounted(tenants.findOrAdd(id), record);
          return Result.void;
        }),
      page: ({ position, ...query }) =>
        reader.read(() =>
          Result.map(positionOf(position), (from) => {
            const tenant = tenants.find(id);
            if (tenant === undefined) return [];
            const { text, values } = pageSql(tenant, query, from);
            return cache
              .prepare<ActivityRow>(text)
              .all(...values)
              .map(entryOf);
          }),
        ),
      after: ({ position, limit }) =>
        reader.read(() =>
          Result.map(positionOf(position), (from) => {
            const tenant = tenants.find(id);
            if (tenant === undefined) return [];
            return activityAfter.all(tenant, Number(from?.key ?? 0), Math.max(limit, 0)).map(entryOf);
          }),
        ),
    }),
    eventsOf: (id, { reader, tenants }) => ({
      after: (sequence, limit) =>
        reader.read(() => {
          const tenant = tenants.find(id);
          const rows = tenant === undefined ? [] : eventsAfter.all(tenant, sequence, limit);
          return Result.succeed(
            rows.map((row) => ({ sequence: row.sequence, event: JSON.parse(row.event) as DirectoryEvent })),
          );
        }),
    }),
  };
};

// Activity and directory events: appended with the write that caused them, read back in order.
import * as Result from 'effect/Result';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { EarlierEvent } from '@looop-scim/provisioning/events';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import {
  InvalidPosition,
  type ActivityLog,
  type DirectoryEventLog,
  type EarlierEventLog,
  type HourCount,
} from '@looop-scim/provisioning/ports';
import { parsePosition, type ActivityPosition } from '@looop-scim/provisioning/storage-support';
import type { Connection } from '../connection.ts';
import type { Reader } from '../reader.ts';
import type { StatementCache } from '../statement-cache.ts';
import type { Tenant, Tenants } from '../tenants.ts';
import type { WriteQueue } from '../write-queue.ts';
import { ACTIVITY_COLUMNS, entryOf, pageSql, type ActivityRow } from './activity-page.ts';
import { makeActivityTable, type ActivityTable } from './activity-table.ts';
import { makeFeedTable, type FeedTable } from './feed-table.ts';
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
  readonly addEvents: FeedTable['add'];
  /** The number of the last event of a tenant; 0 before the first one. */
  readonly lastEvent: FeedTable['last'];
  /** Takes the values of a resource that is being deleted out of the activity, and out of its events before the deletion. */
  readonly erase: ActivityTable['erase'];
  readonly trim: Trim;
  readonly activityOf: (id: OrganisationId, access: LogAccess) => ActivityLog;
  readonly eventsOf: (id: OrganisationId, access: Pick<LogAccess, 'reader' | 'tenants'>) => DirectoryEventLog;
  readonly earlierEventsOf: (id: OrganisationId, access: Pick<LogAccess, 'reader' | 'tenants'>) => EarlierEventLog;
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

/** Makes the access to the tables. What is read from them was written by `add...` above, hence the types. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeLogTables = (connection: Connection, cache: StatementCache): LogTables => {
  const activityAfter = connection.prepare<[Tenant, number, number], ActivityRow>(
    `SELECT ${ACTIVITY_COLUMNS} FROM activity WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const hours = connection.prepare<[Tenant, number, number], HourCount>(
    'SELECT hour, outcome, count FROM activity_hours WHERE tenant = ? AND hour >= ? AND hour < ?',
  );
  const feed = makeFeedTable(connection);
  const earlierAfter = connection.prepare<
    [Tenant, number, number],
    { readonly sequence: number; readonly event: string }
  >('SELECT sequence, event FROM events WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?');
  const table = makeActivityTable(connection, feed);

  return {
    addActivity: table.add,
    addEvents: feed.add,
    lastEvent: feed.last,
    erase: table.erase,
    trim: makeTrim(connection, table, feed),
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
      countByHour: (since, until) =>
        reader.read(() => {
          const tenant = tenants.find(id);
          return Result.succeed(tenant === undefined ? [] : hours.all(tenant, since, until));
        }),
      after: ({ position, limit }) =>
        reader.read(() =>
          Result.map(positionOf(position), (from) => {
            const tenant = tenants.find(id);
            if (tenant === undefined) return [];
            return activityAfter.all(tenant, Number(from?.key ?? 0), Math.max(limit, 0)).map(entryOf);
          }),
        ),
    }),
    eventsOf: (id, { reader, tenants }) => {
      /** Reads of an organisation; `none` is the answer when nothing was ever stored for it. */
      const read = <Answer>(none: Answer, ofTenant: (tenant: Tenant) => Answer) =>
        reader.read(() => {
          const tenant = tenants.find(id);
          return Result.succeed(tenant === undefined ? none : ofTenant(tenant));
        });
      return {
        after: (sequence, limit) => read([], (tenant) => feed.after(tenant, sequence, limit)),
        last: () => read(0, feed.last),
        oldest: () => read(1, feed.oldest),
      };
    },
    earlierEventsOf: (id, { reader, tenants }) => ({
      after: (sequence, limit) =>
        reader.read(() => {
          const tenant = tenants.find(id);
          const rows = tenant === undefined ? [] : earlierAfter.all(tenant, sequence, Math.max(limit, 0));
          // Written by earlier versions alone.
          return Result.succeed(
            rows.map((row) => ({ sequence: row.sequence, event: JSON.parse(row.event) as EarlierEvent })),
          );
        }),
    }),
  };
};

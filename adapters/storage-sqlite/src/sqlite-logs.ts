// Activity and directory events: appended with the write that caused them, read back in order.
import * as Result from 'effect/Result';
import type {
  ActivityLog,
  ActivityRecord,
  DirectoryEvent,
  DirectoryEventLog,
  OrganisationId,
} from '@looop-scim/provisioning';
import type { Connection } from './connection.ts';
import type { Reader } from './reader.ts';
import type { Tenant, Tenants } from './tenants.ts';
import type { WriteQueue } from './write-queue.ts';

/** The tables of activity and events, for use inside a transaction. */
export interface LogTables {
  readonly addActivity: (tenant: Tenant, record: ActivityRecord) => void;
  readonly addEvents: (tenant: Tenant, events: readonly DirectoryEvent[]) => void;
  readonly activityOf: (
    id: OrganisationId,
    access: { readonly reader: Reader; readonly writes: WriteQueue; readonly tenants: Tenants },
  ) => ActivityLog;
  readonly eventsOf: (
    id: OrganisationId,
    access: { readonly reader: Reader; readonly tenants: Tenants },
  ) => DirectoryEventLog;
}

/** Makes the access to both tables. What is read from them was written by `add...` above, hence the types. */
export const makeLogTables = (connection: Connection): LogTables => {
  const insertActivity = connection.prepare<[Tenant, string]>('INSERT INTO activity (tenant, record) VALUES (?, ?)');
  const newest = connection
    .prepare<[Tenant, number], string>('SELECT record FROM activity WHERE tenant = ? ORDER BY sequence DESC LIMIT ?')
    .pluck();
  const insertEvent = connection.prepare<[Tenant, string]>('INSERT INTO events (tenant, event) VALUES (?, ?)');
  const after = connection.prepare<[Tenant, number, number], { readonly sequence: number; readonly event: string }>(
    'SELECT sequence, event FROM events WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?',
  );

  const addActivity: LogTables['addActivity'] = (tenant, record) => {
    insertActivity.run(tenant, JSON.stringify(record));
  };
  return {
    addActivity,
    addEvents: (tenant, events) => {
      for (const event of events) insertEvent.run(tenant, JSON.stringify(event));
    },
    activityOf: (id, { reader, writes, tenants }) => ({
      append: (record) =>
        writes.submit(() => {
          addActivity(tenants.findOrAdd(id), record);
          return Result.void;
        }),
      newest: (limit) =>
        reader.read(() => {
          const tenant = tenants.find(id);
          const records = tenant === undefined ? [] : newest.all(tenant, limit);
          return Result.succeed(records.map((record) => JSON.parse(record) as ActivityRecord));
        }),
    }),
    eventsOf: (id, { reader, tenants }) => ({
      after: (sequence, limit) =>
        reader.read(() => {
          const tenant = tenants.find(id);
          const rows = tenant === undefined ? [] : after.all(tenant, sequence, limit);
          return Result.succeed(
            rows.map((row) => ({ sequence: row.sequence, event: JSON.parse(row.event) as DirectoryEvent })),
          );
        }),
    }),
  };
};

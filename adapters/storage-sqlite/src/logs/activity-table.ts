// The table of activity, for use inside a transaction: records are added, counted and erased.
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import {
  activityFields,
  activityNameKey,
  decodeActivity,
  eraseActivity,
  hourOf,
} from '@looop-scim/provisioning/storage-support';
import type { Connection } from '../connection.ts';
import type { Tenant } from '../tenants.ts';
import type { EventNumber, FeedTable } from './feed-table.ts';

/** Whose values go from the activity. */
export interface Erasure {
  readonly tenant: Tenant;
  readonly resourceId: string;
  /** In comparable form. */
  readonly nameKey: string | null;
  /** The newest event of the person that still has values. */
  readonly lastEvent: EventNumber;
}

/** Writes of the table. */
export interface ActivityTable {
  readonly add: (tenant: Tenant, record: ActivityRecord) => void;
  /** Adds a refusal or a read, or counts it where one of its kind is recorded; erased when the resource was deleted. */
  readonly addCounted: (tenant: Tenant, record: ActivityRecord) => void;
  /** Begins an erasure; what is beyond one step is left to `continueErasure`. */
  readonly erase: (
    tenant: Tenant,
    erased: Pick<Erasure, 'resourceId' | 'lastEvent'> & { readonly name: string | undefined },
  ) => void;
  /** One step of an erasure that is not finished; false when there is none. */
  readonly continueErasure: () => boolean;
}

/** Records and events that are erased in one step. */
const ERASED_AT_ONCE = 50;

interface StoredText {
  readonly sequence: number;
  readonly record: string;
}

const prepare = (connection: Connection) => {
  const columns =
    'tenant, at, outcome, has_ignored, resource_id, name_key, existing_id, repetition_key, count, last, is_erased, record';
  const insert = `INSERT INTO activity (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  const select = (column: string) =>
    connection.prepare<[Tenant, string, number], StoredText>(
      `SELECT sequence, record FROM activity WHERE tenant = ? AND ${column} = ? AND is_erased = 0 LIMIT ?`,
    );
  return {
    insert: connection.prepare(insert),
    insertOrCount: connection.prepare(
      `${insert} ON CONFLICT (tenant, repetition_key) WHERE repetition_key IS NOT NULL
       DO UPDATE SET count = count + excluded.count, last = max(last, excluded.last)`,
    ),
    countHour: connection.prepare<[Tenant, number, string, number]>(
      `INSERT INTO activity_hours (tenant, hour, outcome, count) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    ),
    wasErased: connection.prepare<[Tenant, string]>(
      'SELECT 1 FROM activity WHERE tenant = ? AND resource_id = ? AND is_erased = 1 LIMIT 1',
    ),
    ofResource: select('resource_id'),
    ofExisting: select('existing_id'),
    ofName: select('name_key'),
    erase: connection.prepare<[string, number]>(
      `UPDATE activity SET record = ?, is_erased = 1, has_ignored = 0, name_key = NULL, existing_id = NULL,
         repetition_key = NULL WHERE sequence = ?`,
    ),
    toErase: connection.prepare<[], Pick<Erasure, 'tenant' | 'resourceId' | 'nameKey' | 'lastEvent'>>(
      `SELECT tenant, resource_id AS "resourceId", name_key AS "nameKey", last_event AS "lastEvent"
       FROM erasures LIMIT 1`,
    ),
    putErasure: connection.prepare<[Tenant, string, string | null, EventNumber]>(
      'INSERT OR REPLACE INTO erasures (tenant, resource_id, name_key, last_event) VALUES (?, ?, ?, ?)',
    ),
    deleteErasure: connection.prepare<[Tenant, string]>('DELETE FROM erasures WHERE tenant = ? AND resource_id = ?'),
  };
};

const rowOf = (tenant: Tenant, { repeated, ...record }: ActivityRecord, repetitionKey: string | null) => {
  const { at, outcome, hasIgnored, resourceId, nameKey, existingId } = activityFields(record);
  const found = [resourceId ?? null, nameKey ?? null, existingId ?? null, repetitionKey];
  const isErased = record.erased === undefined ? 0 : 1;
  const { count, last } = repeated ?? { count: 1, last: at };
  return [tenant, at, outcome, hasIgnored ? 1 : 0, ...found, count, last, isErased, JSON.stringify(record)];
};

/** Prepares the table on a connection. */
export const makeActivityTable = (connection: Connection, feed: Pick<FeedTable, 'erase'>): ActivityTable => {
  const statements = prepare(connection);

  const countHour = (tenant: Tenant, { at, outcome, repeated }: ActivityRecord): void =>
    void statements.countHour.run(tenant, hourOf(at), outcome, repeated?.count ?? 1);

  /** Erases at most `ERASED_AT_ONCE` records and events; what is left to do when there were as many. */
  const eraseStep = (erasure: Erasure): Erasure | undefined => {
    const { tenant, resourceId, nameKey, lastEvent } = erasure;
    let found = statements.ofResource.all(tenant, resourceId, ERASED_AT_ONCE);
    found = [...found, ...statements.ofExisting.all(tenant, resourceId, ERASED_AT_ONCE - found.length)];
    if (nameKey !== null) found = [...found, ...statements.ofName.all(tenant, nameKey, ERASED_AT_ONCE - found.length)];
    for (const { sequence, record } of found) {
      statements.erase.run(JSON.stringify(eraseActivity(decodeActivity(record))), sequence);
    }
    const { count, next } = feed.erase(tenant, lastEvent, ERASED_AT_ONCE - found.length);
    return found.length + count === ERASED_AT_ONCE ? { ...erasure, lastEvent: next } : undefined;
  };

  const put = ({ tenant, resourceId, nameKey, lastEvent }: Erasure): void =>
    void statements.putErasure.run(tenant, resourceId, nameKey, lastEvent);

  return {
    add: (tenant, record) => {
      statements.insert.run(...rowOf(tenant, record, null));
      countHour(tenant, record);
    },
    addCounted: (tenant, record) => {
      const { resourceId } = record;
      const isOfErased = resourceId !== undefined && statements.wasErased.get(tenant, resourceId) !== undefined;
      const kept = isOfErased ? eraseActivity(record) : record;
      statements.insertOrCount.run(...rowOf(tenant, kept, activityFields(kept).repetitionKey ?? null));
      // Those that are counted as one are of one hour: their window does not go beyond it.
      countHour(tenant, kept);
    },
    erase: (tenant, { resourceId, name, lastEvent }) => {
      const nameKey = name === undefined ? null : activityNameKey(name);
      const left = eraseStep({ tenant, resourceId, nameKey, lastEvent });
      if (left !== undefined) put(left);
    },
    continueErasure: () => {
      const next = statements.toErase.get();
      if (next === undefined) return false;
      const left = eraseStep(next);
      if (left === undefined) statements.deleteErasure.run(next.tenant, next.resourceId);
      else put(left);
      return true;
    },
  };
};

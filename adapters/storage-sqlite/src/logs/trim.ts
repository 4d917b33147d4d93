// Removes what the logs keep no longer, a bounded number of rows at a time: one step is one write like any other and shares its
// transaction with those of requests.
import type { LogBounds } from '@looop-scim/provisioning/ports';
import { HOUR_MS } from '@looop-scim/provisioning/storage-support';
import type { Connection } from '../connection.ts';
import type { ActivityTable } from './activity-table.ts';
import type { FeedTable } from './feed-table.ts';

/** One step, for use inside a transaction; whether another one may find something. */
export type Trim = (bounds: LogBounds) => boolean;

/** Rows of a table that are removed in one step. */
const REMOVED_AT_ONCE = 500;

/** Tenant by tenant, so that the index by tenant and time leads to the rows. */
const removalFrom = (table: 'activity' | 'events') =>
  `DELETE FROM ${table} WHERE sequence IN (
     SELECT l.sequence FROM tenants t CROSS JOIN ${table} l WHERE l.tenant = t.tenant AND l.at < ? LIMIT ${REMOVED_AT_ONCE})`;

/** Prepares the removal on a connection. */
export const makeTrim = (connection: Connection, activity: ActivityTable, feed: FeedTable): Trim => {
  const removeActivity = connection.prepare<[number]>(removalFrom('activity'));
  const removeHours = connection.prepare<[number]>(
    `DELETE FROM activity_hours WHERE (tenant, hour, outcome) IN (
       SELECT h.tenant, h.hour, h.outcome FROM tenants t CROSS JOIN activity_hours h
       WHERE h.tenant = t.tenant AND h.hour <= ? LIMIT ${REMOVED_AT_ONCE})`,
  );
  // Of format 1.
  const removeEvents = connection.prepare<[number]>(removalFrom('events'));
  const removeUnknownTokens = connection.prepare<[number]>('DELETE FROM unknown_tokens WHERE last < ?');

  const ended = (['records', 'installation_records'] as const).map((table) =>
    connection.prepare<[number]>(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires <= ? LIMIT ${REMOVED_AT_ONCE})`,
    ),
  );

  return ({ activityBefore, eventsBefore, expiredBy, lastProfilesBefore }) => {
    if (activity.continueErasure()) return true;
    let removed = 0;
    if (activityBefore !== undefined) {
      removeUnknownTokens.run(activityBefore);
      removed = removeActivity.run(activityBefore).changes;
      // The hours that have ended by then.
      if (removed === 0) removed = removeHours.run(activityBefore - HOUR_MS).changes;
    }
    // One table a step.
    if (removed > 0) return true;
    if (lastProfilesBefore !== undefined && feed.eraseDeletions(lastProfilesBefore)) return true;
    if (eventsBefore !== undefined && removeEvents.run(eventsBefore).changes > 0) return true;
    if (eventsBefore !== undefined && feed.removeBefore(eventsBefore)) return true;
    return expiredBy !== undefined && ended.some((statement) => statement.run(expiredBy).changes > 0);
  };
};

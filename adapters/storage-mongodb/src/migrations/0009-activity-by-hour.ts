// Version 9. Requests are counted by the hour from an index alone: their records are not read.
import type { Migration } from './migrate.ts';

export const activityByHour: Migration = {
  name: 'requests are counted by the hour',
  indexes: { activity: [{ name: 'counted', key: { o: 1, at: 1, outcome: 1, count: 1 } }] },
};

// Version 11. How many requests there were is counted hour by hour as they are recorded, so that the chart of a month reads as many
// rows as a month has hours, and not a record for each request.
import type { Migration } from './migrate.ts';

export const activityByHour: Migration = {
  name: 'requests are counted by the hour',
  statements: [
    // hour: when it begins, in milliseconds since 1970.
    `CREATE TABLE activity_hours (
      tenant INTEGER NOT NULL,
      hour INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (tenant, hour, outcome)
    ) STRICT, WITHOUT ROWID`,
    `INSERT INTO activity_hours (tenant, hour, outcome, count)
     SELECT tenant, at - at % 3600000, outcome, sum(count) FROM activity GROUP BY 1, 2, 3`,
  ],
};

import { initialSchema } from './0001-initial-schema.ts';
import { tokenSubjects } from './0002-token-subjects.ts';
import { tokenLabelsAndRemovals } from './0003-token-labels-and-removals.ts';
import { activityFields } from './0004-activity-fields.ts';
import { revisions } from './0005-revisions.ts';
import { platformKeys } from './0006-platform-keys.ts';
import { records } from './0007-records.ts';
import { feed } from './0008-feed.ts';
import { schemaVersions } from './0009-schema-versions.ts';
import { eventsOfAPerson } from './0010-events-of-a-person.ts';
import { activityByHour } from './0011-activity-by-hour.ts';
import { tokenClients } from './0012-token-clients.ts';
import type { Migration } from './migrate.ts';

/** All migrations in order; the n-th leads to schema version n. A published migration never changes. */
export const MIGRATIONS: readonly Migration[] = [
  initialSchema,
  tokenSubjects,
  tokenLabelsAndRemovals,
  activityFields,
  revisions,
  platformKeys,
  records,
  feed,
  schemaVersions,
  eventsOfAPerson,
  activityByHour,
  tokenClients,
];

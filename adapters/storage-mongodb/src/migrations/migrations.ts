import { initialIndexes } from './0001-indexes.ts';
import { removedOrganisations } from './0002-removed-organisations.ts';
import { activityFieldsAndEnds } from './0003-activity-fields.ts';
import { revisions } from './0004-revisions.ts';
import { platformKeys } from './0005-platform-keys.ts';
import { records } from './0006-records.ts';
import { feed } from './0007-feed.ts';
import { schemaVersions } from './0008-schema-versions.ts';
import { activityByHour } from './0009-activity-by-hour.ts';
import type { Migration } from './migrate.ts';

/** All migrations in order; the n-th leads to schema version n. A published migration never changes. */
export const MIGRATIONS: readonly Migration[] = [
  initialIndexes,
  removedOrganisations,
  activityFieldsAndEnds,
  revisions,
  platformKeys,
  records,
  feed,
  schemaVersions,
  activityByHour,
];

// Activity records as documents: the record as JSON, and beside it what queries look into.
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { ActivityEntry } from '@looop-scim/provisioning/ports';
import {
  activityFields,
  decodeActivity,
  printPosition,
  type ActivityFields,
} from '@looop-scim/provisioning/storage-support';
import type { ActivityDocument } from '../collections.ts';

/** What queries look into. */
export const foundBy = ({
  at,
  outcome,
  hasIgnored,
  resourceId,
  nameKey,
  existingId,
}: ActivityFields): Omit<ActivityDocument, 'o' | 'w' | 'record'> => ({
  at,
  last: at,
  outcome,
  ...(hasIgnored && { hasIgnored: true }),
  ...(resourceId !== undefined && { resourceId }),
  ...(nameKey !== undefined && { nameKey }),
  ...(existingId !== undefined && { existingId }),
});

/** The document of a record, without how often it was repeated. */
export const activityDocument = (
  organisation: OrganisationId,
  w: string,
  { repeated: _counted, ...record }: ActivityRecord,
): ActivityDocument => ({
  o: organisation,
  w,
  ...foundBy(activityFields(record)),
  ...(record.erased !== undefined && { erased: true }),
  record: JSON.stringify(record),
});

/** The entry of a document. */
export const entryOf = ({ w, at, last, count = 1, record }: ActivityDocument): ActivityEntry => ({
  position: printPosition({ at, key: w }),
  record: { ...decodeActivity(record), ...(count > 1 && { repeated: { count, last } }) },
});

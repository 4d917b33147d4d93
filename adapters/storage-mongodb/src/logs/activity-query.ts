// Queries of the activity by page and filter; each has an index that leads to what it selects.
import type { ActivityOutcome } from '@looop-scim/provisioning/activity';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { ActivityQuery } from '@looop-scim/provisioning/ports';
import {
  activityNameKey,
  HOUR_MS,
  REPETITION_WINDOW_MS,
  type ActivityPosition,
} from '@looop-scim/provisioning/storage-support';
import type { Document, Filter } from 'mongodb';
import type { ActivityDocument } from '../collections.ts';

type Query = Filter<ActivityDocument>;

const outcomeQuery = (outcome: ActivityQuery['outcome']): readonly Query[] => {
  if (outcome === undefined) return [];
  return [outcome === 'ignored' ? { hasIgnored: true } : { outcome }];
};

const resourceQuery = (organisation: OrganisationId, resource: ActivityQuery['resource']): readonly Query[] => {
  if (resource === undefined) return [];
  const { id, name } = resource;
  const ways: Query[] = [];
  if (id !== undefined) ways.push({ o: organisation, resourceId: id });
  if (name !== undefined) ways.push({ o: organisation, nameKey: activityNameKey(name) });
  return ways.length === 0 ? [{ w: { $in: [] } }] : [{ $or: ways }];
};

/** The query of a page. */
export const pageQuery = (
  organisation: OrganisationId,
  { outcome, resource, since, until }: Omit<ActivityQuery, 'position' | 'limit'>,
  position: ActivityPosition | undefined,
): Query => {
  const conditions: Query[] = [...outcomeQuery(outcome), ...resourceQuery(organisation, resource)];
  // A record counts for a window of time at most.
  if (since !== undefined) conditions.push({ at: { $gt: since - REPETITION_WINDOW_MS } }, { last: { $gte: since } });
  if (until !== undefined) conditions.push({ at: { $lt: until } });
  if (position !== undefined) {
    const { at, key } = position;
    conditions.push({ at: { $lte: at } }, { $or: [{ at: { $lt: at } }, { at, w: { $lt: key } }] });
  }
  return conditions.length === 0 ? { o: organisation } : { o: organisation, $and: conditions };
};

/** The requests of an hour with one outcome, as they are counted. */
export interface HourDocument {
  readonly _id: { readonly hour: number; readonly outcome: ActivityOutcome };
  readonly count: number;
}

/** Counts requests by the hour: an index has all that it reads. */
export const hoursPipeline = (organisation: OrganisationId, since: number, until: number): Document[] => [
  { $match: { o: organisation, at: { $gte: since, $lt: until } } },
  { $project: { _id: 0, at: 1, outcome: 1, count: 1 } },
  {
    $group: {
      _id: { hour: { $subtract: ['$at', { $mod: ['$at', HOUR_MS] }] }, outcome: '$outcome' },
      count: { $sum: { $ifNull: ['$count', 1] } },
    },
  },
];

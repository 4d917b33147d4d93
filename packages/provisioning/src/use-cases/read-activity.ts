// Makes the reading of an organisation's activity: the implementation of its inbound port.
import * as Effect from 'effect/Effect';
import { suggestAttribute } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { valueOrigins } from '../activity/value-origins.ts';
import { makeSummaryBuilder, type Suggest } from '../activity/summarise.ts';
import type { ActivityPageRequest, ActivityReading, ActivitySelection } from '../ports/inbound/activity-reading.ts';
import type { ActivityFilter, ActivityLog } from '../ports/outbound/activity-log.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { readEntry } from './activity-entry.ts';
import { makeActivityCounts } from './count-activity.ts';
import { findUserId } from './find-user.ts';
import { followActivity } from './follow-activity.ts';
import { lookedFor, searchActivity } from './search-activity.ts';

/** What reading works with. */
export interface ActivityDependencies {
  readonly registry: SchemaRegistry;
  readonly resources: ResourceRepository;
  readonly activity: ActivityLog;
}

/** Records of a page at most. */
const MAX_PAGE = 1000;
/** Records that a summary reads at once. */
const READ_AT_ONCE = 500;

/** Makes the summary of the newest records. */
const makeSummary = (activity: ActivityLog, suggest: Suggest): ActivityReading['summary'] =>
  Effect.fnUntraced(function* (since: number, mostRecords = Number.POSITIVE_INFINITY) {
    const builder = makeSummaryBuilder(since, suggest);
    let position: string | undefined;
    for (let left = mostRecords; ; left -= READ_AT_ONCE) {
      if (left <= 0) return { ...builder.summary(), isPartial: true };
      const query = { outcome: 'ignored', since, limit: READ_AT_ONCE } as const;
      const read = activity.page({ ...query, ...(position !== undefined && { position }) });
      const entries = yield* Effect.catchTag(read, 'InvalidPosition', (failure) => Effect.die(failure));
      for (const { record } of entries) builder.add(record);
      if (entries.length < READ_AT_ONCE) return builder.summary();
      position = entries.at(-1)?.position;
    }
  });

/** Records that are looked through for arrivals, the newest ones. */
const ARRIVAL_RECORDS = 5000;

/** Makes the reading of when attributes arrived last. */
const makeArrivals = (activity: ActivityLog): ActivityReading['arrivals'] =>
  Effect.fnUntraced(function* () {
    const latest = new Map<string, number>();
    let position: string | undefined;
    for (let left = ARRIVAL_RECORDS; left > 0; left -= READ_AT_ONCE) {
      const query = { outcome: 'applied', limit: READ_AT_ONCE, ...(position !== undefined && { position }) } as const;
      const entries = yield* Effect.catchTag(activity.page(query), 'InvalidPosition', Effect.die);
      const ofUsers = entries.map(({ record }) => record).filter(({ resourceType }) => resourceType === 'User');
      for (const { attribute, at } of valueOrigins(ofUsers)) {
        if (!latest.has(attribute)) latest.set(attribute, at);
      }
      if (entries.length < READ_AT_ONCE) return { arrivals: arrivalsOf(latest), isPartial: false };
      position = entries.at(-1)?.position;
    }
    return { arrivals: arrivalsOf(latest), isPartial: true };
  });

const arrivalsOf = (latest: ReadonlyMap<string, number>) =>
  Array.from(latest, ([attribute, at]) => ({ attribute, at }));

/** Makes the reading of one organisation's activity. */
export const makeActivityReading = ({ registry, resources, activity }: ActivityDependencies): ActivityReading => {
  const suggest: Suggest = (resourceType, attribute) => {
    const type = registry.resourceType(resourceType);
    return type && suggestAttribute(type, attribute);
  };

  /**
   * The name of an existing user also finds the records under the user's other names. A name may also be that of a user who
   * could not be created.
   */
  const filterOf = Effect.fnUntraced(function* ({
    user,
    text: _text,
    client: _client,
    ...filter
  }: ActivitySelection): Effect.fn.Return<ActivityFilter, StorageUnavailable> {
    if (user === undefined) return filter;
    const type = registry.resourceType('User');
    const found =
      type === undefined
        ? Effect.succeed(user)
        : Effect.catchTag(findUserId(type, resources, user), 'TooMany', Effect.die);
    const id = yield* Effect.catchTag(found, 'NoSuchEntry', () => Effect.succeed(user));
    return { ...filter, resource: { id, name: user } };
  });

  const page: ActivityReading['page'] = Effect.fnUntraced(function* ({
    position,
    limit,
    ...selection
  }: ActivityPageRequest) {
    const bounded = Math.min(Math.max(limit, 1), MAX_PAGE);
    const filter = yield* filterOf(selection);
    const isMeant = lookedFor(selection);
    if (isMeant !== undefined) return yield* searchActivity(activity, filter, { isMeant, limit: bounded, position });
    // One more than is asked for tells whether there is another page.
    const found = yield* activity.page({
      ...filter,
      limit: bounded + 1,
      ...(position !== undefined && { position }),
    });
    const entries = found.slice(0, bounded);
    const next = found.length > bounded ? entries.at(-1)?.position : undefined;
    return { entries, ...(next !== undefined && { next }) };
  });

  const origins: ActivityReading['origins'] = Effect.fnUntraced(function* (user: string) {
    const filter = yield* filterOf({ user, outcome: 'applied' });
    const read = activity.page({ ...filter, limit: MAX_PAGE + 1 });
    const entries = yield* Effect.catchTag(read, 'InvalidPosition', (failure) => Effect.die(failure));
    const records = entries.slice(0, MAX_PAGE).map(({ record }) => record);
    return { origins: valueOrigins(records), isPartial: entries.length > MAX_PAGE };
  });

  return {
    page,
    entry: (position) => readEntry(activity, position),
    counts: makeActivityCounts(activity),
    follow: (selection) =>
      Effect.flatMap(filterOf(selection), (filter) => followActivity(activity, filter, lookedFor(selection))),
    origins,
    arrivals: makeArrivals(activity),
    summary: makeSummary(activity, suggest),
  };
};

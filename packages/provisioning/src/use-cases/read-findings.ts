// Who and what is out of step between an organisation and its identity provider.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import { resolveAttribute } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { isDeactivation } from '../activity/is-deactivation.ts';
import type { ActivityReading, ActivitySummary } from '../ports/inbound/activity-reading.ts';
import type { ActivityEntry, ActivityLog } from '../ports/outbound/activity-log.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { readOne } from './read-one.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
/** How far back is looked. */
const WINDOW_DAYS = 30;
/** People of an organisation among whom those are counted whom nobody manages: no index tells, so that each is looked at. */
const MOST_LOOKED_AT = 5000;
/** People who are named. */
const MOST_NAMED = 20;
/** Deactivations within an hour that somebody should look at. */
const BURST = 10;
/** Records that are looked through for each kind of finding, the newest ones. */
const MOST_RECORDS = 3000;
const READ_AT_ONCE = 500;

/** Active people whom no identity provider has given an id of its own. */
export interface UnmanagedPeople {
  readonly count: number;
  /** Some of them. */
  readonly people: readonly { readonly id: string; readonly userName?: string }[];
}

/** Somebody whom the identity provider has tried to create, and who is here already without its id. */
export interface WouldBeMatch {
  readonly id: string;
  readonly userName: string;
  /** When the creation was refused last, in milliseconds since 1970. */
  readonly at: number;
}

/** What is out of step. Times in milliseconds since 1970. */
export interface Findings extends ActivitySummary {
  /** Absent when there are too many people to look through. */
  readonly unmanaged?: UnmanagedPeople;
  /** Newest first, at most 20. */
  readonly matches: readonly WouldBeMatch[];
  /** The hour in which most people were deactivated, if they were many. */
  readonly deactivations?: { readonly at: number; readonly count: number };
}

/** What findings are read from. */
export interface FindingsDependencies {
  readonly registry: SchemaRegistry;
  readonly resources: ResourceRepository;
  readonly activity: ActivityLog;
  readonly reading: Pick<ActivityReading, 'summary'>;
}

/** Looks for people whose creation was refused, since they are here without an id of the identity provider. */
const makeMatches = ({ resources, activity }: Pick<FindingsDependencies, 'resources' | 'activity'>) => {
  /** The person, unless there is none any more or an identity provider manages it by now. */
  const unmanagedPerson = (id: string) =>
    readOne(resources, 'User', id).pipe(
      Effect.map(({ document: { userName, externalId } }) =>
        externalId === undefined && typeof userName === 'string' ? { id, userName } : undefined,
      ),
      Effect.catchTag('ResourceNotFound', () => Effect.undefined),
    );

  return Effect.fnUntraced(function* (since: number): Effect.fn.Return<readonly WouldBeMatch[], StorageUnavailable> {
    const page = yield* activity
      .page({ outcome: 'refused', since, limit: READ_AT_ONCE })
      .pipe(Effect.catchTag('InvalidPosition', Effect.die));
    const refused = new Map<string, number>();
    for (const { record } of page) {
      const { operation, resourceType, failure, at, repeated } = record;
      const id = failure?.existingId;
      if (operation !== 'create' || resourceType !== 'User' || id === undefined) continue;
      if (!refused.has(id)) refused.set(id, repeated?.last ?? at);
    }
    const found: WouldBeMatch[] = [];
    for (const [id, at] of refused) {
      if (found.length === MOST_NAMED) break;
      const person = yield* unmanagedPerson(id);
      if (person !== undefined) found.push({ ...person, at });
    }
    return found;
  });
};

/** Makes the reading of one organisation's findings. */
export const makeFindingsReading = ({ registry, resources, activity, reading }: FindingsDependencies) => {
  const unmanaged = Effect.gen(function* () {
    const type = registry.resourceType('User');
    const [active, externalId] = ['active', 'externalId'].map((name) => type && resolveAttribute(type, name));
    if (type === undefined || active === undefined || externalId === undefined) return undefined;
    const filter: BoundFilter = {
      kind: 'and',
      operands: [
        { kind: 'compare', attribute: active, operator: 'eq', value: true },
        { kind: 'not', operand: { kind: 'present', attribute: externalId } },
      ],
    };
    const all = { resourceType: type.name, offset: 0, withMemberships: false } as const;
    if ((yield* resources.list({ ...all, limit: 0 })).total > MOST_LOOKED_AT) return undefined;
    const { total, resources: found } = yield* resources.list({ ...all, filter, limit: MOST_NAMED });
    const people = found.map(({ id, document: { userName } }) => ({
      id,
      ...(typeof userName === 'string' && { userName }),
    }));
    return { count: total, people };
  }).pipe(Effect.catchTag('TooMany', () => Effect.undefined));

  const deactivations = Effect.fnUntraced(function* (since: number) {
    const byHour = new Map<number, number>();
    let position: string | undefined;
    for (let seen = 0; seen < MOST_RECORDS; seen += READ_AT_ONCE) {
      const query = { outcome: 'applied', since, limit: READ_AT_ONCE } as const;
      const page: readonly ActivityEntry[] = yield* activity
        .page({ ...query, ...(position !== undefined && { position }) })
        .pipe(Effect.catchTag('InvalidPosition', Effect.die));
      for (const { record } of page) {
        const hour = Math.floor(record.at / HOUR_MS) * HOUR_MS;
        if (isDeactivation(record)) byHour.set(hour, (byHour.get(hour) ?? 0) + 1);
      }
      position = page.at(-1)?.position;
      if (page.length < READ_AT_ONCE) break;
    }
    const [most] = [...byHour].toSorted(([, one], [, other]) => other - one);
    return most === undefined || most[1] < BURST ? undefined : { at: most[0], count: most[1] };
  });

  const matches = makeMatches({ resources, activity });

  return Effect.fnUntraced(function* (): Effect.fn.Return<Findings, StorageUnavailable> {
    const since = (yield* Clock.currentTimeMillis) - WINDOW_DAYS * DAY_MS;
    const [summary, people, burst] = [
      yield* reading.summary(since, MOST_RECORDS),
      yield* unmanaged,
      yield* deactivations(since),
    ];
    return {
      ...summary,
      matches: yield* matches(since),
      ...(people !== undefined && { unmanaged: people }),
      ...(burst !== undefined && { deactivations: burst }),
    };
  });
};

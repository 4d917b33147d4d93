// Lists: the stages of a page and its total, and which commands wait for which.
import type { ResourcePage, ResourceQuery, StorageLimits } from '@looop-scim/provisioning/ports';
import {
  makeCharacterCount,
  makePageMeter,
  PartExceeded,
  type BoundSchema,
} from '@looop-scim/provisioning/storage-support';
import type { MembershipReference } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import { allOfType, planMatches, type MatchPlan } from './filter/match-plan.ts';
import type { FilterScope } from './filter/filter-to-mongo.ts';
import type { Stage } from './filter/query.ts';
import type { JoinScope } from './membership-sides.ts';
import {
  isChangedSince,
  JOINED_FIELDS,
  joinedMemberships,
  joinMemberships,
  readMemberships,
  type JoinedRows,
} from './memberships-reader.ts';
import { RESOURCE_FIELDS, resourceOf, type StoredResource } from './resource-documents.ts';
import {
  isUnfinished,
  retryUntilConsistent,
  type Attempt,
  type FinishEffects,
  type Unfinished,
} from './retry-until-consistent.ts';
import { sortToMongo } from './sort-to-mongo.ts';

/** No organisation has more resources of a type. */
const MAX_COUNT = 0x7f_ff_ff_ff;

const bounded = (count: number): number => Math.min(Math.max(count, 0), MAX_COUNT);

type Listed = StoredResource & Partial<JoinedRows>;

/** A list that is asked for. */
export interface ListCall {
  readonly type: ResourceType;
  readonly schema: BoundSchema;
  readonly scope: FilterScope;
  readonly query: ResourceQuery;
  readonly limits: StorageLimits;
}

/** A list that is being read. */
interface Listing extends ListCall {
  readonly plan: MatchPlan;
  /** Where memberships are read; undefined when they are not. */
  readonly memberships: JoinScope | undefined;
}

/** A query that takes longer is stopped by the server. */
const timeOf = ({ maxSeconds }: StorageLimits) => (maxSeconds === undefined ? {} : { maxTimeMS: maxSeconds * 1000 });

const countMatches = async ({ scope, plan, limits }: Listing): Promise<number> => {
  const [counted] = await scope.collections.resources
    .aggregate<{ readonly total: number }>([...plan.stages, { $count: 'total' }], {
      allowDiskUse: true,
      ...timeOf(limits),
    })
    .toArray();
  return counted?.total ?? 0;
};

/** Whether memberships are read along with the page: then at most one command comes before it. */
const isJoined = ({ plan, memberships }: Listing): boolean => plan.asked && memberships !== undefined;

/** What was read of a page. */
interface Read {
  readonly page: readonly Listed[];
  /** Whether there is more of it than a page takes. */
  readonly isCut: boolean;
}

const readPage = async (listing: Listing): Promise<Read> => {
  const { scope, plan, query, memberships } = listing;
  const limit = bounded(query.limit);
  const join: readonly Stage[] = memberships !== undefined && isJoined(listing) ? joinMemberships(memberships) : [];
  const stages = [
    ...plan.stages,
    ...sortToMongo(query.sort),
    { $skip: bounded(query.offset) },
    { $limit: limit },
    ...join,
    { $project: { ...RESOURCE_FIELDS, ...(join.length > 0 && JOINED_FIELDS) } },
  ];
  const options = { allowDiskUse: true, batchSize: Math.min(limit + 1, MAX_COUNT), ...timeOf(listing.limits) };
  const takes = makePageMeter(query.maxCharacters ?? Infinity);
  const page: Listed[] = [];
  for await (const stored of scope.collections.resources.aggregate<Listed>(stages, options)) {
    // Leaving the loop closes the cursor.
    if (!takes(stored.document.length)) return { page, isCut: true };
    page.push(stored);
  }
  return { page, isCut: false };
};

interface PageMemberships {
  readonly of: (id: string) => readonly MembershipReference[] | undefined;
  readonly unfinished: readonly Unfinished[];
  readonly inconsistent: boolean;
}

const readAfter = async (scope: JoinScope, page: readonly Listed[]) => {
  const read = await readMemberships(
    scope,
    page.map(({ id }) => id),
  );
  return { ...read, inconsistent: await isChangedSince(scope, page) };
};

const membershipsOf = async (listing: Listing, page: readonly Listed[]): Promise<PageMemberships> => {
  const { limits, query } = listing;
  if (listing.memberships === undefined) return { of: () => undefined, unfinished: [], inconsistent: false };
  // A page is never empty: what its first resource has may exceed the page, and is held to the limit of the call alone.
  const ofPage = page.length > 1 ? (query.maxCharacters ?? Infinity) : Infinity;
  const scope = { ...listing.memberships, count: makeCharacterCount(ofPage, limits.maxCharacters ?? Infinity) };
  const { references, unfinished, inconsistent } = isJoined(listing)
    ? await joinedMemberships(
        scope,
        page.map(({ rows = [], now = [], ...stored }) => ({ ...stored, rows, now })),
      )
    : await readAfter(scope, page);
  return {
    of: (id) => references.get(id) ?? [],
    unfinished: [...page.filter(isUnfinished), ...unfinished],
    inconsistent,
  };
};

/** The page as far as its memberships fit into it. */
const readFitting = async (
  listing: Listing,
  page: readonly Listed[],
): Promise<PageMemberships & { readonly page: readonly Listed[] }> => {
  try {
    return { page, ...(await membershipsOf(listing, page)) };
  } catch (cause) {
    if (!(cause instanceof PartExceeded)) throw cause;
    return readFitting(listing, page.slice(0, Math.ceil(page.length / 2)));
  }
};

/** The number of all matches, where the page tells it. */
const toldTotal = ({ offset, limit }: ResourceQuery, found: number): number | undefined =>
  found < limit && (offset === 0 || found > 0) ? offset + found : undefined;

const attempt = async (listing: Listing): Promise<Attempt<ResourcePage>> => {
  const { query, plan } = listing;
  if (query.limit === 0) {
    return { answer: { total: await countMatches(listing), resources: [] }, unfinished: [], inconsistent: false };
  }
  // Where no index helps, counting takes as long as finding: both at once.
  const [{ page, isCut }, counted] = await Promise.all([
    readPage(listing),
    plan.indexed ? undefined : countMatches(listing),
  ]);
  const [total, memberships] = await Promise.all([
    (isCut ? undefined : toldTotal(query, page.length)) ?? counted ?? countMatches(listing),
    readFitting(listing, page),
  ]);
  const resources = memberships.page.map((stored) => resourceOf(stored, memberships.of(stored.id)));
  const { unfinished, inconsistent } = memberships;
  return { answer: { total, resources }, unfinished, inconsistent };
};

/**
 * Lists resources of a type. Rejects with `TooMany` when memberships have too many characters, and with what the server says when
 * a query takes too long.
 */
export const listResources = async (call: ListCall, finishEffects: FinishEffects): Promise<ResourcePage> => {
  const { type, schema, scope, query } = call;
  const { filter } = query;
  if (filter?.kind === 'constant' && !filter.value) return { total: 0, resources: [] };
  const plan =
    filter === undefined || filter.kind === 'constant'
      ? allOfType(scope.organisation, type)
      : await planMatches(filter, { type, schema }, scope, finishEffects);
  const { sides } = scope;
  const memberships = query.withMemberships && sides !== undefined ? { ...scope, sides } : undefined;
  return retryUntilConsistent(finishEffects, () => attempt({ ...call, plan, memberships }));
};

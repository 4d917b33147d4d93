// From a filter to the stages that find its matches: candidates that an index names, then the exact condition.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { MembershipDocument } from '../collections.ts';
import { encodeText } from '../encoding/text-order.ts';
import { currentRows, type JoinScope } from '../membership-sides.ts';
import { isUnfinished, retryUntilConsistent, type FinishEffects, type Unfinished } from '../retry-until-consistent.ts';
import { filterToMongo, namesMemberships, type FilterScope } from './filter-to-mongo.ts';
import { indexRanges, type IndexScope, type Owners } from './index-ranges.ts';
import { ALWAYS, type Query, type Stage } from './query.ts';

/** How the matches of a filter are found. */
export interface MatchPlan {
  readonly stages: readonly Stage[];
  /** Whether an index names the candidates. */
  readonly indexed: boolean;
  /** Whether a command was needed to know the candidates. */
  readonly asked: boolean;
}

/** Beyond this a list of ids is no help. */
const MAX_OWNERS = 10_000;

/** The resources that have a membership with one of the values. */
const findOwners = async (
  { collections, organisation, sides }: JoinScope,
  values: readonly string[],
): Promise<Owners> => {
  const rows = await collections.memberships
    .find({ ...currentRows(organisation), [sides.other]: { $in: values.map(encodeText) } })
    .project<Pick<MembershipDocument, 'g' | 'm'>>({ _id: 0, g: 1, m: 1 })
    .limit(MAX_OWNERS + 1)
    .batchSize(MAX_OWNERS + 2)
    .toArray();
  if (rows.length > MAX_OWNERS) return new Map();
  const found = Map.groupBy(rows, (row) => row[sides.other]);
  return new Map(values.map((value) => [value, (found.get(encodeText(value)) ?? []).map((row) => row[sides.owner])]));
};

/** Groups whose members are being written. */
const findUnfinished = async ({ collections, organisation }: JoinScope): Promise<readonly Unfinished[]> => {
  const found = await collections.resources
    // The first condition on `intent` is the one that the index has.
    .find({ o: organisation, 'intent.w': { $exists: true }, 'intent.members': true })
    .project<Unfinished & { readonly type: string }>({ type: 1, intent: 1 })
    .toArray();
  return found.filter(isUnfinished);
};

/** What has to be known before a filter on memberships is asked. */
const prepared = async (scope: JoinScope, values: readonly string[], finishEffects: FinishEffects): Promise<Owners> =>
  retryUntilConsistent(finishEffects, async () => {
    const [answer, unfinished] = await Promise.all([
      values.length === 0 ? new Map() : findOwners(scope, values),
      findUnfinished(scope),
    ]);
    return { answer, unfinished, inconsistent: false };
  });

const matching = (organisation: OrganisationId, type: ResourceType, conditions: readonly Query[]): Stage => {
  const needed = conditions.filter((condition) => condition !== ALWAYS);
  return { $match: { o: organisation, type: type.name, ...(needed.length > 0 && { $and: needed }) } };
};

/** The stages that find all resources of a type. */
export const allOfType = (organisation: OrganisationId, type: ResourceType): MatchPlan => ({
  stages: [matching(organisation, type, [])],
  indexed: false,
  asked: false,
});

/** Plans how the matches of a filter are found. */
export const planMatches = async (
  filter: BoundFilter,
  indexes: IndexScope,
  scope: FilterScope,
  finishEffects: FinishEffects,
): Promise<MatchPlan> => {
  const { organisation, sides } = scope;
  const { type } = indexes;
  const candidates = indexRanges(filter, indexes);
  const asked = sides !== undefined && namesMemberships(filter);
  const owners = asked ? await prepared({ ...scope, sides }, candidates?.memberOf ?? [], finishEffects) : new Map();
  const { match, joins, matchJoined } = filterToMongo(filter, scope);
  const found = matching(organisation, type, [candidates?.match(owners) ?? ALWAYS, match]);
  return {
    stages: matchJoined === ALWAYS ? [found] : [found, ...joins, { $match: matchJoined }],
    indexed: candidates !== undefined,
    asked,
  };
};

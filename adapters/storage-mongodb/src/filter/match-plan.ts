// From a filter to the stages that find its matches: candidates that an index names, then the exact condition.
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { MembershipDocument } from '../collections.ts';
import { encodeText } from '../encoding/text-order.ts';
import { lasting, type JoinScope } from '../membership-sides.ts';
import { isUnfinished, settling, type Settle, type Unfinished } from '../settling.ts';
import { filterToMongo, namesMemberships, type FilterScope } from './filter-to-mongo.ts';
import { indexPlaces, type Owners } from './index-places.ts';
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
const MOST_OWNERS = 10_000;

/** The resources that have a membership with one of the values. */
const findOwners = async (
  { collections, organisation, sides }: JoinScope,
  values: readonly string[],
): Promise<Owners> => {
  const rows = await collections.memberships
    .find({ ...lasting(organisation), [sides.other]: { $in: values.map(encodeText) } })
    .project<Pick<MembershipDocument, 'g' | 'm'>>({ _id: 0, g: 1, m: 1 })
    .limit(MOST_OWNERS + 1)
    .batchSize(MOST_OWNERS + 2)
    .toArray();
  if (rows.length > MOST_OWNERS) return new Map();
  const found = Map.groupBy(rows, (row) => row[sides.other]);
  return new Map(values.map((value) => [value, (found.get(encodeText(value)) ?? []).map((row) => row[sides.owner])]));
};

/** Groups whose members are being written. */
const findUnfinished = async ({ collections, organisation }: JoinScope): Promise<readonly Unfinished[]> => {
  const found = await collections.resources
    // The first condition on the intent is the one that the index of intents has.
    .find({ o: organisation, 'intent.w': { $exists: true }, 'intent.members': true })
    .project<Unfinished & { readonly type: string }>({ type: 1, intent: 1 })
    .toArray();
  return found.filter(isUnfinished);
};

/** What has to be known before a filter on memberships is asked. */
const prepared = async (scope: JoinScope, values: readonly string[], settle: Settle): Promise<Owners> =>
  settling(settle, async () => {
    const [answer, unfinished] = await Promise.all([
      values.length === 0 ? new Map() : findOwners(scope, values),
      findUnfinished(scope),
    ]);
    return { answer, unfinished, torn: false };
  });

const matching = (organisation: string, type: ResourceType, conditions: readonly Query[]): Stage => {
  const needed = conditions.filter((condition) => condition !== ALWAYS);
  return { $match: { o: organisation, type: type.name, ...(needed.length > 0 && { $and: needed }) } };
};

/** The stages that find all resources of a type. */
export const allOfType = (organisation: string, type: ResourceType): MatchPlan => ({
  stages: [matching(organisation, type, [])],
  indexed: false,
  asked: false,
});

/** Plans how the matches of a filter are found. */
export const planMatches = async (
  filter: BoundFilter,
  type: ResourceType,
  scope: FilterScope,
  settle: Settle,
): Promise<MatchPlan> => {
  const { organisation, sides } = scope;
  const candidates = indexPlaces(filter, type);
  const asked = sides !== undefined && namesMemberships(filter);
  const owners = asked ? await prepared({ ...scope, sides }, candidates?.memberOf ?? [], settle) : new Map();
  const { match, joins, matchJoined } = filterToMongo(filter, scope);
  const found = matching(organisation, type, [candidates?.match(owners) ?? ALWAYS, match]);
  return {
    stages: matchJoined === ALWAYS ? [found] : [found, ...joins, { $match: matchJoined }],
    indexed: candidates !== undefined,
    asked,
  };
};

// Where to look first: a condition that an index answers and that every match of a filter fulfils. A superset is enough, for
// filter-to-mongo.ts decides; what matters is that no filter that identity providers send reads all resources.
import { lookupNodes } from '@looop-scim/provisioning';
import type { BoundFilter, ResourceType } from '@looop-scim/scim';
import { lookupPrefix } from '../encoding/lookup-values.ts';
import { recordCondition } from './attribute-conditions.ts';
import { prefixedRange } from './comparison.ts';
import type { Compare } from './compile.ts';
import { ALWAYS, anyOf, type Query } from './query.ts';

/** Ids of the resources that have a membership with a value, by the value; a value that too many have is missing. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** A condition that an index answers. */
export interface Candidates {
  /** The lower, the fewer candidates there are likely to be. */
  readonly rank: number;
  /** Values of the membership attribute whose owners have to be known first. */
  readonly memberOf: readonly string[];
  /** The condition; always true when owners are missing. */
  readonly match: (owners: Owners) => Query;
}

const RANK = { eq: 1, membership: 2, sw: 3, range: 4 } as const;

const rankOf = ({ operator }: Compare): number =>
  operator === 'eq' || operator === 'sw' ? RANK[operator] : RANK.range;

const at = (filter: Compare, match: Query): Candidates => ({ rank: rankOf(filter), memberOf: [], match: () => match });

const INDEXED_RECORDS: ReadonlySet<string> = new Set(['id', 'meta.lastModified']);

const byRecord = (filter: Compare): Candidates | undefined => {
  const { attribute, operator, value } = filter;
  if (!INDEXED_RECORDS.has(attribute.path) || operator === 'co' || operator === 'ew') return undefined;
  return at(filter, recordCondition(attribute, { operator, value }));
};

const byLookup = (type: ResourceType, filter: Compare): Candidates | undefined => {
  const { attribute, operator, value } = filter;
  if (!lookupNodes(type).includes(attribute)) return undefined;
  const range = prefixedRange(lookupPrefix(type, attribute), { operator, value });
  return range && at(filter, { lookups: { $elemMatch: range } });
};

const byMembership = ({ attribute, operator, value }: Compare): Candidates | undefined => {
  if (operator !== 'eq' || attribute.definition.name !== 'value' || typeof value !== 'string') return undefined;
  const match = (owners: Owners): Query => {
    const ids = owners.get(value);
    return ids === undefined ? ALWAYS : { id: { $in: ids } };
  };
  return { rank: RANK.membership, memberOf: [value], match };
};

const ofComparison = (type: ResourceType, filter: Compare): Candidates | undefined => {
  switch (filter.attribute.home) {
    case 'document':
      return byLookup(type, filter);
    case 'record':
      return byRecord(filter);
    case 'membership':
      return byMembership(filter);
  }
};

const best = (found: readonly (Candidates | undefined)[]): Candidates | undefined =>
  found
    .filter((candidates) => candidates !== undefined)
    .reduce<Candidates | undefined>((least, each) => (least && least.rank <= each.rank ? least : each), undefined);

const union = (found: readonly (Candidates | undefined)[]): Candidates | undefined => {
  const known = found.filter((candidates) => candidates !== undefined);
  if (known.length < found.length || known.length === 0) return undefined;
  return {
    rank: Math.max(...known.map(({ rank }) => rank)),
    memberOf: [...new Set(known.flatMap(({ memberOf }) => memberOf))],
    match: (owners) => anyOf(known.map(({ match }) => match(owners))),
  };
};

/** The candidates of a filter; undefined when only reading all resources of the type can tell. */
export const indexCandidates = (filter: BoundFilter, type: ResourceType): Candidates | undefined => {
  switch (filter.kind) {
    case 'compare':
      return ofComparison(type, filter);
    case 'and':
      return best(filter.operands.map((operand) => indexCandidates(operand, type)));
    case 'or':
      return union(filter.operands.map((operand) => indexCandidates(operand, type)));
    case 'element':
      // An element that fulfils all of the filter fulfils the part that the index knows.
      return indexCandidates(filter.filter, type);
    default:
      return undefined;
  }
};

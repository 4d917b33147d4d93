// Where a storage looks first: the ranges of its indexes that hold the matches of a filter. A superset of the matches is enough, for
// the storage then decides on each; what matters is that no filter that identity providers send reads all resources.
import type { BoundComparison, BoundFilter } from '@looop-scim/scim/filter';

/** What a storage says of its indexes. `Range` is whatever the storage writes down to say where to look. */
export interface Indexes<Range> {
  /** The range of an index that holds every resource that fulfils the comparison; undefined where no index tells. */
  readonly indexRange: (comparison: BoundComparison) => Range | undefined;
  /** Combines one or more ranges into their union. */
  readonly union: (ranges: readonly Range[]) => Range;
}

/** The lower the rank, the fewer resources there are likely to be. */
interface Ranked<Range> {
  readonly range: Range;
  readonly rank: number;
}

const RANK = { eq: 1, membership: 2, sw: 3, range: 4 } as const;

const rankOf = ({ attribute, operator }: BoundComparison): number => {
  if (attribute.storedIn === 'memberships') return RANK.membership;
  return operator === 'eq' || operator === 'sw' ? RANK[operator] : RANK.range;
};

const best = <Range>(found: readonly (Ranked<Range> | undefined)[]): Ranked<Range> | undefined =>
  found
    .filter((candidates) => candidates !== undefined)
    .reduce<Ranked<Range> | undefined>((least, each) => (least && least.rank <= each.rank ? least : each), undefined);

const candidatesOf = <Range>(filter: BoundFilter, indexes: Indexes<Range>): Ranked<Range> | undefined => {
  const all = (operands: readonly BoundFilter[]) => operands.map((operand) => candidatesOf(operand, indexes));
  switch (filter.kind) {
    case 'compare': {
      const range = indexes.indexRange(filter);
      return range === undefined ? undefined : { range, rank: rankOf(filter) };
    }
    case 'and':
      return best(all(filter.operands));
    case 'or': {
      const found = all(filter.operands);
      const known = found.filter((candidates) => candidates !== undefined);
      if (known.length < found.length || known.length === 0) return undefined;
      return {
        range: indexes.union(known.map(({ range }) => range)),
        rank: Math.max(...known.map(({ rank }) => rank)),
      };
    }
    case 'element':
      // An element that fulfils all of the filter fulfils the part that the index knows.
      return candidatesOf(filter.filter, indexes);
    default:
      return undefined;
  }
};

/** The index ranges that hold all matches of a filter; undefined when only looking at all resources of the type can tell. */
export const indexCandidates = <Range>(filter: BoundFilter, indexes: Indexes<Range>): Range | undefined =>
  candidatesOf(filter, indexes)?.range;

// Where a storage looks first: the places that its indexes name for the matches of a filter. A superset of them is enough, for the
// storage then decides on each; what matters is that no filter that identity providers send reads all resources.
import type { BoundComparison, BoundFilter } from '@looop-scim/scim/filter';

/** What a storage says of its indexes; a place is however it writes down where to look. */
export interface Indexes<Place> {
  /** Where every resource is that fulfils the comparison; undefined where no index tells. */
  readonly placeOf: (comparison: BoundComparison) => Place | undefined;
  /** All of some places, of which there is at least one. */
  readonly union: (places: readonly Place[]) => Place;
}

/** The lower the rank, the fewer resources there are likely to be. */
interface Ranked<Place> {
  readonly place: Place;
  readonly rank: number;
}

const RANK = { eq: 1, membership: 2, sw: 3, range: 4 } as const;

const rankOf = ({ attribute, operator }: BoundComparison): number => {
  if (attribute.storedIn === 'memberships') return RANK.membership;
  return operator === 'eq' || operator === 'sw' ? RANK[operator] : RANK.range;
};

const best = <Place>(found: readonly (Ranked<Place> | undefined)[]): Ranked<Place> | undefined =>
  found
    .filter((candidates) => candidates !== undefined)
    .reduce<Ranked<Place> | undefined>((least, each) => (least && least.rank <= each.rank ? least : each), undefined);

const candidatesOf = <Place>(filter: BoundFilter, indexes: Indexes<Place>): Ranked<Place> | undefined => {
  const all = (operands: readonly BoundFilter[]) => operands.map((operand) => candidatesOf(operand, indexes));
  switch (filter.kind) {
    case 'compare': {
      const place = indexes.placeOf(filter);
      return place === undefined ? undefined : { place, rank: rankOf(filter) };
    }
    case 'and':
      return best(all(filter.operands));
    case 'or': {
      const found = all(filter.operands);
      const known = found.filter((candidates) => candidates !== undefined);
      if (known.length < found.length || known.length === 0) return undefined;
      return {
        place: indexes.union(known.map(({ place }) => place)),
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

/** Where the matches of a filter are; undefined when only looking at all resources of the type can tell. */
export const indexCandidates = <Place>(filter: BoundFilter, indexes: Indexes<Place>): Place | undefined =>
  candidatesOf(filter, indexes)?.place;

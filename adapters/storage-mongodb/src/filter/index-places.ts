// What the indexes tell of the matches of a filter, as a condition that they answer; filter-to-mongo.ts decides what matches.
import { indexCandidates, lookupNodes } from '@looop-scim/provisioning/storage-support';
import type { BoundComparison, BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { lookupPrefix } from '../encoding/lookup-values.ts';
import { recordCondition } from './attribute-conditions.ts';
import { prefixedRange } from './comparison.ts';
import { ALWAYS, anyOf, type Query } from './query.ts';

/** Ids of the resources that have a membership with a value, by the value; a value that too many have is missing. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** Where to look. */
interface Place {
  /** Values of the membership attribute whose owners have to be known first. */
  readonly memberOf: readonly string[];
  /** The condition; always true when owners are missing. */
  readonly match: (owners: Owners) => Query;
}

const fixed = (match: Query): Place => ({ memberOf: [], match: () => match });

const INDEXED_RECORDS: ReadonlySet<string> = new Set(['id', 'meta.lastModified']);

const byRecord = ({ attribute, operator, value }: BoundComparison): Place | undefined => {
  if (!INDEXED_RECORDS.has(attribute.path) || operator === 'co' || operator === 'ew') return undefined;
  return fixed(recordCondition(attribute, { operator, value }));
};

const byLookup = (type: ResourceType, { attribute, operator, value }: BoundComparison): Place | undefined => {
  if (!lookupNodes(type).includes(attribute)) return undefined;
  const range = prefixedRange(lookupPrefix(type, attribute), { operator, value });
  return range && fixed({ lookups: { $elemMatch: range } });
};

const byMembership = ({ attribute, operator, value }: BoundComparison): Place | undefined => {
  if (operator !== 'eq' || attribute.definition.name !== 'value' || typeof value !== 'string') return undefined;
  const match = (owners: Owners): Query => {
    const ids = owners.get(value);
    return ids === undefined ? ALWAYS : { id: { $in: ids } };
  };
  return { memberOf: [value], match };
};

const placeOf = (type: ResourceType, comparison: BoundComparison): Place | undefined => {
  switch (comparison.attribute.storedIn) {
    case 'document':
      return byLookup(type, comparison);
    case 'metadata':
      return byRecord(comparison);
    case 'memberships':
      return byMembership(comparison);
  }
};

const union = (places: readonly Place[]): Place => ({
  memberOf: [...new Set(places.flatMap(({ memberOf }) => memberOf))],
  match: (owners) => anyOf(places.map(({ match }) => match(owners))),
});

/** Where the matches of a filter are; undefined when only reading all resources of the type can tell. */
export const indexPlaces = (filter: BoundFilter, type: ResourceType): Place | undefined =>
  indexCandidates(filter, { placeOf: (comparison) => placeOf(type, comparison), union });

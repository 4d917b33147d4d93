// The ranges of indexes that hold the matches of a filter, as a condition that they answer; filter-to-mongo.ts decides what matches.
import { indexCandidates, type BoundSchema } from '@looop-scim/provisioning/storage-support';
import type { BoundComparison, BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { lookupPrefix } from '../encoding/lookup-values.ts';
import { metadataCondition } from './attribute-conditions.ts';
import { prefixedRange } from './comparison.ts';
import { ALWAYS, anyOf, type Query } from './query.ts';

/** Ids of the resources that have a membership with a value, by the value; a value that too many have is missing. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** Which resources are looked for. */
export interface IndexScope {
  readonly type: ResourceType;
  readonly schema: BoundSchema;
}

/** A range of an index. */
interface IndexRange {
  /** Values of the membership attribute whose owners have to be known first. */
  readonly memberOf: readonly string[];
  /** The condition; always true when owners are missing. */
  readonly match: (owners: Owners) => Query;
}

const fixed = (match: Query): IndexRange => ({ memberOf: [], match: () => match });

const INDEXED_METADATA: ReadonlySet<string> = new Set(['id', 'meta.lastModified']);

const byMetadata = ({ attribute, operator, value }: BoundComparison): IndexRange | undefined => {
  if (!INDEXED_METADATA.has(attribute.path) || operator === 'co' || operator === 'ew') return undefined;
  return fixed(metadataCondition(attribute, { operator, value }));
};

/** Resources that were stored under an older version of the schema: they may lack values to be looked up by. */
export const storedBefore = (version: number): readonly Query[] => [{ sv: null }, { sv: { $lt: version } }];

const byLookup = (
  { type, schema }: IndexScope,
  { attribute, operator, value }: BoundComparison,
): IndexRange | undefined => {
  const found = schema.lookupsOf(type).find(({ node }) => node.path === attribute.path);
  if (found === undefined) return undefined;
  const range = prefixedRange(lookupPrefix(type, attribute), { operator, value });
  if (range === undefined) return undefined;
  const inIndex = { lookups: { $elemMatch: range } };
  return fixed(found.since === 0 ? inIndex : anyOf([inIndex, ...storedBefore(found.since)]));
};

const byMembership = ({ attribute, operator, value }: BoundComparison): IndexRange | undefined => {
  if (operator !== 'eq' || attribute.definition.name !== 'value' || typeof value !== 'string') return undefined;
  const match = (owners: Owners): Query => {
    const ids = owners.get(value);
    return ids === undefined ? ALWAYS : { id: { $in: ids } };
  };
  return { memberOf: [value], match };
};

const indexRangeOf = (scope: IndexScope, comparison: BoundComparison): IndexRange | undefined => {
  switch (comparison.attribute.storedIn) {
    case 'document':
      return byLookup(scope, comparison);
    case 'metadata':
      return byMetadata(comparison);
    case 'memberships':
      return byMembership(comparison);
  }
};

const union = (ranges: readonly IndexRange[]): IndexRange => ({
  memberOf: [...new Set(ranges.flatMap(({ memberOf }) => memberOf))],
  match: (owners) => anyOf(ranges.map(({ match }) => match(owners))),
});

/** The index ranges that hold all matches of a filter; undefined when only reading all resources of the type can tell. */
export const indexRanges = (filter: BoundFilter, scope: IndexScope): IndexRange | undefined =>
  indexCandidates(filter, { indexRange: (comparison) => indexRangeOf(scope, comparison), union });

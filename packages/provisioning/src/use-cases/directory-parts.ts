// What import and export of a directory share: looking resources up by what a file says of them, and walking through all of them.
import * as Effect from 'effect/Effect';
import { comparable, resolveAttribute, type Resource, type Scalar } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { combineFilters, type BoundFilter } from '@looop-scim/scim/filter';
import { filterAfter } from '@looop-scim/scim/list';
import type { AttributeNode, ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import type { BoundMappingSet } from '../mapping/bound-mapping-set.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { setsOf, type ScimDependencies } from './dependencies.ts';

/** What import and export of a directory work with. */
export type DirectoryDependencies = ScimDependencies;

/** The mapping set in force, bound to the attributes of users. */
export const mappingsInForce = (deps: DirectoryDependencies): Effect.Effect<BoundMappingSet, StorageUnavailable> =>
  Effect.map(setsOf(deps).inForce, ({ set }) => set);

/** A type of the registry. */
export const typeNamed = (registry: SchemaRegistry, name: 'User' | 'Group'): ResourceType => {
  const type = registry.resourceType(name);
  if (type === undefined) throw new TypeError(`The registry has no ${name}`);
  return type;
};

/** An attribute that the type has. */
export const attributeNamed = (type: ResourceType, path: string): AttributeNode => {
  const node = resolveAttribute(type, path);
  if (node === undefined) throw new TypeError(`The resource type ${type.name} has no ${path}`);
  return node;
};

/** The filter `attribute eq value`. */
export const isEqual = (attribute: AttributeNode, value: Scalar): BoundFilter => ({
  kind: 'compare',
  attribute,
  operator: 'eq',
  value: comparable(attribute.definition, value),
});

/** Resources that fulfil a filter by an index, at most `limit`, without their memberships. */
export const find = (
  resources: ResourceRepository,
  type: ResourceType,
  filter: BoundFilter,
  limit: number,
): Effect.Effect<readonly Resource[], StorageUnavailable> =>
  resources.list({ resourceType: type.name, filter, offset: 0, limit, withMemberships: false }).pipe(
    Effect.map((page) => page.resources),
    // Few resources by an index are never too much work.
    Effect.catchTag('TooMany', Effect.die),
  );

/** Characters of documents and memberships that a page holds. */
const PAGE_CHARACTERS = 1_048_576;

/** One page of a walk through the resources of a type, in the order of ids. */
export const walk = (
  resources: ResourceRepository,
  type: ResourceType,
  after: string | undefined,
  options: { readonly limit: number; readonly withMemberships: boolean; readonly filter?: BoundFilter },
): Effect.Effect<{ readonly resources: readonly Resource[]; readonly next?: string }, StorageUnavailable> => {
  const { limit, withMemberships, filter: asked } = options;
  const parts = [
    ...(asked ? [asked] : []),
    ...(after === undefined ? [] : [filterAfter(type, undefined, { id: after })]),
  ];
  const filter = parts.length === 0 ? {} : { filter: combineFilters('and', parts) };
  const query = {
    resourceType: type.name,
    offset: 0,
    limit,
    withMemberships,
    maxCharacters: PAGE_CHARACTERS,
    ...filter,
  };
  return resources.list(query).pipe(
    Effect.map((page) => {
      const last = page.resources.at(-1);
      const isMore = last !== undefined && page.total > page.resources.length;
      return { resources: page.resources, ...(isMore && { next: last.id }) };
    }),
    // Whoever imports and exports opens the storage without limits.
    Effect.catchTag('TooMany', Effect.die),
  );
};

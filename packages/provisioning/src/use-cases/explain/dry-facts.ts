// What a dry run reads of the storage, each thing once: the same request is tried several times.
import * as Effect from 'effect/Effect';
import { resolveAttribute, type MembershipReference, type Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable, TooMany } from '@looop-scim/scim/errors';
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { AttributeNode, SchemaRegistry } from '@looop-scim/scim/schema';
import type { ResourceRepository, UniqueKey } from '../../ports/outbound/resource-repository.ts';
import { readOne } from '../read-one.ts';

/** Members of a group that are read; of a larger one it is not told what becomes of them. */
const MOST_MEMBERS = 10_000;
const READ_AT_ONCE = 1000;

type Read<Value> = Effect.Effect<Value, StorageUnavailable>;

/** Facts of one organisation, as they were when they were asked for first. */
export interface DryFacts {
  readonly resource: (resourceType: string, id: string) => Read<Resource | undefined>;
  /** The user or group of an id, as a member without a name. */
  readonly member: (id: string) => Read<MembershipReference | undefined>;
  /** All members of a group; undefined when there are too many. */
  readonly members: (groupId: string) => Read<readonly MembershipReference[] | undefined>;
  /** Whoever holds a unique value. */
  readonly holder: (resourceType: string, key: UniqueKey) => Read<Resource | undefined>;
}

/** Reads once by key. */
const once = <Key, Value>(textOf: (key: Key) => string, read: (key: Key) => Read<Value>) => {
  const known = new Map<string, Value>();
  return Effect.fnUntraced(function* (key: Key): Effect.fn.Return<Value, StorageUnavailable> {
    const text = textOf(key);
    if (known.has(text)) return known.get(text) as Value;
    const value = yield* read(key);
    known.set(text, value);
    return value;
  });
};

const nodeOf = (registry: SchemaRegistry, resourceType: string, path: string): AttributeNode | undefined => {
  const type = registry.resourceType(resourceType);
  return type && resolveAttribute(type, path);
};

/** Makes the facts for one explanation. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeDryFacts = ({
  registry,
  resources,
}: {
  readonly registry: SchemaRegistry;
  readonly resources: ResourceRepository;
}): DryFacts => {
  const found = (resourceType: string, id: string): Read<Resource | undefined> =>
    Effect.catchTag(readOne(resources, resourceType, id), 'ResourceNotFound', () => Effect.undefined);

  const resource = once(
    ([type, id]: readonly [string, string]) => `${type} ${id}`,
    ([type, id]) => found(type, id),
  );

  const member = once(
    (id: string) => id,
    Effect.fnUntraced(function* (id: string): Effect.fn.Return<MembershipReference | undefined, StorageUnavailable> {
      for (const { name, definition } of registry.resourceTypes) {
        if (definition.membership === undefined) continue;
        if ((yield* resource([name, id])) !== undefined) return { id, resourceType: name };
      }
      return undefined;
    }),
  );

  const members = once(
    (groupId: string) => groupId,
    Effect.fnUntraced(function* (
      groupId: string,
    ): Effect.fn.Return<readonly MembershipReference[] | undefined, StorageUnavailable> {
      const all: MembershipReference[] = [];
      for (let after: string | undefined; ;) {
        const query = { groupId, limit: READ_AT_ONCE, ...(after !== undefined && { after }) };
        const part = yield* resources.walkMembers(query);
        all.push(...part.members);
        if (all.length > MOST_MEMBERS) return undefined;
        if (part.next === undefined) return all;
        after = part.next;
      }
    }),
  );

  const holder = once(
    ([type, { attribute, key }]: readonly [string, UniqueKey]) => JSON.stringify([type, attribute, key]),
    Effect.fnUntraced(function* ([resourceType, { attribute: path, key }]: readonly [
      string,
      UniqueKey,
    ]): Effect.fn.Return<Resource | undefined, StorageUnavailable> {
      const attribute = nodeOf(registry, resourceType, path);
      if (attribute === undefined) return undefined;
      const filter: BoundFilter = { kind: 'compare', attribute, operator: 'eq', value: key };
      const query = { resourceType, filter, offset: 0, limit: 1, withMemberships: false };
      // A look-up by an index is never too much work, but for a resource that is longer than a call may read.
      const page = yield* Effect.catchTag(resources.list(query), 'TooMany', (failure: TooMany) => Effect.die(failure));
      return page.resources[0];
    }),
  );

  return {
    resource: (resourceType, id) => resource([resourceType, id]),
    member,
    members,
    holder: (resourceType, key) => holder([resourceType, key]),
  };
};

// From what a file calls the members of a group to their ids.
import * as Effect from 'effect/Effect';
import { comparable, type Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { combineFilters } from '@looop-scim/scim/filter';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { attributeNamed, find, isEqual, typeNamed, type DirectoryDependencies } from './directory-parts.ts';

/** Names that one look-up has. */
const NAMES = 50;

/** How resources of a type are looked up by an attribute. */
interface LookUp {
  readonly type: ResourceType;
  readonly attribute: AttributeNode;
  readonly valueOf: (resource: Resource) => unknown;
}

/** Makes the look-up of members: ids of users, userNames of users in any case, ids of groups. What nobody has is left out. */
export const makeFindMembers = ({ registry, resources }: DirectoryDependencies) => {
  const user = typeNamed(registry, 'User');
  const group = typeNamed(registry, 'Group');
  const lookUps: readonly LookUp[] = [
    { type: user, attribute: attributeNamed(user, 'id'), valueOf: ({ id }) => id },
    { type: user, attribute: attributeNamed(user, 'userName'), valueOf: ({ document }) => document['userName'] },
    { type: group, attribute: attributeNamed(group, 'id'), valueOf: ({ id }) => id },
  ];

  return Effect.fnUntraced(function* (
    names: Iterable<string>,
  ): Effect.fn.Return<ReadonlyMap<string, string>, StorageUnavailable> {
    const ids = new Map<string, string>();
    let open = [...new Set(names)];
    for (const { type, attribute, valueOf } of lookUps) {
      const keyOf = (text: string) => comparable(attribute.definition, text);
      const byKey = new Map<unknown, string>();
      for (let start = 0; start < open.length; start += NAMES) {
        const filters = open.slice(start, start + NAMES).map((name) => isEqual(attribute, name));
        const found = yield* find(resources, type, combineFilters('or', filters), NAMES);
        for (const resource of found) byKey.set(keyOf(String(valueOf(resource))), resource.id);
      }
      for (const name of open) {
        const id = byKey.get(keyOf(name));
        if (id !== undefined) ids.set(name, id);
      }
      open = open.filter((name) => !ids.has(name));
    }
    return ids;
  });
};

// A user by what an operator knows of them.
import * as Effect from 'effect/Effect';
import { comparable, resolveAttribute } from '@looop-scim/scim/attribute';
import type { StorageUnavailable, TooMany } from '@looop-scim/scim/errors';
import type { BoundFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { NoSuchEntry } from '../ports/outbound/organisation-store.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { readOne } from './read-one.ts';

/** The filter `userName eq "name"`, in the comparable form that `bindFilter` makes. */
const hasUserName = (user: ResourceType, name: string): BoundFilter => {
  const attribute = resolveAttribute(user, 'userName');
  if (attribute === undefined) throw new TypeError(`The resource type ${user.name} has no userName`);
  return { kind: 'compare', attribute, operator: 'eq', value: comparable(attribute.definition, name) };
};

/**
 * The id of the user with this id or, where there is no such user, with this userName in any case.
 * Fails: `NoSuchEntry`; `TooMany` (a person with more characters than a call may read); `StorageUnavailable`.
 */
export const findUserId = Effect.fnUntraced(function* (
  user: ResourceType,
  resources: ResourceRepository,
  name: string,
): Effect.fn.Return<string, NoSuchEntry | TooMany | StorageUnavailable> {
  const byId = readOne(resources, user.name, name);
  const byUserName = Effect.gen(function* () {
    const filter = hasUserName(user, name);
    const query = { resourceType: user.name, filter, offset: 0, limit: 1, withMemberships: false };
    const [found] = (yield* resources.list(query)).resources;
    return found ?? (yield* new NoSuchEntry({ what: 'user', name }));
  });
  const found = yield* Effect.catchTag(byId, 'ResourceNotFound', () => byUserName);
  return found.id;
});

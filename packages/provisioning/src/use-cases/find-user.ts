// A user by what an operator knows of them.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { bindFilter, parseFilter } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { NoSuchEntry } from '../ports/outbound/organisation-store.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';

/**
 * The id of the user with this id or, where there is none, with this userName in any case.
 * Fails: `NoSuchEntry`; `StorageUnavailable`.
 */
export const findUserId = Effect.fnUntraced(function* (
  user: ResourceType,
  resources: ResourceRepository,
  name: string,
): Effect.fn.Return<string, NoSuchEntry | StorageUnavailable> {
  const byId = resources.read({ resourceType: user.name, id: name }, false);
  const byUserName = Effect.gen(function* () {
    const parsed = parseFilter(`userName eq ${JSON.stringify(name)}`);
    // The only way to fail is a name that is longer than any filter.
    const filter = yield* Effect.fromResult(Result.flatMap(parsed, (syntax) => bindFilter(user, syntax)));
    const query = { resourceType: user.name, filter, offset: 0, limit: 1, withMemberships: false };
    const [found] = (yield* resources.list(query)).resources;
    return found ?? (yield* new NoSuchEntry({ what: 'user', name }));
  }).pipe(Effect.catchTag('InvalidFilter', () => Effect.fail(new NoSuchEntry({ what: 'user', name }))));
  const found = yield* Effect.catchTag(byId, 'ResourceNotFound', () => byUserName);
  return found.id;
});

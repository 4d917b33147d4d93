// Makes what the learning platform works with: the implementation of its inbound port.
import * as Effect from 'effect/Effect';
import type { Resource } from '@looop-scim/scim/attribute';
import type { PlatformGroup, PlatformList, PlatformService } from '../../ports/inbound/platform-service.ts';
import type { DirectoryEventLog } from '../../ports/outbound/event-log.ts';
import { displayOf } from '../../rules/resource-rules.ts';
import { setsOf, type ScimDependencies } from '../dependencies.ts';
import { typeNamed } from '../directory-parts.ts';
import { readOne } from '../read-one.ts';
import { makeChangeProfile } from './change-profile.ts';
import { commonOf, platformUserOf } from './profile-source.ts';
import { makeReadPage, pageOf, positionOf } from './walk-pages.ts';

/** What the platform's use cases of one organisation work with. */
export interface PlatformDependencies extends ScimDependencies {
  readonly events: DirectoryEventLog;
}

const groupOf = (resource: Resource): PlatformGroup => ({
  ...commonOf(resource),
  displayName: displayOf(resource.document) ?? '',
});

const mapped = <Item, Shown>(
  { items, ...rest }: PlatformList<Item>,
  show: (item: Item) => Shown,
): PlatformList<Shown> => ({ ...rest, items: items.map(show) });

/** Makes the platform's use cases of one organisation. */
export const makePlatformService = (given: PlatformDependencies): PlatformService => {
  const sets = setsOf(given);
  const deps: PlatformDependencies = { ...given, sets, causeKind: 'platform' };
  const { resources, cursorCipher, registry } = deps;
  const type = typeNamed(registry, 'User');
  const setInForce = sets.inForce;
  const readUsers = makeReadPage(deps, type.name);
  const readGroups = makeReadPage(deps, 'Group');

  return {
    users: Effect.fnUntraced(function* (request) {
      const inForce = yield* setInForce;
      return mapped(yield* readUsers(request), (resource) => platformUserOf(resource, inForce));
    }),
    user: Effect.fnUntraced(function* (id) {
      const inForce = yield* setInForce;
      return platformUserOf(yield* readOne(resources, type.name, id), inForce);
    }),
    groups: (request) => Effect.map(readGroups(request), (page) => mapped(page, groupOf)),
    group: (id) => Effect.map(readOne(resources, 'Group', id), groupOf),
    members: Effect.fnUntraced(function* (groupId, request) {
      yield* readOne(resources, 'Group', groupId);
      const list = `platform members ${groupId}`;
      const after = yield* positionOf(cursorCipher, request, list);
      const query = { groupId, limit: request.limit, ...(after !== undefined && { after }) };
      const { members, next } = yield* resources.walkMembers(query);
      return pageOf(cursorCipher, list, members, next);
    }),
    changeProfile: makeChangeProfile(deps, type, setInForce),
  };
};

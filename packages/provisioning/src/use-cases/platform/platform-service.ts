// Makes what the learning platform works with: the implementation of its inbound port.
import * as Effect from 'effect/Effect';
import type { Resource } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import { makeCoverage } from '../../mapping/coverage.ts';
import type {
  ListFailure,
  PlatformGroup,
  PlatformList,
  PlatformListRequest,
  PlatformService,
} from '../../ports/inbound/platform-service.ts';
import type { DirectoryEventLog } from '../../ports/outbound/event-log.ts';
import { displayOf } from '../../rules/resource-rules.ts';
import { makeAnswer, projectionOf } from '../answer.ts';
import { setsOf, type ScimDependencies } from '../dependencies.ts';
import { typeNamed } from '../directory-parts.ts';
import { readOne } from '../read-one.ts';
import { makeChangeProfile } from './change-profile.ts';
import { commonOf, platformUserOf } from './profile-source.ts';
import { makeSearchPage } from './search-pages.ts';
import { makeReadPage, pageOf, positionOf } from './walk-pages.ts';

/** What the platform's use cases of one organisation work with. */
export interface PlatformDependencies extends ScimDependencies {
  readonly events: DirectoryEventLog;
}

/** Makes the reading of pages of a type, whole or filtered. */
const makeReadList = (deps: PlatformDependencies, type: ResourceType) => {
  const readPage = makeReadPage(deps, type.name);
  const searchPage = makeSearchPage(deps, type);
  return ({ filter, ...request }: PlatformListRequest): Effect.Effect<PlatformList<Resource>, ListFailure> =>
    filter === undefined ? readPage(request) : searchPage({ ...request, filter });
};

const groupOf = (resource: Resource): PlatformGroup => ({
  ...commonOf(resource),
  displayName: displayOf(resource.document) ?? '',
});

const mapped = <Item, Shown>(
  { items, ...rest }: PlatformList<Item>,
  show: (item: Item) => Shown,
): PlatformList<Shown> => ({ ...rest, items: items.map(show) });

/** Makes the platform's use cases of one organisation; the default of `causeKind` is `platform`. */
export const makePlatformService = (given: PlatformDependencies): PlatformService => {
  const sets = setsOf(given);
  const deps: PlatformDependencies = { ...given, sets, causeKind: given.causeKind ?? 'platform' };
  const { resources, cursorCipher, registry } = deps;
  const type = typeNamed(registry, 'User');
  const setInForce = sets.inForce;
  const readUsers = makeReadList(deps, type);
  const readGroups = makeReadList(deps, typeNamed(registry, 'Group'));
  const walkUsers = makeReadPage(deps, type.name);
  const { answerOf } = makeAnswer(deps);

  return {
    users: Effect.fnUntraced(function* (request) {
      const inForce = yield* setInForce;
      return mapped(yield* readUsers(request), (resource) => platformUserOf(resource, inForce));
    }),
    user: Effect.fnUntraced(function* (id) {
      const inForce = yield* setInForce;
      return platformUserOf(yield* readOne(resources, type.name, id), inForce);
    }),
    userResource: Effect.fnUntraced(function* (id) {
      const projection = yield* Effect.orDie(projectionOf(deps, type, {}));
      const resource = yield* resources.read({ resourceType: type.name, id }, true);
      return answerOf(type, resource, projection).representation;
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
    coverage: Effect.fnUntraced(function* (request) {
      const { set } = yield* setInForce;
      const { items, next } = yield* walkUsers(request);
      const coverage = makeCoverage(set);
      for (const { document } of items) {
        coverage.add(document);
        yield* Effect.yieldNow;
      }
      return { ...coverage.count(), ...(next !== undefined && { next }) };
    }),
    changeProfile: makeChangeProfile(deps, type, setInForce),
  };
};

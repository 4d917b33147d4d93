// People, groups, and who is in which.
import * as Effect from 'effect/Effect';
import type {
  PlatformGroup,
  PlatformList,
  PlatformListRequest,
  PlatformPage,
  PlatformPageRequest,
  PlatformUser,
} from '@looop-scim/provisioning/events';
import { operation, type Operation } from '../operation.ts';
import {
  Group,
  id,
  listOf,
  ListQuery,
  Member,
  NONE,
  PAGE_LIMIT,
  pageOf,
  PageQuery,
  ProfileChange,
  User,
  UserResource,
} from '../schemas.ts';

const shown = <Resource extends PlatformUser | PlatformGroup>({ createdAt, updatedAt, ...rest }: Resource) => ({
  ...rest,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
});

const pageRequest = ({ cursor, limit }: { cursor?: string; limit?: number }): PlatformPageRequest => ({
  limit: limit ?? PAGE_LIMIT,
  ...(cursor !== undefined && { cursor }),
});

const listRequest = ({
  filter,
  ...page
}: Parameters<typeof pageRequest>[0] & { filter?: string }): PlatformListRequest => ({
  ...pageRequest(page),
  ...(filter !== undefined && { filter }),
});

const pageBody = <Item>(name: string, { items, next }: PlatformPage<Item>, show: (item: Item) => unknown) => ({
  body: { [name]: items.map(show), hasMore: next !== undefined, ...(next !== undefined && { next }) },
});

const listBody = <Item>(
  name: string,
  { feedPosition, total, ...page }: PlatformList<Item>,
  show: (item: Item) => unknown,
) => ({
  body: { ...pageBody(name, page, show).body, feedPosition, ...(total !== undefined && { total }) },
});

const FILTERED = 'A filter that cannot use an index looks at so many only, and is refused beyond.';

const usersOperations: readonly Operation[] = [
  operation({
    id: 'listUsers',
    method: 'GET',
    path: '/users',
    tag: 'Users',
    summary: 'List people with their profiles',
    description: `In the order of their ids, inactive ones included. Follow next to the end to meet everybody. ${FILTERED}`,
    params: NONE,
    query: ListQuery,
    answer: listOf('users', User),
    problems: ['invalid-cursor', 'too-large'],
    run: ({ query, key: { platform } }) =>
      Effect.map(platform.users(listRequest(query)), (page) => listBody('users', page, shown)),
  }),
  operation({
    id: 'getUser',
    method: 'GET',
    path: '/users/{userId}',
    tag: 'Users',
    summary: 'Read one person',
    params: id('userId'),
    query: NONE,
    answer: User,
    problems: ['not-found'],
    run: ({ params, key: { platform } }) =>
      Effect.map(platform.user(params['userId'] ?? ''), (user) => ({ body: shown(user), version: user.version })),
  }),
  operation({
    id: 'getUserResource',
    method: 'GET',
    path: '/users/{userId}/resource',
    tag: 'Users',
    summary: 'Read one person as identity providers do, with the groups',
    params: id('userId'),
    query: NONE,
    answer: UserResource,
    problems: ['not-found', 'too-large'],
    run: ({ params, key: { platform } }) =>
      Effect.map(platform.userResource(params['userId'] ?? ''), (resource) => ({ body: { resource } })),
  }),
  operation({
    id: 'updateProfile',
    method: 'PATCH',
    path: '/users/{userId}/profile',
    tag: 'Users',
    summary: 'Change fields of a profile',
    description:
      'Writes fields back to the attributes that they come from, all or none. Only fields whose mapping has write-back can be ' +
      'written; the identity provider may overwrite them later.',
    ifMatch: 'optional',
    params: id('userId'),
    query: NONE,
    body: ProfileChange,
    answer: User,
    problems: ['not-found', 'conflict', 'precondition-failed', 'invalid-profile-change'],
    run: ({ params, body, ifMatch, caller, key: { platform } }) => {
      const request = { id: params['userId'] ?? '', changes: body, caller, ...(ifMatch !== undefined && { ifMatch }) };
      return Effect.map(platform.changeProfile(request), (user) => ({ body: shown(user), version: user.version }));
    },
  }),
];

const groupOperations: readonly Operation[] = [
  operation({
    id: 'listGroups',
    method: 'GET',
    path: '/groups',
    tag: 'Groups',
    summary: 'List groups',
    description: `In the order of their ids, without their members. ${FILTERED}`,
    params: NONE,
    query: ListQuery,
    answer: listOf('groups', Group),
    problems: ['invalid-cursor', 'too-large'],
    run: ({ query, key: { platform } }) =>
      Effect.map(platform.groups(listRequest(query)), (page) => listBody('groups', page, shown)),
  }),
  operation({
    id: 'getGroup',
    method: 'GET',
    path: '/groups/{groupId}',
    tag: 'Groups',
    summary: 'Read one group',
    params: id('groupId'),
    query: NONE,
    answer: Group,
    problems: ['not-found'],
    run: ({ params, key: { platform } }) =>
      Effect.map(platform.group(params['groupId'] ?? ''), (group) => ({ body: shown(group), version: group.version })),
  }),
  operation({
    id: 'listMembers',
    method: 'GET',
    path: '/groups/{groupId}/members',
    tag: 'Groups',
    summary: 'List the members of a group',
    description: 'Direct members, people and groups. Who is a member all the time is met exactly once.',
    params: id('groupId'),
    query: PageQuery,
    answer: pageOf('members', Member),
    problems: ['invalid-cursor', 'not-found'],
    run: ({ params, query, key: { platform } }) =>
      Effect.map(platform.members(params['groupId'] ?? '', pageRequest(query)), (page) =>
        pageBody('members', page, ({ id: memberId, resourceType, display }) => ({
          type: resourceType,
          id: memberId,
          ...(display !== undefined && { display }),
        })),
      ),
  }),
];

/** The operations about people and groups. */
export const peopleOperations: readonly Operation[] = [...usersOperations, ...groupOperations];

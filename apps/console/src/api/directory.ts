// What the pages ask of people and groups.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  Group,
  GroupPage,
  MemberPage,
  User,
  UserPage,
  UserResource,
  ValueOrigins,
} from '@looop-scim/http-api/contract';
import { api } from './client.ts';

const PAGE = 100;

export const usersQuery = (organisation: string, filter: string) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'users', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<UserPage>('/users', { organisation, signal, query: { filter, limit: PAGE, cursor: pageParam } }),
    getNextPageParam: ({ next }) => next,
  });

export const userQuery = (organisation: string, userId: string) =>
  queryOptions({
    queryKey: [organisation, 'user', userId],
    queryFn: ({ signal }) => api<User>(`/users/${encodeURIComponent(userId)}`, { organisation, signal }),
  });

export const userResourceQuery = (organisation: string, userId: string) =>
  queryOptions({
    queryKey: [organisation, 'user', userId, 'resource'],
    queryFn: async ({ signal }) =>
      (await api<UserResource>(`/users/${encodeURIComponent(userId)}/resource`, { organisation, signal })).resource,
  });

export const originsQuery = (organisation: string, userId: string) =>
  queryOptions({
    queryKey: [organisation, 'user', userId, 'origins'],
    queryFn: ({ signal }) =>
      api<ValueOrigins>(`/users/${encodeURIComponent(userId)}/origins`, { organisation, signal }),
  });

export const groupsQuery = (organisation: string, filter: string) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'groups', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<GroupPage>('/groups', { organisation, signal, query: { filter, limit: PAGE, cursor: pageParam } }),
    getNextPageParam: ({ next }) => next,
  });

export const groupQuery = (organisation: string, groupId: string) =>
  queryOptions({
    queryKey: [organisation, 'group', groupId],
    queryFn: ({ signal }) => api<Group>(`/groups/${encodeURIComponent(groupId)}`, { organisation, signal }),
  });

export const membersQuery = (organisation: string, groupId: string) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'group', groupId, 'members'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<MemberPage>(`/groups/${encodeURIComponent(groupId)}/members`, {
        organisation,
        signal,
        query: { limit: PAGE, cursor: pageParam },
      }),
    getNextPageParam: ({ next }) => next,
  });

// What the pages ask of one organisation.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ActivityPage, Health, Organisation, Token } from '@looop-scim/http-api/contract';
import { api } from './client.ts';

/** How often pages that watch look again, in milliseconds. */
export const WATCH_MS = 3000;

/** How often they ask for what takes counting: the organisation with its people and groups. */
const COUNT_MS = 15_000;

export const organisationQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'organisation'],
    queryFn: ({ signal }) => api<Organisation>('/organisation', { organisation, signal }),
    refetchInterval: COUNT_MS,
    // Whoever was told that SCIM is on, and opens the page, has to see it.
    refetchOnMount: 'always',
  });

export const healthQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'health'],
    queryFn: ({ signal }) => api<Health>('/health', { organisation, signal }),
    refetchInterval: WATCH_MS,
  });

export const tokensQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'tokens'],
    queryFn: async ({ signal }) =>
      (await api<{ readonly tokens: readonly Token[] }>('/tokens', { organisation, signal })).tokens,
    refetchInterval: WATCH_MS,
  });

/** What is asked of the activity; all of it stands in the address. */
export interface ActivitySearch {
  readonly outcome?: string;
  readonly user?: string;
  /** Fingerprint of a token. */
  readonly client?: string;
  readonly since?: string;
  readonly until?: string;
  readonly q?: string;
}

const ACTIVITY_PAGE = 50;

/** How many entries the overview shows. */
export const RECENT_ACTIVITY = 8;

export const activityQuery = (organisation: string, search: ActivitySearch = {}, limit: number = ACTIVITY_PAGE) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'activity', search, limit],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<ActivityPage>('/activity', {
        organisation,
        signal,
        query: { ...search, limit, cursor: pageParam },
      }),
    getNextPageParam: ({ next }) => next,
  });

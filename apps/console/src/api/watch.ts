// What the pages ask that watch a connection.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ActivityCounts,
  Arrivals,
  Duplicates,
  ExplainRequest,
  Explanation,
  Findings,
  SetUp,
} from '@looop-scim/http-api/contract';
import { api } from './client.ts';
import { WATCH_MS } from './organisation.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Periods of the chart: how many days, and what a bar stands for. */
const PERIODS = {
  day: { days: 1, by: 'hour' },
  week: { days: 7, by: 'hour' },
  month: { days: 30, by: 'day' },
} as const;

export type Period = keyof typeof PERIODS;

export const isPeriod = (name: string): name is Period => Object.hasOwn(PERIODS, name);

export const countsQuery = (organisation: string, period: Period) =>
  queryOptions({
    queryKey: [organisation, 'counts', period],
    queryFn: ({ signal }) => {
      const { days, by } = PERIODS[period];
      const since = new Date(Date.now() - days * DAY_MS).toISOString();
      return api<ActivityCounts>('/activity/counts', { organisation, signal, query: { since, by } });
    },
    refetchInterval: MINUTE_MS,
    placeholderData: keepPreviousData,
  });

export const setUpQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'set-up'],
    queryFn: ({ signal }) => api<SetUp>('/set-up', { organisation, signal }),
    refetchInterval: ({ state }) =>
      state.data?.milestones.every(({ reachedAt }) => reachedAt !== undefined) === true ? false : WATCH_MS,
  });

export const findingsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'findings'],
    queryFn: ({ signal }) => api<Findings>('/findings', { organisation, signal }),
    refetchInterval: MINUTE_MS,
  });

/** People who are probably here twice: one part of the people after the other. */
export const duplicatesQuery = (organisation: string) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'duplicates'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<Duplicates>('/duplicates', { organisation, signal, query: { cursor: pageParam } }),
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const arrivalsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'arrivals'],
    queryFn: ({ signal }) => api<Arrivals>('/activity/arrivals', { organisation, signal }),
  });

/** Asks why a request does what it does. */
export const askWhy = (organisation: string, body: ExplainRequest, signal?: AbortSignal) =>
  api<Explanation>('/explain', { organisation, method: 'POST', body, ...(signal !== undefined && { signal }) });

export const explanationQuery = (organisation: string, position: string) =>
  queryOptions({
    queryKey: [organisation, 'explanation', position],
    queryFn: ({ signal }) => askWhy(organisation, { position }, signal),
    // The data of today: it is asked for again each time that somebody looks.
    staleTime: 0,
  });

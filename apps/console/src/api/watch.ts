// What the pages ask that watch a connection.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ActivityCounts, ExplainRequest, Explanation, Findings, SetUp } from '@looop-scim/http-api/contract';
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

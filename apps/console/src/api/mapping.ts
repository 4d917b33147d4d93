// What the pages ask of the attribute mapping.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ActivitySummary,
  Coverage,
  MappingCatalogue,
  MappingCheck,
  MappingHistory,
  MappingVersion,
  Preview,
} from '@looop-scim/http-api/contract';
import { api, apiVersioned } from './client.ts';

const HISTORY_PAGE = 20;
const COVERAGE_PAGE = 1000;

/** The set in force, with the version that a change replaces. */
export const mappingQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'mapping'],
    queryFn: ({ signal }) => apiVersioned<MappingVersion>('/mapping-set', { organisation, signal }),
  });

export const catalogueQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'mapping', 'catalogue'],
    queryFn: ({ signal }) => api<MappingCatalogue>('/mapping-set/catalogue', { organisation, signal }),
  });

export const historyQuery = (organisation: string) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'mapping', 'versions'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<MappingHistory>('/mapping-set/versions', {
        organisation,
        signal,
        query: { limit: HISTORY_PAGE, cursor: pageParam },
      }),
    getNextPageParam: ({ next }) => next,
  });

/** Checks a set that is not saved; nothing is stored. */
export const checkQuery = (organisation: string, set: unknown) =>
  queryOptions({
    queryKey: [organisation, 'mapping', 'check', set],
    queryFn: ({ signal }) =>
      api<MappingCheck>('/mapping-set/check', { method: 'POST', organisation, body: set, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

/** How the profile of a stored person is made; it changes with the person and with the mapping. */
export const previewQuery = (organisation: string, user: string, version: number, mappingVersion: number) =>
  queryOptions({
    queryKey: [organisation, 'mapping', 'preview', user, version, mappingVersion],
    queryFn: ({ signal }) =>
      api<Preview>('/mapping-set/preview', { method: 'POST', organisation, body: { user }, signal }),
  });

/** One part of the coverage after the other; the sum is the answer. */
export const coverageQuery = (organisation: string, version: number) =>
  infiniteQueryOptions({
    queryKey: [organisation, 'mapping', 'coverage', version],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<Coverage>('/mapping-set/coverage', {
        organisation,
        signal,
        query: { limit: COVERAGE_PAGE, cursor: pageParam },
      }),
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const summaryQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'activity', 'summary'],
    queryFn: ({ signal }) => api<ActivitySummary>('/activity/summary', { organisation, signal }),
  });

// What the pages ask of administrators, and of the installation.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AccountPage,
  Administrator,
  AuditPage,
  Invitation,
  OrganisationSummary,
  SignInSettings,
} from '@looop-scim/http-api/contract';
import { api } from './client.ts';

const PAGE = 100;

export const administratorsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'administrators'],
    queryFn: async ({ signal }) =>
      (await api<{ readonly administrators: readonly Administrator[] }>('/administrators', { organisation, signal }))
        .administrators,
  });

export const invitationsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'invitations'],
    queryFn: async ({ signal }) =>
      (await api<{ readonly invitations: readonly Invitation[] }>('/invitations', { organisation, signal }))
        .invitations,
  });

export const signInSettingsQuery = (organisation: string) =>
  queryOptions({
    queryKey: [organisation, 'sign-in-settings'],
    queryFn: ({ signal }) => api<SignInSettings>('/sign-in-settings', { organisation, signal }),
  });

/** The audit log of an organisation, or of the installation. */
export const auditQuery = (organisation?: string) =>
  infiniteQueryOptions({
    queryKey: [organisation ?? null, 'audit'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api<AuditPage>(organisation === undefined ? '/installation/audit' : '/audit', {
        ...(organisation !== undefined && { organisation }),
        signal,
        query: { limit: PAGE, cursor: pageParam },
      }),
    getNextPageParam: ({ next }) => next,
  });

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: async ({ signal }) =>
    (await api<{ readonly organisations: readonly OrganisationSummary[] }>('/organisations', { signal })).organisations,
});

export const accountsQuery = infiniteQueryOptions({
  queryKey: ['accounts'],
  initialPageParam: '',
  queryFn: ({ pageParam, signal }) =>
    api<AccountPage>('/accounts', { signal, query: { limit: PAGE, cursor: pageParam } }),
  getNextPageParam: ({ next }) => next,
});

// How answers are kept and asked for again.
import { QueryClient } from '@tanstack/react-query';
import { sessionQuery } from '../api/session.ts';
import { isSignedOut, mayPass } from '../api/problem.ts';

const MOST_RETRIES = 2;
const FRESH_MS = 10_000;

/** Makes the client. A session that has ended is noticed by the first answer that says so. */
export const makeQueryClient = (): QueryClient => {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < MOST_RETRIES && mayPass(error),
      },
    },
  });
  const notice = (error: unknown): void => {
    if (isSignedOut(error) && client.getQueryData(sessionQuery.queryKey) !== null) {
      client.setQueryData(sessionQuery.queryKey, null);
      const { pathname, search } = globalThis.location;
      globalThis.location.assign(`/sign-in?returnTo=${encodeURIComponent(`${pathname}${search}`)}`);
    }
  };
  client.getQueryCache().config.onError = notice;
  client.getMutationCache().config.onError = (error) => {
    // A refused sign-in is 401 as well, and is shown where it was tried.
    if (client.getQueryData(sessionQuery.queryKey) != null) notice(error);
  };
  return client;
};

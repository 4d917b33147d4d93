// Who is signed in.
import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Session } from '@looop-scim/http-api/contract';
import { api, keepProof } from './client.ts';
import { isSignedOut } from './problem.ts';

const kept = (session: Session): Session => {
  keepProof(session.csrfToken);
  return session;
};

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) =>
    api<Session>('/session', { signal }).then(kept, (error: unknown) => {
      if (isSignedOut(error)) return null;
      throw error;
    }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The session of a page that only people who are signed in see. */
export const useSession = (): Session => {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error('Nobody is signed in');
  return data;
};

/** Takes the session that an answer began. */
export const useBeginSession = (): ((session: Session) => void) => {
  const client = useQueryClient();
  return (session) => {
    // Nothing of whoever was signed in before is shown to the next.
    client.clear();
    client.setQueryData(sessionQuery.queryKey, kept(session));
  };
};

/** Ends the session, or all of the account. */
export const useSignOut = (path: '/session' | '/sessions' = '/session') =>
  useMutation({
    mutationFn: () => api(path, { method: 'DELETE' }),
    // Whatever was shown is gone with the page.
    onSuccess: () => globalThis.location.assign('/sign-in'),
  });

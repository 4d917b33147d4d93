// The cookie of a session. Over https its name has the prefix __Host-: no other host and no plain connection can set it.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BegunSession } from '@looop-scim/provisioning/accounts';

/** What becomes of the caller's session: it begins, or it ends. */
export type SessionChange = { readonly begun: BegunSession } | { readonly ended: true };

/** The cookies that the API sets. */
type CookieName = 'looop_session' | 'looop_sign_in';

const HOST_PREFIX = '__Host-';

/** The name of a cookie on pages of this address. */
const nameOn = (pages: string, name: CookieName): string => (pages.startsWith('https:') ? HOST_PREFIX + name : name);

/** The value of a cookie; undefined when it was not sent. */
export const readCookie = ({ cookies }: FastifyRequest, pages: string, name: CookieName): string | undefined => {
  const value = cookies[nameOn(pages, name)];
  return value === undefined || value === '' ? undefined : value;
};

const attributesOn = (pages: string, name: CookieName) => ({
  path: '/',
  httpOnly: true,
  secure: pages.startsWith('https:'),
  // What an identity provider sends back to us comes from its site.
  sameSite: name === 'looop_session' ? ('strict' as const) : ('lax' as const),
});

/** Sets a cookie; `ends` in milliseconds since 1970. */
const setCookie = (
  reply: FastifyReply,
  pages: string,
  { name, value, ends }: { readonly name: CookieName; readonly value: string; readonly ends: number },
): void => void reply.setCookie(nameOn(pages, name), value, { ...attributesOn(pages, name), expires: new Date(ends) });

/** Takes a cookie away. */
const clearCookie = (reply: FastifyReply, pages: string, name: CookieName): void =>
  void reply.clearCookie(nameOn(pages, name), attributesOn(pages, name));

/** Gives the browser the session that has begun, or takes away the one that has ended. */
export const changeSession = (reply: FastifyReply, pages: string, change: SessionChange): void => {
  if ('ended' in change) return clearCookie(reply, pages, 'looop_session');
  const { secret, ends } = change.begun;
  setCookie(reply, pages, { name: 'looop_session', value: secret, ends });
};

/** Binds a sign-in at an identity provider to the browser. */
export const bindSignOn = (
  reply: FastifyReply,
  pages: string,
  { binding, ends }: { readonly binding: string; readonly ends: number },
): void => setCookie(reply, pages, { name: 'looop_sign_in', value: binding, ends });

/** Ends the binding. */
export const unbindSignOn = (reply: FastifyReply, pages: string): void => clearCookie(reply, pages, 'looop_sign_in');

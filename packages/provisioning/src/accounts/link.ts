// Links that are shown once and used once. The text that stands in a link names its kind, what it belongs to, and a secret.
import * as Data from 'effect/Data';

/** The link was used, replaced or withdrawn, has expired, or never was one. */
export class LinkNotValid extends Data.TaggedError('LinkNotValid')<object> {}

/** An invitation to administer an organisation, or a link that sets the password of an account. */
export type LinkParts =
  | { readonly kind: 'invitation'; readonly organisation: string; readonly id: string; readonly secret: string }
  | { readonly kind: 'password'; readonly accountId: string; readonly secret: string };

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long an invitation may be accepted. */
export const INVITATION_MS = 7 * DAY_MS;
/** How long a link may set a password. */
export const PASSWORD_LINK_MS = DAY_MS;

/** The text of a link. */
export const printLink = (parts: LinkParts): string =>
  parts.kind === 'invitation'
    ? ['i', parts.organisation, parts.id, parts.secret].join('.')
    : ['p', parts.accountId, parts.secret].join('.');

/** What a text says; undefined when it is none of a link. */
export const parseLink = (text: string): LinkParts | undefined => {
  const [kind, ...rest] = text.split('.');
  if (rest.includes('')) return undefined;
  const [first = '', second = '', third = ''] = rest;
  if (kind === 'i' && rest.length === 3) return { kind: 'invitation', organisation: first, id: second, secret: third };
  if (kind === 'p' && rest.length === 2) return { kind: 'password', accountId: first, secret: second };
  return undefined;
};

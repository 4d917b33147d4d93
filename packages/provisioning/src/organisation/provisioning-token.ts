// The bearer token of an identity provider. Only its SHA-256 is kept; the text is shown once, when it is issued.
import { isPlainText } from '../rules/plain-text.ts';
import type { KeyScope } from './key-scope.ts';
import type { Organisation, OrganisationId } from './organisation.ts';

/** First characters of every generated token, so that people and secret scanners recognise one. */
export const TOKEN_PREFIX = 'looopscim_';

/** Shortest token that an operator may set by hand, in characters. */
export const SHORTEST_TOKEN = 32;

/** What is kept of a token. */
export interface ProvisioningToken {
  readonly organisationId: OrganisationId;
  /** First 16 hexadecimal digits of the SHA-256: indexed, and the name by which operators revoke the token. */
  readonly fingerprint: string;
  /** SHA-256 of the token, 64 hexadecimal digits. */
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Milliseconds since 1970; absent for a token without expiry. */
  readonly expires?: number;
  readonly revoked?: number;
  readonly lastUsed?: number;
  /** What the client of the last use calls itself; see `clientNameOf`. Absent when it said nothing, or was never asked. */
  readonly lastClient?: string;
  /** Id of the user of the organisation whom the token stands for, and whom `/Me` means. RFC 7644 section 3.11. */
  readonly subject?: string;
  /** What the operator calls the token, to tell it from others of the organisation; see isTokenLabel. */
  readonly label?: string;
  /** What a platform key may do. Absent: a token of an identity provider, which opens SCIM alone. */
  readonly scopes?: readonly KeyScope[];
}

/** A token together with the organisation that it opens. */
export interface TokenHolder {
  readonly token: ProvisioningToken;
  readonly organisation: Organisation;
}

/** The fingerprint that belongs to a SHA-256 in hexadecimal digits. */
export const fingerprintOf = (hash: string): string => hash.slice(0, 16);

/** Longest name of a client that is kept, in characters. */
const LONGEST_CLIENT_NAME = 256;

/** What is kept of the `User-Agent` of a request (RFC 9110 section 10.1.5), for people to read: nothing is decided by it. */
export const clientNameOf = (userAgent: string | undefined): string | undefined => {
  const name = userAgent?.trim().slice(0, LONGEST_CLIENT_NAME) ?? '';
  return name === '' || !isPlainText(name) ? undefined : name;
};

/** Longest label of a token, in characters. */
export const LONGEST_TOKEN_LABEL = 100;

/** Whether a text can label a token: 1 to 100 characters of plain text, not blank, no blank first or last. */
export const isTokenLabel = (text: string): boolean =>
  text.length >= 1 && text.length <= LONGEST_TOKEN_LABEL && text.trim() === text && isPlainText(text);

// Sessions of people who have signed in. They live in the storage: whoever holds the cookie holds a random text, and nothing else.
import type { OrganisationId } from '../organisation/organisation.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A session ends this long after it was used last. */
const IDLE_MS = 8 * HOUR_MS;
/** A session ends this long after it began, however much it is used. */
const ABSOLUTE_MS = 7 * 24 * HOUR_MS;
/** How often the use of a session is noted. */
export const NOTE_USE_MS = 5 * MINUTE_MS;

/** What is kept of a session, under the SHA-256 of its secret. */
export interface Session {
  readonly accountId: string;
  /** The stamp of the account when the session began. */
  readonly stamp: string;
  /** The one organisation that the session is for: it began with the sign-in of that organisation's identity provider. */
  readonly organisation?: OrganisationId;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly used: number;
}

/** When a session ends if it is not used again, in milliseconds since 1970. */
export const endOf = ({ began, used }: Pick<Session, 'began' | 'used'>): number =>
  Math.min(used + IDLE_MS, began + ABSOLUTE_MS);

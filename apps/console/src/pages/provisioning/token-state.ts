// What a token is at this moment.
import type { Token } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

const DAY_MS = 86_400_000;
/** Warned of before it expires, in milliseconds. */
const SOON_MS = 30 * DAY_MS;

/** How pressing it is that a token expires: from a month, from a week, and from a day before. */
export type Urgency = 'month' | 'week' | 'day';

/** How pressing the end of a token is; undefined while there is time. */
export const urgencyOf = (expiresAt: string, now: number = Date.now()): Urgency | undefined => {
  const left = Date.parse(expiresAt) - now;
  if (left > SOON_MS) return undefined;
  if (left > 7 * DAY_MS) return 'month';
  return left > DAY_MS ? 'week' : 'day';
};

export type TokenState = 'valid' | 'expiring' | 'expired' | 'revoked';

/** The state of a token at a time. */
export const tokenState = ({ revokedAt, expiresAt }: Token, now: number = Date.now()): TokenState => {
  if (revokedAt !== undefined) return 'revoked';
  if (expiresAt === undefined) return 'valid';
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return 'expired';
  return left < SOON_MS ? 'expiring' : 'valid';
};

/** Whether a token opens the organisation. */
export const isOpen = (token: Token): boolean => ['valid', 'expiring'].includes(tokenState(token));

/** Uses are noted to the minute. */
const USE_MS = 60_000;

const usedAt = ({ lastUsedAt }: Token): number =>
  lastUsedAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(lastUsedAt);

/** Whether a newer token of the same name has taken over: it is used, and this one is not any more. */
export const wasReplaced = (token: Token, tokens: readonly Token[]): boolean =>
  isOpen(token) &&
  tokens.some(
    (other) =>
      isOpen(other) &&
      other.label === token.label &&
      Date.parse(other.createdAt) > Date.parse(token.createdAt) &&
      usedAt(other) >= usedAt(token) + USE_MS,
  );

/** What a token is called. */
export const tokenName = ({ label, fingerprint }: Pick<Token, 'label' | 'fingerprint'>): string =>
  label ?? `${text.provisioning.unnamed} ${fingerprint.slice(0, 8)}`;

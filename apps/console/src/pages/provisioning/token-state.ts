// What a token is at this moment.
import type { Token } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

/** Warned of before it expires, in milliseconds. */
const SOON_MS = 30 * 86_400_000;

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

/** What a token is called. */
export const tokenName = ({ label, fingerprint }: Pick<Token, 'label' | 'fingerprint'>): string =>
  label ?? `${text.provisioning.unnamed} ${fingerprint.slice(0, 8)}`;

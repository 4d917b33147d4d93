// How lists are laid out: times, numbers and states as an operator reads them.
import type { ProvisioningToken } from '@looop-scim/provisioning/organisation';

/** A time to the minute, in UTC; `never` when there is none. */
export const minuteOf = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? 'never' : `${new Date(milliseconds).toISOString().slice(0, 16)}Z`;

/** A number of things, such as `1 user`. */
export const countOf = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

const SIZES = ['kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes, such as `690.2 MB`. */
export const sizeText = (bytes: number): string => {
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 1000 && unit < SIZES.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${SIZES[unit] ?? ''}`;
};

/** Whether a token opens its organisation at a time. */
export const stateOf = (token: ProvisioningToken, now: number): 'valid' | 'revoked' | 'expired' => {
  if (token.revoked !== undefined) return 'revoked';
  return token.expires !== undefined && token.expires <= now ? 'expired' : 'valid';
};

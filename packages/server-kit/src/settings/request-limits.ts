// How many requests are served: of a token, of an organisation, and of an address whose tokens open nothing.
import { isIP } from 'node:net';
import type { AdmissionLimits } from '../limits/admission.ts';
import type { Rate } from '../limits/buckets.ts';
import { ConfigurationError, read, readNumber, type Environment } from './environment.ts';

/** Limits of requests. */
export interface RequestLimits extends AdmissionLimits {
  /** Requests of an address whose tokens open nothing. */
  readonly failed: Rate;
}

/** Entra ID asks for 25 requests a second at least; Okta imports in bursts. */
const TOKEN_RATE = { default: 200, least: 1, most: 1_000_000, note: 'or off' };
const IN_FLIGHT = { default: 100, least: 1, most: 100_000 };

/** Seconds of the rate that may come at once, after a pause. */
const BURST_SECONDS = 5;

/** What an organisation may do, as a multiple of what one of its tokens may. */
const TOKENS_OF_AN_ORGANISATION = 2.5;

const FAILED: Rate = { perSecond: 10, burst: 100 };

/** Reads the limits of requests; undefined: there are none. @throws ConfigurationError */
export const readRequestLimits = (environment: Environment): RequestLimits | undefined => {
  const inFlight = readNumber(environment, 'LOOOP_SCIM_MAX_IN_FLIGHT', IN_FLIGHT);
  if (read(environment, 'LOOOP_SCIM_RATE_LIMIT')?.toLowerCase() === 'off') return undefined;
  const perSecond = readNumber(environment, 'LOOOP_SCIM_RATE_LIMIT', TOKEN_RATE);
  const boundsOf = (factor: number) => ({
    perSecond: perSecond * factor,
    burst: Math.ceil(perSecond * factor * BURST_SECONDS),
    inFlight: Math.ceil(inFlight * factor),
  });
  return { token: boundsOf(1), organisation: boundsOf(TOKENS_OF_AN_ORGANISATION), failed: FAILED };
};

/** Ranges of addresses that have names. */
const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

const isPrefixLength = (text: string, most: number): boolean =>
  text !== '' && [...text].every((digit) => digit >= '0' && digit <= '9') && Number(text) <= most;

const isRange = (text: string): boolean => {
  if (NAMED_RANGES.includes(text)) return true;
  const [address = '', length, ...rest] = text.split('/');
  const version = isIP(address);
  return (
    version !== 0 && rest.length === 0 && (length === undefined || isPrefixLength(length, version === 4 ? 32 : 128))
  );
};

/**
 * Reads the addresses whose `X-Forwarded-For` is believed; empty: nobody's. @throws ConfigurationError
 */
export const readTrustedProxies = (environment: Environment): readonly string[] => {
  const text = read(environment, 'LOOOP_SCIM_TRUSTED_PROXIES') ?? 'loopback';
  if (text.toLowerCase() === 'none') return [];
  const ranges = text.split(',').map((range) => range.trim().toLowerCase());
  if (ranges.every(isRange)) return ranges;
  throw new ConfigurationError(
    `LOOOP_SCIM_TRUSTED_PROXIES must be addresses and ranges such as 10.0.0.7,10.1.0.0/16, ${NAMED_RANGES.join(', ')}, or none, not "${text}"`,
  );
};

// State that clients carry for us, as base64url with an HMAC. It is readable to whoever decodes it and holds no secret; what
// counts is that nobody can make or change one.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Seal } from '@looop-scim/provisioning';

const LONGEST_TOKEN = 16_384;

/** Makes a seal from a key that is known to the service alone: the same key opens what another process has closed. */
export const makeSeal = (key: string): Seal => {
  const proofOf = (payload: string, context: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([payload, context]), 'utf8')
      .digest();
  return {
    close: (payload, context) =>
      `${Buffer.from(payload, 'utf8').toString('base64url')}.${proofOf(payload, context).toString('base64url')}`,
    open: (token, context) => {
      const dot = token.indexOf('.');
      if (dot < 0 || token.length > LONGEST_TOKEN) return undefined;
      const payload = Buffer.from(token.slice(0, dot), 'base64url').toString('utf8');
      const [given, proof] = [Buffer.from(token.slice(dot + 1), 'base64url'), proofOf(payload, context)];
      // Decoding is lenient: only the one spelling that close() makes is accepted.
      const same = given.length === proof.length && timingSafeEqual(given, proof);
      return same && token === `${Buffer.from(payload, 'utf8').toString('base64url')}.${proof.toString('base64url')}`
        ? payload
        : undefined;
    },
  };
};

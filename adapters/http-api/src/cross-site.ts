// Whether a request that changes something comes from our own pages. Browsers send cookies along with requests of any page;
// neither the headers that they add nor the proof of a session can be made by another site.
import type { FastifyRequest } from 'fastify';
import { CrossSite } from './people-failures.ts';

const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether requests of this method change nothing. RFC 9110 section 9.2.1. */
export const isSafe = (method: string): boolean => SAFE.includes(method);

/** Whether a page of this origin is ours. On this machine alone its names stand for each other. */
const isOwnOrigin = (origin: string, pages: string): boolean => {
  const [sent, own] = [URL.parse(origin), URL.parse(pages)];
  if (sent === null || own === null || sent.protocol !== own.protocol || sent.port !== own.port) return false;
  return sent.hostname === own.hostname || [sent, own].every(({ hostname }) => LOOPBACK.includes(hostname));
};

/** Refuses a request that a browser sends for another site. Fails: throws `CrossSite`. */
export const refuseOtherSites = ({ headers }: FastifyRequest, pages: string): void => {
  const { 'sec-fetch-site': site, origin } = headers;
  if (site !== undefined && site !== 'same-origin') throw new CrossSite({ why: 'site' });
  if (origin !== undefined && !isOwnOrigin(origin, pages)) {
    throw new CrossSite({ why: 'origin', expected: new URL(pages).origin });
  }
};

/** Refuses a request that does not have the proof of its session. Fails: throws `CrossSite`. */
export const requireProof = (
  { headers }: FastifyRequest,
  proof: string,
  isSame: (left: string, right: string) => boolean,
): void => {
  const sent = headers['x-csrf-token'];
  if (typeof sent !== 'string' || !isSame(sent, proof)) throw new CrossSite({ why: 'proof' });
};

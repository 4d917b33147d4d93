// The bearer token of a request (RFC 6750 section 2.1, RFC 7644 section 2).
import type { FastifyRequest } from 'fastify';
import type { ScimPluginOptions } from './scim-plugin-options.ts';
import { run } from './respond.ts';

const SCHEME = 'bearer';

/**
 * The token of an Authorization header: after the scheme Bearer in any case, or the whole header without a scheme, since
 * administrators paste bare tokens into fields that want the complete header. Surplus white space is dropped.
 */
const bearerToken = (header: string | undefined): string | undefined => {
  const text = header?.trim() ?? '';
  const isBearer = text.slice(0, SCHEME.length).toLowerCase() === SCHEME;
  const separated = isBearer && (text.length === SCHEME.length || text[SCHEME.length]?.trim() === '');
  const token = separated ? text.slice(SCHEME.length).trim() : text;
  return token === '' ? undefined : token;
};

/** Makes the hook that opens the organisation of a request, before its body is read. Fails as `open` does. */
export const authenticate =
  (open: ScimPluginOptions['open']) =>
  async (request: FastifyRequest): Promise<void> => {
    const token = bearerToken(request.headers.authorization);
    if (token === undefined && request.routeOptions.config.anonymous === true) return;
    request.scim = await run(open(token));
  };

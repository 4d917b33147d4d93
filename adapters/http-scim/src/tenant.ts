// From the bearer token of a request (RFC 6750 section 2.1, RFC 7644 section 2) to the organisation that it is for: the one
// way by which a request comes to use cases.
import * as Effect from 'effect/Effect';
import type * as Result from 'effect/Result';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Complex } from '@looop-scim/scim/attribute';
import {
  EndpointNotFound,
  Unauthorized,
  type CredentialForm,
  type Forbidden,
  type StorageUnavailable,
  type TooManyRequests,
} from '@looop-scim/scim/errors';
import type { ServedScimService } from '@looop-scim/provisioning';
import { KEY_PREFIX } from '@looop-scim/provisioning/organisation';
import { orThrow, run } from './respond.ts';

/** The organisation of a request, and who asks. */
export interface AuthenticatedTenant {
  readonly service: ServedScimService;
  readonly organisationName: string;
  readonly tokenFingerprint: string;
  /** Id of the user whom `/Me` means; absent for a token that stands for nobody. RFC 7644 section 3.11. */
  readonly subject?: string;
  /**
   * Lets the request in, and gives what is called when it has ended; absent where requests are not limited.
   * Fails: `TooManyRequests`.
   */
  readonly admit?: () => Result.Result<() => void, TooManyRequests>;
}

/** What is known of a request before its token was checked. */
export interface RequestOrigin {
  readonly id: string;
  /** Of its client: that of the connection, or what a proxy says that the server trusts. */
  readonly address?: string;
  /** As sent. */
  readonly userAgent?: string | undefined;
}

/** What the plugin needs from the composition root. */
export interface ScimPluginOptions {
  /**
   * From a bearer token (undefined: none was sent) and what is known of its request to the use cases of the token's organisation.
   */
  readonly authenticate: (
    token: string | undefined,
    request: RequestOrigin,
  ) => Effect.Effect<AuthenticatedTenant, Unauthorized | Forbidden | StorageUnavailable | TooManyRequests>;
  /** The ServiceProviderConfig for clients that have no token yet. RFC 7644 section 4. */
  readonly anonymousConfig: () => Complex;
  /** Longest body in bytes; longer ones are answered 413. */
  readonly maxBodyBytes: number;
  /** Bodies of more bytes are handed to the service unread, as `UnreadBody`. Default: all are read here. */
  readonly maxReadBytes?: number;
}

const SCHEME = 'bearer';

const BASIC = 'basic';

/** What follows a scheme, in any case, and white space; undefined when the text has another scheme or none. */
const afterScheme = (text: string, scheme: string): string | undefined => {
  if (text.slice(0, scheme.length).toLowerCase() !== scheme) return undefined;
  const separated = text.length === scheme.length || text[scheme.length]?.trim() === '';
  return separated ? text.slice(scheme.length).trim() : undefined;
};

/**
 * The token of an Authorization header: after the scheme Bearer in any case, or the whole header without a scheme, since
 * administrators paste bare tokens into fields that want the complete header. Surplus white space is dropped.
 */
const bearerToken = (header: string | undefined): string | undefined => {
  const text = header?.trim() ?? '';
  const token = afterScheme(text, SCHEME) ?? text;
  return token === '' ? undefined : token;
};

/**
 * Quotation marks that people paste along with a token. \u00e2 is the first byte of a curly quote in UTF-8, since headers are
 * read as Latin-1.
 */
const QUOTES = new Set(['"', "'", '`', '\u00e2', '\u201c', '\u201d', '\u2018', '\u2019']);
const BRACKETS = new Set(['<', '[', '(', '{']);

/** Whether the text begins with a label such as `Token:`: at most 20 characters without an underscore, then a colon. */
const hasLabel = (text: string): boolean => {
  const colon = text.indexOf(':');
  return colon > 0 && colon <= 20 && !text.slice(0, colon).includes('_');
};

const isFingerprint = (text: string): boolean =>
  text.length === 16 && Array.from(text.toLowerCase()).every((one) => '0123456789abcdef'.includes(one));

/**
 * What is wrong with the form of credentials that opened nothing; undefined when nothing can be seen. It is judged by what was
 * sent alone, so that it tells nothing of any token.
 */
const formOf = (token: string): CredentialForm | undefined => {
  if (afterScheme(token, BASIC) !== undefined) return 'basic';
  if (afterScheme(token, SCHEME) !== undefined) return 'repeated scheme';
  if (token.startsWith(KEY_PREFIX)) return 'platform key';
  if (QUOTES.has(token.charAt(0)) || QUOTES.has(token.slice(-1))) return 'quoted';
  if (BRACKETS.has(token.charAt(0))) return 'bracketed';
  if (hasLabel(token)) return 'labelled';
  if (Array.from(token).some((character) => character.trim() === '')) return 'with spaces';
  return isFingerprint(token) ? 'fingerprint' : undefined;
};

/** The refusal with what the form of the credentials gives away. */
const withForm = <Failure>(failure: Failure | Unauthorized, token: string | undefined): Failure | Unauthorized => {
  if (!(failure instanceof Unauthorized) || failure.problem !== 'invalid') return failure;
  const form = token === undefined ? undefined : formOf(token);
  return form === undefined ? failure : new Unauthorized({ problem: 'invalid', form });
};

/** Makes the hook that finds the organisation of a request, before its body is read. Fails as `authenticate` and `admit` do. */
export const authenticationHook =
  ({ authenticate }: Pick<ScimPluginOptions, 'authenticate'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = bearerToken(request.headers.authorization);
    if (token === undefined && request.routeOptions.config.anonymous === true) return;
    const authenticated = authenticate(token, {
      id: request.id,
      address: request.ip,
      userAgent: request.headers['user-agent'],
    });
    request.scim = await run(Effect.mapError(authenticated, (failure) => withForm(failure, token)));
    const admitted = request.scim.admit?.();
    if (admitted === undefined) return;
    const leave = orThrow(admitted);
    // The client may have gone away meanwhile.
    if (reply.raw.closed) leave();
    else reply.raw.once('close', leave);
  };

/** The organisation of a request. Fails: `EndpointNotFound` for a request without a token, to which nothing else is served. */
export const tenantOf = (request: FastifyRequest): AuthenticatedTenant => {
  if (request.scim === null) throw new EndpointNotFound({ path: request.url });
  return request.scim;
};

// Whatever fails under the base URL leaves as a SCIM Error (RFC 7644 section 3.12), the framework's own errors included.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import {
  InvalidSyntax,
  PayloadTooLarge,
  StorageUnavailable,
  UnsupportedMediaType,
  type ScimFailure,
} from '@looop-scim/scim/errors';
import { defectMessage, errorMessage, errorSummary, isScimFailure, type ErrorSummary } from '@looop-scim/scim/message';
import type { RepeatedErrors } from './repeated-errors.ts';
import { ClientGone, sendJson } from './respond.ts';

/** How long the body is by its header, if that is what was too much. */
const lengthOf = ({ headers }: FastifyRequest, maximum: number): { readonly received?: number } => {
  const received = Number(headers['content-length']);
  return received > maximum ? { received } : {};
};

const unsupportedMediaType = ({ headers }: FastifyRequest): UnsupportedMediaType => {
  const received = headers['content-type']?.trim() ?? '';
  return new UnsupportedMediaType(received === '' ? {} : { received });
};

const fromFramework = (
  error: Error & Partial<FastifyError>,
  request: FastifyRequest,
  maximum: number,
): ScimFailure | undefined => {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new PayloadTooLarge({ limit: 'body', maximum, ...lengthOf(request, maximum) });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return unsupportedMediaType(request);
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new InvalidSyntax({ reason: 'the body must be as long as Content-Length says' });
    default:
      return undefined;
  }
};

/** Whether the client went away, in the middle of the body or before it was answered: nobody is left to be answered. */
const isCutOff = (error: Error & Partial<FastifyError>, { raw }: FastifyRequest): boolean =>
  error instanceof ClientGone || (error.code === 'ECONNRESET' && !raw.complete);

/** The header that names a request. */
export const REQUEST_ID = 'x-request-id';

const challenge = (failure: ScimFailure): string | undefined => {
  if (failure._tag !== 'Unauthorized') return undefined;
  // RFC 6750 section 3.1: no error code when no credentials were sent.
  return failure.problem === 'missing' ? 'Bearer realm="scim"' : 'Bearer realm="scim", error="invalid_token"';
};

const refusals = new WeakMap<FastifyRequest, ErrorSummary>();

/** The reason of a refusal for the log, without any value that was sent; undefined for a request that was not refused. */
export const refusalOf = (request: FastifyRequest): ErrorSummary | undefined => refusals.get(request);

/** Hook: names the request in its answer by the server's own id, under which the log has it. */
export const nameRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  reply.header(REQUEST_ID, request.id);
};

/** Writes a failure as SCIM Error with the headers that belong to it. */
export const sendFailure = (reply: FastifyReply, failure: ScimFailure): FastifyReply => {
  const { request } = reply;
  const message = errorMessage(failure, request.id);
  refusals.set(request, errorSummary(failure));
  const authenticate = challenge(failure);
  if (authenticate !== undefined) reply.header('www-authenticate', authenticate);
  if (failure._tag === 'UnsupportedContentCoding') reply.header('accept-encoding', 'identity');
  if (failure._tag === 'MethodNotAllowed') reply.header('allow', failure.allow.join(', '));
  if (message.retryAfterSeconds !== undefined) reply.header('retry-after', String(message.retryAfterSeconds));
  // Requests that the framework refuses by itself pass no hook.
  return sendJson(reply.header(REQUEST_ID, request.id), message.status, message.body);
};

/**
 * Makes the error handler of a server that reads bodies up to a length. A defect is logged with its cause and answered 500
 * with the id of the request alone; an unavailable storage is logged, too, and what repeats is counted; a client that went away
 * is no failure of the server.
 */
export const makeAnswerFailure =
  (maxBodyBytes: number, errors: Pick<RepeatedErrors, 'report'>) =>
  (error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (isCutOff(error, request)) {
      request.log.info('request aborted by its client');
      return sendFailure(reply, new InvalidSyntax({ reason: 'the body ended before it was whole; send it again' }));
    }
    const failure = isScimFailure(error) ? error : fromFramework(error, request, maxBodyBytes);
    if (failure === undefined) {
      errors.report({ log: request.log, level: 'error', cause: error, message: 'unexpected failure' });
      const message = defectMessage(request.id);
      return sendJson(reply.header(REQUEST_ID, request.id), message.status, message.body);
    }
    if (failure instanceof StorageUnavailable) {
      errors.report({ log: request.log, level: 'error', cause: failure.cause, message: 'storage unavailable' });
    }
    return sendFailure(reply, failure);
  };

// The one place of this adapter that runs Effects, and the one that writes answers.
import * as Cause from 'effect/Cause';
import * as Effect from 'effect/Effect';
import * as Exit from 'effect/Exit';
import * as Result from 'effect/Result';
import type { FastifyReply } from 'fastify';
import { entityTag } from '@looop-scim/scim/attribute';
import type { ScimFailure } from '@looop-scim/scim/errors';
import { JsonText, type ResourceAnswer } from '@looop-scim/provisioning';
import type { Complex } from '@looop-scim/scim/attribute';
import { listResponse, type ListPage } from '@looop-scim/scim/message';

/** Media type of every answer. RFC 7644 section 8.1. */
export const SCIM_JSON = 'application/scim+json; charset=utf-8';

const orThrowExit = <Answer>(exit: Exit.Exit<Answer, ScimFailure>): Answer => {
  if (Exit.isSuccess(exit)) return exit.value;
  const failure = Cause.findError(exit.cause);
  throw Result.isSuccess(failure) ? failure.success : Cause.squash(exit.cause);
};

/** Runs an Effect; a typed failure and a defect are thrown for the error handler to tell apart. */
export const run = async <Answer>(effect: Effect.Effect<Answer, ScimFailure>): Promise<Answer> =>
  orThrowExit(await Effect.runPromiseExit(effect));

/** The client went away before it was answered. */
export class ClientGone extends Error {}

/**
 * As `run`, for what may take long and changes nothing: it is given up when the client goes away before it is answered.
 * Throws `ClientGone` then.
 */
export const runWhileWanted = async <Answer>(
  { raw }: FastifyReply,
  effect: Effect.Effect<Answer, ScimFailure>,
): Promise<Answer> => {
  if (raw.closed) throw new ClientGone();
  const left = new AbortController();
  const leave = (): void => left.abort();
  raw.once('close', leave);
  const exit = await Effect.runPromiseExit(effect, { signal: left.signal });
  raw.off('close', leave);
  if (left.signal.aborted) throw new ClientGone();
  return orThrowExit(exit);
};

/** The success of a Result; its failure is thrown for the error handler. */
export const orThrow = <Answer>(result: Result.Result<Answer, ScimFailure>): Answer => {
  if (Result.isSuccess(result)) return result.success;
  throw result.failure;
};

/** Writes a JSON body. The text is made here, once; Fastify only sends it. */
export const sendJson = (reply: FastifyReply, status: number, body: unknown): FastifyReply =>
  reply
    .code(status)
    .header('content-type', SCIM_JSON)
    .send(
      body instanceof JsonText
        ? Buffer.from(body.bytes.buffer, body.bytes.byteOffset, body.bytes.byteLength)
        : JSON.stringify(body),
    );

/** Writes a page of a list. */
export const sendPage = (reply: FastifyReply, page: ListPage | JsonText): FastifyReply =>
  sendJson(reply, 200, page instanceof JsonText ? page : listResponse(page));

/** Writes an answer without a body; the media type stays, since a client library insists on it. */
export const sendNothing = (reply: FastifyReply, status: number): FastifyReply =>
  reply.code(status).header('content-type', SCIM_JSON).send();

const describe = (reply: FastifyReply, { location, version }: ResourceAnswer<unknown>): FastifyReply =>
  reply.header('location', location).header('etag', entityTag(version));

/**
 * Writes a resource with its location and entity tag; 204 when it has no body. A body is the representation of what is found
 * at the location, and says so. RFC 7644 sections 3.3 and 3.14, RFC 7643 section 3.1.
 */
export const sendResource = (
  reply: FastifyReply,
  status: number,
  answer: ResourceAnswer<Complex | JsonText>,
): FastifyReply => {
  describe(reply, answer);
  if (answer.representation === undefined) return sendNothing(reply, 204);
  return sendJson(reply.header('content-location', answer.location), status, answer.representation);
};

/** Writes that the client has the current version. RFC 7644 section 3.14, RFC 9110 section 15.4.5. */
export const sendUnchanged = (reply: FastifyReply, answer: ResourceAnswer<unknown>): FastifyReply =>
  sendNothing(describe(reply, answer), 304);

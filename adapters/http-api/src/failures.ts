// Whatever fails below the prefix leaves as a problem, the framework's own errors included.
import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { InvalidSyntax, PayloadTooLarge, StorageUnavailable, UnsupportedMediaType } from '@looop-scim/scim/errors';
import { InvalidRequest, isApiFailure, type ApiFailure, type RequestFault } from './api-failures.ts';
import { defectProblem, problemOf, type Problem } from './problem.ts';
import type { ProblemCode } from './problem-kinds.ts';

/** Media type of a problem. RFC 9457 section 3. */
const PROBLEM_JSON = 'application/problem+json';

/** An error that whoever runs the server should see. */
export interface ReportedError {
  readonly log: FastifyBaseLogger;
  readonly level: 'error';
  readonly cause: unknown;
  readonly message: string;
}

const codes = new WeakMap<FastifyRequest, ProblemCode>();

/** The code of the problem that a request was answered with; undefined for one that was not refused. */
export const problemCodeOf = (request: FastifyRequest): ProblemCode | undefined => codes.get(request);

const send = (reply: FastifyReply, { body, headers }: Problem): FastifyReply => {
  codes.set(reply.request, body.code);
  return reply
    .code(body.status)
    .headers({ ...headers, 'x-request-id': reply.request.id, 'cache-control': 'no-store' })
    .header('content-type', PROBLEM_JSON)
    .serializer(JSON.stringify)
    .send(body);
};

/** Answers a failure. */
export const sendProblem = (reply: FastifyReply, failure: ApiFailure): FastifyReply =>
  send(reply, problemOf(failure, reply.request.id));

type Validated = Error & Partial<FastifyError>;

const PARTS: readonly RequestFault['part'][] = ['body', 'querystring', 'params', 'headers'];

/** The keyword of a fault that only repeats another one: a member that may not be there fits no schema. */
const REPEATED = 'boolean';

/** What the validation says; a member that may not be there, or is missing, is named. */
const faultsOf = ({ validation = [], validationContext }: Validated): readonly RequestFault[] =>
  validation
    .filter(({ keyword }) => keyword !== REPEATED)
    .flatMap(({ instancePath, message = 'is not valid', params }) => {
      const part = PARTS.find((one) => one === validationContext) ?? 'body';
      const names: unknown = params['additionalProperties'] ?? params['requiredProperties'];
      const pointers = Array.isArray(names) ? names.map((name) => `${instancePath}/${String(name)}`) : [instancePath];
      return pointers.map((pointer) => ({ part, pointer, detail: message }));
    });

const fromFramework = (error: Validated, { headers }: FastifyRequest, maximum: number): ApiFailure | undefined => {
  if (error.validation !== undefined) return new InvalidRequest({ faults: faultsOf(error) });
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new PayloadTooLarge({ limit: 'body', maximum });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE': {
      const received = headers['content-type'];
      return new UnsupportedMediaType(received === undefined ? {} : { received });
    }
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new InvalidSyntax({ reason: 'the body must be as long as Content-Length says' });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new InvalidSyntax({ reason: 'the body is not JSON' });
    case 'ECONNRESET':
      return new InvalidSyntax({ reason: 'the body ended before it was whole; send it again' });
    default:
      return undefined;
  }
};

/** Makes the error handler. A defect and an unavailable storage are reported with their causes. */
export const makeAnswerFailure =
  (maxBodyBytes: number, report: (error: ReportedError) => void) =>
  (error: Validated, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const failure = isApiFailure(error) ? error : fromFramework(error, request, maxBodyBytes);
    const { log } = request;
    if (failure === undefined) {
      report({ log, level: 'error', cause: error, message: 'unexpected failure' });
      return send(reply, defectProblem(request.id));
    }
    if (failure instanceof StorageUnavailable) {
      report({ log, level: 'error', cause: failure.cause, message: 'storage unavailable' });
    }
    return sendProblem(reply, failure);
  };

// Which calls the server's own thread answers, and which a worker. The thread of the server tries what is usually short, under
// small limits; what turns out to be more, and what is long for certain, goes to a worker.
import * as Effect from 'effect/Effect';
import {
  JsonText,
  UnreadBody,
  type NoteRead,
  type ResourceAnswer,
  type ScimService,
  type ServedScimService,
} from '@looop-scim/provisioning';
import type { ScimFailure, StorageUnavailable, TooMany, TooManyRequests } from '@looop-scim/scim/errors';
import type { BulkResult } from '@looop-scim/scim/bulk';
import type { ListQuery } from '@looop-scim/scim/list';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { Composed } from '../composition/composed.ts';
import { failureOf, type ServiceAnswer, type ServiceCall, type ServiceMethod } from './service-call.ts';
import type { WorkerPool } from './worker-pool.ts';

/** From the service that runs on the server's thread to the one that has workers for what is long. */
export type Offload = (local: ScimService, composed: Composed, noteRead: NoteRead) => ServedScimService;

interface TypedRequest {
  readonly type?: ResourceType;
  readonly body?: unknown;
  readonly query?: ListQuery;
}

/** A page, or a resource whose representation is there. */
const textOf = (answer: ServiceAnswer): JsonText => {
  if (!('json' in answer) || answer.json === undefined) throw new TypeError('A worker gave another answer');
  return new JsonText(answer.json);
};

const resourceOf = (answer: ServiceAnswer): ResourceAnswer<JsonText> => {
  if (answer.kind !== 'resource') throw new TypeError('A worker gave another answer');
  const { id, location, version, json } = answer;
  return { id, location, version, ...(json !== undefined && { representation: new JsonText(json) }) };
};

const resultsOf = (answer: ServiceAnswer): readonly BulkResult[] => {
  if (answer.kind !== 'bulk') throw new TypeError('A worker gave another answer');
  return answer.results;
};

/** The call as it is sent: with the name of the type, and with a body that is not read yet beside the rest. */
const callOf = (
  method: ServiceMethod,
  { type, body, ...request }: TypedRequest,
): Pick<ServiceCall, 'method' | 'type' | 'request' | 'body'> => ({
  method,
  ...(type !== undefined && { type: type.name }),
  ...(body instanceof UnreadBody ? { request, body: body.bytes } : { request: { ...request, body } }),
});

/** Longer filters have so many comparisons that already a few rows take long. */
const SHORT_FILTER = 512;
const textAt = (body: unknown, name: string): string => {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
};

/** Whether a call is long for certain: a body that was left unread, or a long filter. */
const isLong = ({ body, query }: TypedRequest): boolean =>
  body instanceof UnreadBody || (query?.filter ?? textAt(body, 'filter')).length > SHORT_FILTER;

/** Makes the services of organisations that share the workers of a pool. */
export const makeOffload = (pool: WorkerPool, baseUrl: () => string): Offload => {
  // oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
  return (local, { organisation, schema }, noteRead) => {
    const schemaVersion = schema.definitions.version;
    /** A worker's answer; its failures are those that the same call has on this thread. */
    const remote = <Answer, Failure extends ScimFailure>(
      method: ServiceMethod,
      request: TypedRequest,
      read: (answer: ServiceAnswer) => Answer,
    ): Effect.Effect<Answer, Failure | TooManyRequests | StorageUnavailable> =>
      Effect.suspend(() =>
        pool.run(organisation.id, { organisation, schemaVersion, baseUrl: baseUrl(), ...callOf(method, request) }),
      ).pipe(
        Effect.flatMap((outcome) => {
          switch (outcome.kind) {
            case 'answered':
              return Effect.andThen(
                Effect.forEach(outcome.incompleteReads, noteRead, { discard: true }),
                Effect.sync(() => read(outcome.answer)),
              );
            case 'failed':
              // The worker runs the very use case whose failures these are.
              return Effect.fail(failureOf(outcome.failure) as Failure);
            case 'defect':
              return Effect.die(outcome.cause);
          }
        }),
      );

    /** Tries here; what is more work than this thread may do goes to a worker. */
    const orRemote = <Answer, Failure extends ScimFailure, Request extends TypedRequest, Text>(
      method: ServiceMethod,
      run: (request: Request) => Effect.Effect<Answer, Failure | TooMany>,
      read: (answer: ServiceAnswer) => Text,
    ) => {
      const elsewhere = (request: Request) => remote<Text, Failure | TooMany>(method, request, read);
      return (
        request: Request,
      ): Effect.Effect<Answer | Text, Failure | TooMany | TooManyRequests | StorageUnavailable> =>
        isLong(request) ? elsewhere(request) : Effect.catchTag(run(request), 'TooMany', () => elsewhere(request));
    };

    return {
      ...local,
      get: orRemote('get', local.get, (answer) => ({ ...resourceOf(answer), representation: textOf(answer) })),
      list: orRemote('list', local.list, textOf),
      listAllTypes: orRemote('listAllTypes', local.listAllTypes, textOf),
      search: orRemote('search', local.search, textOf),
      // A client that goes away does not undo what it asked for.
      create: (request) => Effect.uninterruptible(orRemote('create', local.create, resourceOf)(request)),
      replace: (request) => Effect.uninterruptible(orRemote('replace', local.replace, resourceOf)(request)),
      patch: (request) => Effect.uninterruptible(orRemote('patch', local.patch, resourceOf)(request)),
      remove: (request) => Effect.uninterruptible(orRemote('remove', local.remove, () => undefined)(request)),
      bulk: (request) => Effect.uninterruptible(remote('bulk', request, resultsOf)),
    };
  };
};

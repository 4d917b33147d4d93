// What a worker does: the services of all organisations on a connection of its own, one call after the other.
import 'reflect-metadata';
import { parentPort } from 'node:worker_threads';
import * as Cause from 'effect/Cause';
import * as Effect from 'effect/Effect';
import * as Exit from 'effect/Exit';
import * as Result from 'effect/Result';
import { parseBody } from '@looop-scim/http-scim';
import type { ResourceAnswer, ScimService } from '@looop-scim/provisioning';
import type { IncompleteRead } from '@looop-scim/provisioning/insight';
import type { ScimFailure } from '@looop-scim/scim/errors';
import { listResponse, type ListPage } from '@looop-scim/scim/message';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { composeOrganisation, makeServiceOf } from '../composition/compose-organisation.ts';
import { buildContainer } from '../composition/compose-server.ts';
import { Services } from '../composition/services.ts';
import { openStorage } from '../lifecycle/open-installation.ts';
import {
  factsOf,
  type ServiceAnswer,
  type ServiceCall,
  type ServiceOutcome,
  type WorkerMessage,
  type ServiceMethod,
} from './service-call.ts';
import type { WorkerSettings } from './start-workers.ts';

const encoder = new TextEncoder();
const jsonOf = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** A service, and the types that its requests are about. */
interface Serving {
  readonly service: ScimService;
  readonly registry: SchemaRegistry;
}

type Answer = Effect.Effect<ServiceAnswer, ScimFailure>;

const page = (answer: Effect.Effect<ListPage, ScimFailure>): Answer =>
  Effect.map(answer, (list) => ({ kind: 'page', json: jsonOf(listResponse(list)) }));

const resource = (answer: Effect.Effect<ResourceAnswer, ScimFailure>): Answer =>
  Effect.map(answer, ({ representation, ...rest }) => ({
    kind: 'resource',
    ...rest,
    ...(representation !== undefined && { json: jsonOf(representation) }),
  }));

type Request = Record<string, unknown>;

/** How each call is run. A request is what the port of the same method takes, since only `makeOffload` sends calls. */
const METHODS: Readonly<Record<ServiceMethod, (service: ScimService, request: Request) => Answer>> = {
  get: (service, request) => resource(service.get(request as never)),
  list: (service, request) => page(service.list(request as never)),
  listAllTypes: (service, request) => page(service.listAllTypes(request as never)),
  search: (service, request) => page(service.search(request as never)),
  create: (service, request) => resource(service.create(request as never)),
  replace: (service, request) => resource(service.replace(request as never)),
  patch: (service, request) => resource(service.patch(request as never)),
  remove: (service, request) => Effect.as(service.remove(request as never), { kind: 'done' }),
  bulk: (service, request) => Effect.map(service.bulk(request as never), (results) => ({ kind: 'bulk', results })),
};

const answerOf = (
  { service, registry }: Serving,
  { method, type: typeName, request }: ServiceCall,
  body: unknown,
): Answer => {
  const type = typeName === undefined ? undefined : registry.resourceType(typeName);
  const whole = { ...(request as Request), ...(type !== undefined && { type }), ...(body !== undefined && { body }) };
  return METHODS[method](service, whole);
};

const outcomeOf = (
  exit: Exit.Exit<ServiceAnswer, ScimFailure>,
  incompleteReads: readonly IncompleteRead[],
): ServiceOutcome => {
  if (Exit.isSuccess(exit)) return { kind: 'answered', answer: exit.value, incompleteReads };
  const failure = Cause.findError(exit.cause);
  return Result.isSuccess(failure)
    ? { kind: 'failed', failure: factsOf(failure.success) }
    : { kind: 'defect', cause: Cause.squash(exit.cause) };
};

/** Answers calls of a server, for as long as the thread lives. */
export const serveCalls = async ({
  store,
  file,
  limits,
  installationSecret,
  cancelled,
}: WorkerSettings): Promise<void> => {
  const flag = new Int32Array(cancelled);
  const { storage } = await openStorage(store, {
    whenMissing: 'refuse',
    limits: { ...limits, isCancelled: () => Atomics.load(flag, 0) === 1 },
    file,
  });
  let baseUrl = '';
  // Of the call that is answered at present; there is one at a time.
  const incompleteReads: IncompleteRead[] = [];
  const noteReadOf = () => (read: IncompleteRead) => Effect.sync(() => void incompleteReads.push(read));
  const container = buildContainer({ storage, installationSecret, baseUrl: () => baseUrl, noteReadOf });
  const schemas = container.resolve(Services.schemas);
  const serviceOf = makeServiceOf((composed): Serving => ({
    service: composeOrganisation(container, composed),
    registry: composed.schema.registry,
  }));
  const take = async (call: ServiceCall): Promise<void> => {
    baseUrl = call.baseUrl;
    const parsed = call.body === undefined ? Result.succeed(undefined) : parseBody(call.body);
    const { organisation, schemaVersion } = call;
    const answer = Effect.gen(function* () {
      const body = yield* Effect.fromResult(parsed);
      const schema = yield* schemas.of(organisation.id, schemaVersion);
      return yield* answerOf(serviceOf({ organisation, schema }), call, body);
    });
    const exit = await Effect.runPromiseExit(answer);
    const outcome = outcomeOf(exit, incompleteReads.splice(0));
    const json = outcome.kind === 'answered' && 'json' in outcome.answer ? outcome.answer.json : undefined;
    parentPort?.postMessage(outcome, json === undefined ? [] : [json.buffer as ArrayBuffer]);
  };
  parentPort?.on('message', (call: ServiceCall) => void take(call));
  parentPort?.postMessage({ kind: 'ready' } satisfies WorkerMessage);
};

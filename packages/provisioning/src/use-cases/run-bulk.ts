// Many operations as one request (RFC 7644 section 3.7). Each is an operation of its own, with its own rules and its own commit;
// what is decided here is the order that references ask for.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import {
  parseBulkRequest,
  referencesOf,
  resolveReferences,
  type BulkMethod,
  type BulkOperation,
  type BulkResult,
} from '@looop-scim/scim/bulk';
import {
  MethodNotAllowed,
  type InvalidSyntax,
  type InvalidValue,
  type PayloadTooLarge,
  type ScimFailure,
} from '@looop-scim/scim/errors';
import { PATCH_OP, type ResourceType } from '@looop-scim/scim/schema';
import type { BulkCall } from '../ports/inbound/requests.ts';
import type { ScimService } from '../ports/inbound/scim-service.ts';
import {
  errorsOf,
  madeBy,
  notCreated,
  notLinked,
  refused,
  withoutReferences,
  type Link,
  type Run,
} from './bulk-progress.ts';
import type { ScimDependencies } from './dependencies.ts';
import { unknownEndpoint } from '../rules/unknown-endpoint.ts';
import { doneOf, resolvedPath, resultOf, segmentsOf, type BulkOutcome } from './bulk-outcome.ts';

/** The use cases that operations come to. */
type Operations = Pick<ScimService, 'description' | 'resourceTypeAt' | 'create' | 'replace' | 'patch' | 'remove'>;

interface Target {
  readonly type: ResourceType;
  readonly endpoint: string;
  readonly id: string | undefined;
}

const COLLECTION_METHODS: readonly BulkMethod[] = ['POST'];
const RESOURCE_METHODS: readonly BulkMethod[] = ['PUT', 'PATCH', 'DELETE'];

/**
 * Makes the run of a bulk request. Operations run in the order of the request, except that what one refers to is made before
 * it; where resources refer to each other, they are made first and linked afterwards. An operation that fails leaves the
 * others alone, but for those that refer to it. The results stand in the order of the request; after `failOnErrors` errors no
 * further operation is begun and those that were not have no result. Each result says what became of it.
 * Fails: `InvalidSyntax`, `PayloadTooLarge` (the request itself).
 * RFC 7644 sections 3.7.1 to 3.7.3.
 */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeRunBulk = (
  service: Operations,
  { baseUrl, policy }: Pick<ScimDependencies, 'baseUrl' | 'policy'>,
): ScimService['bulk'] => {
  const targetOf = (path: string): Target | undefined => {
    const [endpoint = '', id, ...rest] = segmentsOf(path);
    const type = service.resourceTypeAt(`/${endpoint}`);
    return type === undefined || rest.length > 0 ? undefined : { type, endpoint, id };
  };

  const execute = (run: Run, operation: BulkOperation, body: unknown): Effect.Effect<BulkOutcome> => {
    const path = resolvedPath(operation.path, run.ids);
    const target = targetOf(path);
    if (target === undefined)
      return Effect.succeed(Result.fail(unknownEndpoint(service.description, segmentsOf(path))));
    const allow = target.id === undefined ? COLLECTION_METHODS : RESOURCE_METHODS;
    if (!allow.includes(operation.method)) {
      return Effect.succeed(Result.fail(new MethodNotAllowed({ method: operation.method, allow })));
    }
    const { type, endpoint, id = '' } = target;
    const write = { type, body, caller: run.caller, projection: {} };
    const change = { ...write, id, ...(operation.version !== undefined && { ifMatch: operation.version }) };
    switch (operation.method) {
      case 'POST':
        return Effect.result(Effect.map(service.create(write), doneOf));
      case 'PUT':
        return Effect.result(Effect.map(service.replace(change), doneOf));
      case 'PATCH':
        return Effect.result(Effect.map(service.patch(change), doneOf));
      case 'DELETE':
        return Effect.result(
          Effect.as(service.remove(change), { location: `${baseUrl}/${endpoint}/${id}`, noContent: true }),
        );
    }
  };

  /** Creates what an operation refers to. The result is the references that have no id yet, because they refer back. */
  const prepare = (
    run: Run,
    references: ReadonlySet<string>,
  ): Effect.Effect<Result.Result<Set<string>, InvalidValue>> =>
    Effect.gen(function* () {
      const unresolved = new Set<string>();
      for (const bulkId of references) {
        const maker = run.makers.get(bulkId);
        if (maker === undefined) return Result.fail(refused(bulkId, 'is the bulkId of no POST in this request'));
        yield* perform(run, maker);
        const state = run.states.get(maker);
        if (state === 'running') unresolved.add(bulkId);
        else if (state === undefined || Result.isFailure(state)) {
          return Result.fail(notCreated(bulkId));
        }
      }
      return Result.succeed(unresolved);
    });

  /**
   * Undoes the creates that refer to a resource which could not be created: what they made is not what was asked for. Until
   * then only creates of the same chain of references have run.
   */
  const takeBackDependents = (run: Run, bulkId: string, failure: ScimFailure): Effect.Effect<void> =>
    Effect.gen(function* () {
      for (const [index, references] of run.references.entries()) {
        if (references.has(bulkId)) yield* takeBack(run, index, failure);
      }
    });

  /** Deletes what a create of the run made, if it stands. */
  const takeBack = (run: Run, index: number, failure: ScimFailure): Effect.Effect<void> =>
    Effect.gen(function* () {
      const operation = run.operations[index];
      const id = madeBy(run, index);
      if (operation === undefined || id === undefined) return;
      run.states.set(index, Result.fail(failure));
      yield* execute(run, { method: 'DELETE', path: `${operation.path}/${id}` }, undefined);
      if (operation.bulkId === undefined) return;
      run.ids.delete(operation.bulkId);
      yield* takeBackDependents(run, operation.bulkId, failure);
    });

  /** Adds what was left out of creates, as soon as all that it refers to has an id. */
  const link = (run: Run): Effect.Effect<void> =>
    Effect.gen(function* () {
      const isReady = ({ missing }: Link): boolean => [...missing].every((bulkId) => run.ids.has(bulkId));
      const [ready, waiting] = [run.links.filter(isReady), run.links.filter((one) => !isReady(one))];
      run.links.splice(0, run.links.length, ...waiting);
      for (const { index, values } of ready) {
        const operation = run.operations[index];
        const id = madeBy(run, index);
        if (operation === undefined || id === undefined) continue;
        const resolved = Object.entries(values).map(
          ([path, value]) => [path, resolveReferences(value, run.ids)] as const,
        );
        // With a path each, because not every profile takes a value without one.
        const body = { schemas: [PATCH_OP], Operations: resolved.map(([path, value]) => ({ op: 'add', path, value })) };
        const linked = yield* execute(run, { method: 'PATCH', path: `${operation.path}/${id}` }, body);
        if (Result.isSuccess(linked)) run.states.set(index, linked);
        else yield* takeBack(run, index, notLinked(operation.bulkId ?? '', linked.failure));
      }
    });

  /** Runs an operation, unless it was begun already. */
  const perform = (run: Run, index: number): Effect.Effect<void> =>
    Effect.gen(function* () {
      const operation = run.operations[index];
      if (operation === undefined || run.states.has(index)) return;
      run.states.set(index, 'running');
      const references = new Set([...(run.references[index] ?? []), ...referencesOf(segmentsOf(operation.path))]);
      const prepared = yield* prepare(run, references);
      const missing = Result.getOrElse(prepared, () => new Set<string>());
      const { body, links } = withoutReferences(operation.data, missing);
      const outcome = Result.isFailure(prepared)
        ? Result.fail(prepared.failure)
        : yield* execute(run, operation, resolveReferences(body, run.ids));
      run.states.set(index, outcome);
      if (operation.method !== 'POST' || operation.bulkId === undefined) return;
      const { bulkId } = operation;
      const id = madeBy(run, index);
      if (id === undefined) return yield* takeBackDependents(run, bulkId, notCreated(bulkId));
      run.ids.set(bulkId, id);
      if (Object.keys(links).length > 0) run.links.push({ index, values: links, missing });
      yield* link(run);
    });

  return ({ body, caller }: BulkCall): Effect.Effect<readonly BulkResult[], InvalidSyntax | PayloadTooLarge> =>
    Effect.gen(function* () {
      const request = yield* Effect.fromResult(parseBulkRequest(body, policy));
      const { operations, failOnErrors = Number.POSITIVE_INFINITY } = request;
      const makers = new Map(
        operations.flatMap(({ method, bulkId }, index) =>
          method === 'POST' && bulkId !== undefined ? [[bulkId, index] as const] : [],
        ),
      );
      const references = operations.map(({ data }) => referencesOf(data));
      const run: Run = { operations, caller, references, states: new Map(), makers, ids: new Map(), links: [] };
      for (let index = 0; index < operations.length && errorsOf(run) < failOnErrors; index += 1) {
        yield* perform(run, index);
      }
      return operations.flatMap((operation, index) => {
        const state = run.states.get(index);
        return state === undefined || state === 'running'
          ? []
          : [resultOf(operation, state, { baseUrl, ids: run.ids, requestId: caller.requestId })];
      });
    });
};

// Many operations as one request (RFC 7644 section 3.7). Each is an operation of its own, with its own rules and its own commit;
// what is decided here is the order that references ask for.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import {
  EndpointNotFound,
  InvalidValue,
  PATCH_OP,
  referencesOf,
  resolveReferences,
  type BulkOperation,
  type BulkRequest,
  type BulkResult,
  type ResourceType,
} from '@looop-scim/scim';
import type { Caller } from '../activity/activity-record.ts';
import { resolvedPath, resultOf, segmentsOf, type BulkOutcome } from './bulk-result.ts';
import type { makeCreateResource } from './create-resource.ts';
import type { makeDeleteResource } from './delete-resource.ts';
import type { makePatchResource } from './patch-resource.ts';
import type { makeReplaceResource } from './replace-resource.ts';

/** A bulk request and who sent it. */
export interface BulkCall {
  readonly request: BulkRequest;
  readonly caller: Caller;
}

/** The use cases that operations come to. */
interface Operations {
  readonly resourceTypeAt: (endpoint: string) => ResourceType | undefined;
  readonly create: ReturnType<typeof makeCreateResource>;
  readonly replace: ReturnType<typeof makeReplaceResource>;
  readonly patch: ReturnType<typeof makePatchResource>;
  readonly remove: ReturnType<typeof makeDeleteResource>;
}

/** The state of one run. */
interface Run {
  readonly operations: readonly BulkOperation[];
  readonly caller: Caller;
  /** By index of the operation; `running` while what it refers to is made first. */
  readonly states: Map<number, 'running' | BulkOutcome>;
  /** Operations that make a resource, by bulkId. */
  readonly makers: ReadonlyMap<string, number>;
  /** Ids that were given out, by bulkId. */
  readonly ids: Map<string, string>;
  /** What had to be left out of a create, because it refers to a resource that refers back. */
  readonly links: { readonly index: number; readonly values: Readonly<Record<string, unknown>> }[];
}

interface Target {
  readonly type: ResourceType;
  readonly endpoint: string;
  readonly id: string | undefined;
}

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** A value with a reference is left out whole and added when everybody has an id. */
const withoutReferences = (data: unknown, unresolved: ReadonlySet<string>) => {
  if (!isObject(data)) return { body: data, links: {} };
  const refers = ([, value]: readonly [string, unknown]) => [...referencesOf(value)].some((one) => unresolved.has(one));
  const entries = Object.entries(data);
  return {
    body: Object.fromEntries(entries.filter((entry) => !refers(entry))),
    links: Object.fromEntries(entries.filter(refers)),
  };
};

const errorsOf = ({ states }: Run): number =>
  [...states.values()].filter((state) => state !== 'running' && Result.isFailure(state)).length;

const refused = (bulkId: string, reason: string) =>
  new InvalidValue({ attribute: `bulkId:${bulkId.slice(0, 128)}`, reason });

/**
 * Makes the run of a bulk request. Operations run in the order of the request, except that what one refers to is made before
 * it; where resources refer to each other, they are made first and linked afterwards. An operation that fails leaves the
 * others alone, but for those that refer to it. The results stand in the order of the request; after `failOnErrors` errors no
 * further operation is begun and those that were not have no result. Never fails: each result says what became of it.
 * RFC 7644 sections 3.7.1 to 3.7.3.
 */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeRunBulk = (service: Operations, baseUrl: string) => {
  const targetOf = (path: string): Target | undefined => {
    const [endpoint = '', id, ...rest] = segmentsOf(path);
    const type = service.resourceTypeAt(`/${endpoint}`);
    return type === undefined || rest.length > 0 ? undefined : { type, endpoint, id };
  };

  const execute = (run: Run, operation: BulkOperation, body: unknown): Effect.Effect<BulkOutcome> => {
    const path = resolvedPath(operation.path, run.ids);
    const target = targetOf(path);
    if (target === undefined || (operation.method === 'POST') !== (target.id === undefined)) {
      return Effect.succeed(Result.fail(new EndpointNotFound({ path })));
    }
    const { type, endpoint, id = '' } = target;
    const write = { type, body, caller: run.caller, projection: {} };
    const change = { ...write, id, ...(operation.version !== undefined && { ifMatch: operation.version }) };
    switch (operation.method) {
      case 'POST':
        return Effect.result(service.create(write));
      case 'PUT':
        return Effect.result(service.replace(change));
      case 'PATCH':
        return Effect.result(service.patch(change));
      case 'DELETE':
        return Effect.result(Effect.as(service.remove(change), { location: `${baseUrl}/${endpoint}/${id}` }));
    }
  };

  /** Makes what an operation refers to; the references that have no id yet because they refer back. */
  const prepare = (
    run: Run,
    references: ReadonlySet<string>,
  ): Effect.Effect<Result.Result<Set<string>, InvalidValue>> =>
    Effect.gen(function* () {
      const unresolved = new Set<string>();
      for (const bulkId of references) {
        const maker = run.makers.get(bulkId);
        if (maker === undefined) return Result.fail(refused(bulkId, 'is the bulkId of no POST in this request'));
        if (!run.states.has(maker)) yield* perform(run, maker);
        const state = run.states.get(maker);
        if (state === 'running') unresolved.add(bulkId);
        else if (state === undefined || Result.isFailure(state)) {
          return Result.fail(refused(bulkId, 'stands for a resource that could not be created'));
        }
      }
      return Result.succeed(unresolved);
    });

  const perform = (run: Run, index: number): Effect.Effect<void> =>
    Effect.gen(function* () {
      const operation = run.operations[index];
      if (operation === undefined || run.states.has(index)) return;
      run.states.set(index, 'running');
      const references = referencesOf([operation.data, ...segmentsOf(operation.path)]);
      const prepared = yield* prepare(run, references);
      if (Result.isFailure(prepared)) return void run.states.set(index, Result.fail(prepared.failure));
      const { body, links } = withoutReferences(operation.data, prepared.success);
      const outcome = yield* execute(run, operation, resolveReferences(body, run.ids));
      run.states.set(index, outcome);
      if (Result.isFailure(outcome) || operation.bulkId === undefined || !('id' in outcome.success)) return;
      if (operation.method === 'POST') run.ids.set(operation.bulkId, outcome.success.id);
      if (Object.keys(links).length > 0) run.links.push({ index, values: links });
    });

  /** Adds what was left out of creates. A resource that cannot be linked is not what was asked for: it is removed again. */
  const link = (run: Run): Effect.Effect<void> =>
    Effect.gen(function* () {
      for (const { index, values } of run.links.splice(0)) {
        const made = run.states.get(index);
        const operation = run.operations[index];
        if (operation === undefined || made === undefined || made === 'running' || Result.isFailure(made)) continue;
        const id = 'id' in made.success ? made.success.id : '';
        const at = `${operation.path}/${id}`;
        const value = resolveReferences(values, run.ids);
        const body = { schemas: [PATCH_OP], Operations: [{ op: 'add', value }] };
        const linked = yield* execute(run, { method: 'PATCH', path: at }, body);
        run.states.set(index, linked);
        if (Result.isFailure(linked)) yield* execute(run, { method: 'DELETE', path: at }, undefined);
      }
    });

  return ({ request, caller }: BulkCall): Effect.Effect<readonly BulkResult[]> =>
    Effect.gen(function* () {
      const { operations, failOnErrors = Number.POSITIVE_INFINITY } = request;
      const makers = new Map(
        operations.flatMap(({ method, bulkId }, index) =>
          method === 'POST' && bulkId !== undefined ? [[bulkId, index] as const] : [],
        ),
      );
      const run: Run = { operations, caller, states: new Map(), makers, ids: new Map(), links: [] };
      for (let index = 0; index < operations.length && errorsOf(run) < failOnErrors; index += 1) {
        yield* perform(run, index);
        yield* link(run);
      }
      return operations.flatMap((operation, index) => {
        const state = run.states.get(index);
        return state === undefined || state === 'running'
          ? []
          : [resultOf(operation, state, { baseUrl, ids: run.ids })];
      });
    });
};

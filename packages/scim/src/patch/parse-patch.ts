// The PATCH message: its envelope, not yet what the operations mean (RFC 7644 section 3.5.2).
import * as Result from 'effect/Result';
import { InvalidSyntax, InvalidValue, NoTarget, PayloadTooLarge } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import {
  byLowerCase,
  isJsonObject,
  kindOfJson,
  listsUrn,
  truncatedName,
  whyNoObject,
  type JsonObject,
} from '../attribute/json-value.ts';
import { PATCH_OP } from '../schema/urns.ts';
import { inOperation, type PatchFailure } from './patch-failure.ts';
import { PATCH_LIMITS, type PatchOperation, type PatchOperationName } from './patch-operation.ts';

const refuse = (reason: string) => Result.fail(new InvalidSyntax({ reason }));

/** Looks up the keys of an envelope: in any case by policy. */
const envelope = (json: JsonObject, policy: InteropPolicy): ((key: string) => unknown) => {
  if (!policy.anyCaseOperations) return (key) => json[key];
  const received = byLowerCase(json);
  return (key) => received.get(key.toLowerCase())?.value;
};

const checkSchemas = (schemas: unknown, policy: InteropPolicy): Result.Result<void, InvalidSyntax> => {
  if (policy.ignoreForeignSchemas || listsUrn(schemas, PATCH_OP)) return Result.void;
  return refuse(`schemas must list ${PATCH_OP}`);
};

const NAMES: ReadonlyMap<string, PatchOperationName> = new Map([
  ['add', 'add'],
  ['remove', 'remove'],
  ['replace', 'replace'],
]);

const parseName = (op: unknown, policy: InteropPolicy): Result.Result<PatchOperationName, InvalidSyntax> => {
  if (op === undefined || op === null) return refuse('op is missing; send add, remove or replace');
  if (typeof op !== 'string') return refuse(`op must be add, remove or replace, not ${kindOfJson(op)}`);
  const name = NAMES.get(policy.anyCaseOperations ? op.toLowerCase() : op);
  return name === undefined
    ? Result.fail(new InvalidSyntax({ reason: 'op must be add, remove or replace', received: truncatedName(op) }))
    : Result.succeed(name);
};

/** The value in an envelope, as far as the operation takes one; `{}` when it has none. */
const parseValue = (
  op: PatchOperationName,
  value: unknown,
  policy: InteropPolicy,
): Result.Result<{ value?: unknown }, PatchFailure> => {
  if (op !== 'remove') {
    if (value !== undefined) return Result.succeed({ value });
    return Result.fail(new InvalidValue({ attribute: 'value', reason: `is missing from the operation ${op}` }));
  }
  // Null is what clients in typed languages send for a value that they do not have.
  if (value === undefined || value === null) return Result.succeed({});
  return policy.removeListedValues
    ? Result.succeed({ value })
    : refuse('remove takes no value; its path selects what is removed');
};

const parsePath = (op: PatchOperationName, path: unknown): Result.Result<{ path?: string }, PatchFailure> => {
  if (typeof path === 'string') return Result.succeed({ path });
  if (path !== undefined && path !== null) return refuse(`path must be a string, not ${kindOfJson(path)}`);
  return op === 'remove'
    ? Result.fail(new NoTarget({ reason: 'remove needs a path that says what to remove' }))
    : Result.succeed({});
};

const parseOperation = (json: unknown, policy: InteropPolicy): Result.Result<PatchOperation, PatchFailure> =>
  Result.gen(function* () {
    if (!isJsonObject(json)) return yield* refuse(`each operation must be an object, not ${kindOfJson(json)}`);
    const at = envelope(json, policy);
    const op = yield* parseName(at('op'), policy);
    const path = yield* parsePath(op, at('path'));
    const value = yield* parseValue(op, at('value'), policy);
    return { op, ...path, ...value };
  });

/**
 * Parses the body of a PATCH request into its operations, in order. Paths and values are not looked into.
 * Fails: `InvalidSyntax` (no object, no PatchOp in `schemas` under a strict policy, no list of operations, an unknown op);
 * `InvalidValue` (add or replace without value); `NoTarget` (remove without path); `PayloadTooLarge` beyond
 * `PATCH_LIMITS.maxOperations`. RFC 7644 section 3.5.2.
 */
export const parsePatch = (
  json: unknown,
  policy: InteropPolicy,
): Result.Result<readonly PatchOperation[], PatchFailure> => {
  if (!isJsonObject(json)) return refuse(whyNoObject(json));
  const at = envelope(json, policy);
  const schemas = checkSchemas(at('schemas'), policy);
  if (Result.isFailure(schemas)) return Result.fail(schemas.failure);
  const received = at('Operations');
  if (received === undefined || received === null) {
    return refuse('Operations is missing; send a list of operations, or the whole resource by PUT');
  }
  if (!Array.isArray(received)) return refuse(`Operations must be a list of operations, not ${kindOfJson(received)}`);
  if (received.length === 0 && !policy.emptyOperations) return refuse('Operations has no operation');
  if (received.length > PATCH_LIMITS.maxOperations) {
    const maximum = PATCH_LIMITS.maxOperations;
    return Result.fail(new PayloadTooLarge({ limit: 'patch', maximum, received: received.length }));
  }
  const operations: PatchOperation[] = [];
  for (const [index, one] of received.entries()) {
    const operation = parseOperation(one, policy);
    if (Result.isFailure(operation)) return Result.fail(inOperation(operation.failure, index, received.length));
    operations.push(operation.success);
  }
  return Result.succeed(operations);
};

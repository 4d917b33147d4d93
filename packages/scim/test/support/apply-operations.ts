// Small ways to apply operations and to see what they come to.
import { Result } from 'effect';
import type { Complex } from '../../src/attribute/value.ts';
import { interopPolicy, type InteropPolicy } from '../../src/interop/policy-rules.ts';
import { applyPatch, type PatchedResource } from '../../src/patch/apply-patch.ts';
import type { PatchFailure } from '../../src/patch/patch-failure.ts';
import type { PatchOperation } from '../../src/patch/patch-operation.ts';
import type { ResourceType } from '../../src/schema/resource-type.ts';

/** What operations are applied to, and under which policy. */
export interface Given {
  readonly type: ResourceType;
  readonly document: Complex;
  readonly policy?: InteropPolicy;
}

const attempt = ({ type, document, policy = interopPolicy }: Given, operations: readonly PatchOperation[]) =>
  applyPatch(type, document, operations, policy);

/** All that the operations come to. */
export const outcome = (given: Given, ...operations: readonly PatchOperation[]): PatchedResource =>
  Result.getOrThrow(attempt(given, operations));

/** The document after the operations. */
export const patched = (given: Given, ...operations: readonly PatchOperation[]): Complex =>
  outcome(given, ...operations).document;

/** Why the operations are refused. */
export const refusal = (given: Given, ...operations: readonly PatchOperation[]): PatchFailure =>
  Result.getOrThrow(Result.flip(attempt(given, operations)));

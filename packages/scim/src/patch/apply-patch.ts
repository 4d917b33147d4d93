// PATCH as a pure function: operations in order on a document, all or none (RFC 7644 section 3.5.2).
import * as Result from 'effect/Result';
import { InvalidSyntax, InvalidValue, Mutability } from '../errors.ts';
import { resolveAttribute } from '../attribute/attribute-path.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';
import { charactersOf, type Complex } from '../attribute/value.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { isJsonObject, kindOfJson, truncatedName } from '../attribute/json-value.ts';
import type { MembershipStep } from '../write/membership-step.ts';
import { ignore, ignoreUnknown } from '../read/read-value.ts';
import type { IgnoredAttribute } from '../attribute/resource.ts';
import { asPolicyFailure } from '../read/unknown-attribute.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { joinSteps, membershipStep } from './membership-steps.ts';
import { writeElements } from './patch-elements.ts';
import { inOperation, type PatchFailure } from './patch-failure.ts';
import type { PatchOperation } from './patch-operation.ts';
import { bindPatchPath, type PatchPath } from './patch-path.ts';
import { checkGrowth, startPatch, type PatchContext } from './patch-context.ts';
import { writeValue, type PatchAction } from './patch-value.ts';
import { chainTo, updateAttribute } from './update-attribute.ts';

/** What a PATCH request makes of a resource; `diffDocuments` tells the changes of the document. */
export interface PatchedResource {
  /** In canonical form; writeOnly attributes (password) that the request set are in it still. */
  readonly document: Complex;
  /** What becomes of the members of a group. */
  readonly memberships: readonly MembershipStep[];
  /** At most 100, each attribute once. */
  readonly ignored: readonly IgnoredAttribute[];
}

/** The resource between two operations. */
interface Draft {
  readonly document: Complex;
  readonly memberships: MembershipStep[];
}

interface BoundOperation extends PatchAction {
  readonly path: PatchPath;
}

type Attempt<Value> = Result.Result<Value, PatchFailure>;

const readOnlyOf = ({ attribute, selection }: PatchPath): AttributeNode | undefined =>
  chainTo(selection?.subAttribute ?? attribute).find(({ definition }) => definition.mutability === 'readOnly');

const applyWrite = (
  context: PatchContext,
  type: ResourceType,
  draft: Draft,
  { path, ...action }: BoundOperation,
): Attempt<Draft> => {
  const readOnly = readOnlyOf(path);
  if (readOnly !== undefined) {
    return Result.fail(new Mutability({ attribute: readOnly.path, reason: 'is readOnly' }));
  }
  if (path.attribute === type.membership) {
    return Result.map(membershipStep(context, path, action), (step) => {
      draft.memberships.push(step);
      return draft;
    });
  }
  const { attribute, selection } = path;
  const write =
    selection === undefined ? writeValue(context, attribute, action) : writeElements(context, path, selection, action);
  const updated = updateAttribute(type.attributes, draft.document, chainTo(attribute), write);
  return Result.map(updated, (document) => ({ ...draft, document }));
};

const isDottedOrFiltered = ({ attribute, selection }: PatchPath): boolean =>
  selection !== undefined || (attribute.parent !== undefined && attribute.parent.kind !== 'extension');

/** The path that a key of a value without path stands for; undefined when it is left out. */
const pathOfKey = (context: PatchContext, type: ResourceType, key: string): Attempt<PatchPath | undefined> => {
  const { policy } = context;
  const [name = key] = key.split('[', 1);
  const attribute = resolveAttribute(type, name);
  if (attribute === undefined) {
    const noted = ignoreUnknown(context, truncatedName(key), () => suggestAttribute(type, key));
    return Result.map(noted, () => undefined);
  }
  const bound = bindPatchPath(type, key, policy);
  if (Result.isFailure(bound)) return Result.fail(bound.failure);
  if (!policy.pathKeysInValue && isDottedOrFiltered(bound.success)) {
    const reason = 'is a path; without path the keys of a value are names of attributes';
    return Result.fail(new InvalidValue({ attribute: truncatedName(key), reason }));
  }
  const readOnly = policy.ignoreReadOnlyInPatch ? readOnlyOf(bound.success) : undefined;
  if (readOnly === undefined) return bound;
  ignore(context, readOnly.path, 'readOnly');
  return Result.succeed(undefined);
};

/** Without path the value is an object, each of whose attributes is written by itself. RFC 7644 sections 3.5.2.1 and 3.5.2.3. */
const applyValue = (
  context: PatchContext,
  type: ResourceType,
  draft: Draft,
  { op, value }: PatchAction,
): Attempt<Draft> => {
  if (!isJsonObject(value)) {
    const reason = `must be an object of attributes when there is no path, not ${kindOfJson(value)}`;
    return Result.fail(new InvalidValue({ attribute: 'value', reason }));
  }
  let next = draft;
  for (const key of Object.keys(value)) {
    const path = pathOfKey(context, type, key);
    if (Result.isFailure(path)) return Result.fail(path.failure);
    if (path.success === undefined) continue;
    const applied = applyWrite(context, type, next, { op, path: path.success, value: value[key] });
    if (Result.isFailure(applied)) return applied;
    next = applied.success;
  }
  return Result.succeed(next);
};

const applyOperation = (
  context: PatchContext,
  type: ResourceType,
  draft: Draft,
  operation: PatchOperation,
): Attempt<Draft> => {
  const { op, path, value } = operation;
  if (path === undefined) {
    return context.policy.patchWithoutPath
      ? applyValue(context, type, draft, { op, value })
      : Result.fail(new InvalidSyntax({ reason: 'the operation must have a path' }));
  }
  return Result.flatMap(bindPatchPath(type, path, context.policy), (bound) =>
    applyWrite(context, type, draft, { op, path: bound, value }),
  );
};

/**
 * Applies the operations of a PATCH request to a document, each to the outcome of the one before. Nothing is changed in place,
 * so that a failure leaves everything as it was. Required attributes that the document lacks otherwise are not looked for.
 * Total on any operations; what it costs is bounded by `PATCH_LIMITS` and does not depend on the members of a group.
 * Fails: `InvalidPath`, `InvalidFilter`, `NoTarget`, `InvalidValue`, `Mutability`, `PayloadTooLarge`; with several operations
 * the reason names the one at fault. RFC 7644 section 3.5.2.
 */
export const applyPatch = (
  type: ResourceType,
  document: Complex,
  operations: readonly PatchOperation[],
  policy: InteropPolicy,
): Result.Result<PatchedResource, PatchFailure> => {
  const context = startPatch(policy);
  let draft: Draft = { document, memberships: [] };
  for (const [index, operation] of operations.entries()) {
    const applied = applyOperation(context, type, draft, operation);
    if (Result.isFailure(applied)) {
      return Result.fail(inOperation(asPolicyFailure(applied.failure, policy), index, operations.length));
    }
    draft = applied.success;
  }
  const growth = checkGrowth(charactersOf(document), charactersOf(draft.document));
  if (Result.isFailure(growth)) return Result.fail(growth.failure);
  const ignored = [...context.ignored.values()];
  return Result.succeed({ document: draft.document, memberships: joinSteps(draft.memberships), ignored });
};

// PATCH as a pure function: operations in order on a document, all or none (RFC 7644 section 3.5.2).
//
// What decides, by the form of the path. Sections are of RFC 7644: 3.5.2.1 is about add, 3.5.2.2 remove, 3.5.2.3 replace.
//
// | path                       | add                       | remove                     | replace                    |
// | -------------------------- | ------------------------- | -------------------------- | -------------------------- |
// | none, or the core URN      | `applyValue`: each key of the value is a path of its own; without a path, remove is    |
// |                            | refused by `parsePatch` (3.5.2.2: `noTarget`)                                          |
// | what no schema has         | `knownPath`: 400 `invalidPath`, or skipped and recorded (`ignoreUnknownAttributes`)    |
// | `title`, `name.givenName`  | `writeValue`: becomes it  | `writeValue`: unassigned   | `writeValue`: becomes it   |
// | `name`, an extension's URN | `writeComplex`: `mergeObject` sets what the value names; remove unassigns; replace     |
// |                            | empties it before where the policy has no `mergeOnReplace`                             |
// | `emails`                   | `append`                  | `removeListed` with value, | `replaceElements`          |
// |                            |                           | else all of it             |                            |
// | `emails.type`              | `writeElements`: in each element; where there is none, `whenNothingMatches` makes one  |
// | `emails[filter]`           | `rewriteWhole`: merges    | `rewriteWhole`: dropped    | `rewriteWhole`: becomes it |
// | `emails[filter].type`      | `rewrite`: that one in each element that matches, by `writeValue`                      |
// | the same without a match   | `create` (3.5.2.1)        | changes nothing (3.5.2.2)  | `create`, else `noTarget`  |
// |                            |                           |                            | (3.5.2.3)                  |
// | `members`                  | `membershipSteps`: add    | those listed, else all     | all become those           |
// | `members[filter]`          | `selectedSteps`: 400 `mutability` (RFC 7643 4.2); remove is `removalOf` the filter     |
//
// Afterwards `updateAttribute` refuses what immutable and required attributes cannot become, and `keepOnePrimary` lets one
// element be primary. A path to what is readOnly is refused by `applyWrite` before anything else.
import * as Result from 'effect/Result';
import { InvalidSyntax, InvalidValue, Mutability } from '../errors.ts';
import { resolveName } from '../attribute/attribute-path.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';
import { charactersOf, type Complex } from '../attribute/value.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { isJsonObject, kindOfJson, truncatedName, type JsonObject } from '../attribute/json-value.ts';
import type { MembershipStep } from '../write/membership-step.ts';
import { readJsonText } from '../read/json-shape.ts';
import { ignore, ignoreUnknown } from '../read/read-context.ts';
import { attributesObjectOf, isCoreUrn } from '../read/urn-keys.ts';
import type { IgnoredAttribute } from '../attribute/resource.ts';
import { asPolicyFailure } from '../read/unknown-attribute.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { joinSteps, membershipSteps } from './membership-steps.ts';
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
  /** Ids to be added that nobody has must fail the write, whatever the policy: see `ReadMembers`. */
  readonly membersMustExist?: true;
  /** At most 100, each attribute once. */
  readonly ignored: readonly IgnoredAttribute[];
}

/** The resource between two operations. */
interface Draft {
  readonly document: Complex;
  readonly memberships: MembershipStep[];
  readonly membersMustExist: boolean;
}

interface BoundOperation extends PatchAction {
  readonly path: PatchPath;
}

type Attempt<Value> = Result.Result<Value, PatchFailure>;

const readOnlyOf = ({ attribute, selection }: PatchPath): AttributeNode | undefined =>
  chainTo(selection?.subAttribute ?? attribute).find(({ definition }) => definition.mutability === 'readOnly');

/** The value of an operation, by policy without an object around it that names the attribute of the path once more. */
const unwrapped = ({ policy }: PatchContext, { attribute, selection }: PatchPath, value: unknown): unknown => {
  const { definition, children } = selection?.subAttribute ?? attribute;
  if (!policy.unwrapNamedValue || !isJsonObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  const name = key?.toLowerCase() ?? '';
  const isNamed = others.length === 0 && name === definition.name.toLowerCase() && !children.has(name);
  return isNamed && key !== undefined ? value[key] : value;
};

const applyWrite = (
  context: PatchContext,
  type: ResourceType,
  draft: Draft,
  { path, ...sent }: BoundOperation,
): Attempt<Draft> => {
  const readOnly = readOnlyOf(path);
  if (readOnly !== undefined) {
    return Result.fail(new Mutability({ attribute: readOnly.path, reason: 'is readOnly' }));
  }
  const action: PatchAction = { op: sent.op, value: unwrapped(context, path, sent.value) };
  const { attribute, selection } = path;
  if (attribute === type.membership) {
    return Result.map(membershipSteps(context, path, action), ({ steps, mustExist }) => {
      draft.memberships.push(...steps);
      return { ...draft, membersMustExist: draft.membersMustExist || mustExist };
    });
  }
  const write =
    selection === undefined ? writeValue(context, attribute, action) : writeElements(context, path, selection, action);
  if (selection === undefined) context.named.add(attribute);
  const updated = updateAttribute(type.attributes, draft.document, chainTo(attribute), write);
  return Result.map(updated, (document) => ({ ...draft, document }));
};

const isDottedOrFiltered = ({ attribute, selection }: PatchPath): boolean =>
  selection !== undefined || (attribute.parent !== undefined && attribute.parent.kind !== 'extension');

/** The path, or undefined when it names what no schema has and the policy lets that be skipped. */
const knownPath = (
  context: PatchContext,
  text: string,
  bound: ReturnType<typeof bindPatchPath>,
): Attempt<PatchPath | undefined> => {
  if (Result.isSuccess(bound)) return bound;
  const { failure } = bound;
  if (failure._tag !== 'InvalidPath' || failure.unknown !== true) return Result.fail(failure);
  if (!context.policy.ignoreUnknownAttributes) return Result.fail(failure);
  ignore(context, truncatedName(text), 'unknown');
  return Result.succeed(undefined);
};

/** The path that a key of a value without path stands for; undefined when it is left out. */
const pathOfKey = (context: PatchContext, type: ResourceType, key: string): Attempt<PatchPath | undefined> => {
  const { policy } = context;
  const [name = key] = key.split('[', 1);
  if (resolveName(type, name, policy) === undefined) {
    const noted = ignoreUnknown(context, truncatedName(key), () => suggestAttribute(type, key));
    return Result.map(noted, () => undefined);
  }
  const bound = knownPath(context, key, bindPatchPath(type, key, policy));
  if (Result.isFailure(bound) || bound.success === undefined) return bound;
  if (!policy.pathKeysInValue && isDottedOrFiltered(bound.success)) {
    const reason = 'is a path; without path the keys of a value are names of attributes';
    return Result.fail(new InvalidValue({ attribute: truncatedName(key), reason }));
  }
  const readOnly = policy.ignoreReadOnlyInPatch ? readOnlyOf(bound.success) : undefined;
  if (readOnly === undefined) return bound;
  ignore(context, readOnly.path, 'readOnly');
  return Result.succeed(undefined);
};

/** Writes the attributes that the keys of an object name. */
const applyKeys = (
  context: PatchContext,
  type: ResourceType,
  draft: Draft,
  { op, value }: PatchAction & { readonly value: JsonObject },
): Attempt<Draft> => {
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

/** The value as it is, with what stands under the URN of the core schema beside the rest (`urnKeysInBody`). */
const withoutCoreUrn = (context: PatchContext, type: ResourceType, value: JsonObject): Attempt<JsonObject> => {
  const key = Object.keys(value).find((one) => isCoreUrn(type, one));
  if (key === undefined || !context.policy.urnKeysInBody) return Result.succeed(value);
  const { [key]: core, ...rest } = value;
  return Result.map(attributesObjectOf(context, key, core), (inner = {}) => ({ ...inner, ...rest }));
};

/** Without path the value is an object, each of whose attributes is written by itself. RFC 7644 sections 3.5.2.1 and 3.5.2.3. */
const applyValue = (
  context: PatchContext,
  type: ResourceType,
  draft: Draft,
  { op, value }: PatchAction,
): Attempt<Draft> =>
  Result.gen(function* () {
    const meant = yield* readJsonText(context, { attribute: 'value', due: 'an object' }, value);
    if (!isJsonObject(meant)) {
      const reason = `must be an object of attributes when there is no path, not ${kindOfJson(meant)}`;
      return yield* Result.fail(new InvalidValue({ attribute: 'value', reason }));
    }
    const attributes = yield* withoutCoreUrn(context, type, meant);
    return yield* applyKeys(context, type, draft, { op, value: attributes });
  });

const applyOperation = (
  context: PatchContext,
  type: ResourceType,
  draft: Draft,
  { op, path, value }: PatchOperation,
): Attempt<Draft> => {
  const { policy } = context;
  // The URN of the core schema is the path to all of its attributes.
  const isCore = path !== undefined && op !== 'remove' && policy.urnKeysInBody && isCoreUrn(type, path);
  if (path === undefined || isCore) {
    return policy.patchWithoutPath
      ? applyValue(context, type, draft, { op, value })
      : Result.fail(new InvalidSyntax({ reason: 'the operation must have a path' }));
  }
  return Result.flatMap(knownPath(context, path, bindPatchPath(type, path, policy)), (bound) =>
    bound === undefined ? Result.succeed(draft) : applyWrite(context, type, draft, { op, path: bound, value }),
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
  let draft: Draft = { document, memberships: [], membersMustExist: false };
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
  return Result.succeed({
    document: draft.document,
    memberships: joinSteps(draft.memberships),
    ...(draft.membersMustExist && { membersMustExist: true }),
    ignored,
  });
};

// What add, remove and replace make of the value of one attribute (RFC 7644 sections 3.5.2.1 to 3.5.2.3).
import * as Result from 'effect/Result';
import { isComplex, isList, type Complex, type Element, type Value } from '../attribute/value.ts';
import { byLowerCase, type JsonObject } from '../attribute/json-value.ts';
import { listOf, saysUnknown, singleObjectOf } from '../read/json-shape.ts';
import { ignore, ignoreUnknown, suggestChild, unknownPath } from '../read/read-context.ts';
import { readElements, readListWithin, readWithin, unreadableValue, withoutDuplicates } from '../read/read-value.ts';
import { isSame, replaceElements, visibleKey } from '../write/replace-document.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { PatchFailure } from './patch-failure.ts';
import type { PatchOperationName } from './patch-operation.ts';
import { visit, weightOf, type PatchContext } from './patch-context.ts';
import { keepOnePrimary } from './keep-one-primary.ts';
import { updateAttribute, type ValueUpdate } from './update-attribute.ts';

/** What an operation does at its target. */
export interface PatchAction {
  readonly op: PatchOperationName;
  /** JSON as received; undefined when a remove has none. */
  readonly value: unknown;
}

type Written = Result.Result<Value | undefined, PatchFailure>;

const elementsOf = (value: Value | undefined): readonly Element[] => (isList(value) ? value : []);

/** The list, or undefined for none. */
export const orUnassigned = (elements: readonly Element[]): readonly Element[] | undefined =>
  elements.length === 0 ? undefined : elements;

/** Whether an element has every value that `listed` names, strings of what is not case-exact in any case. */
const contains = (node: AttributeNode, element: Value | undefined, listed: Value): boolean => {
  if (isList(listed)) {
    const elements = elementsOf(element);
    return listed.every((one) => elements.some((other) => contains(node, other, one)));
  }
  if (!isComplex(listed)) return isSame(node, element, listed);
  return [...node.children.values()].every((child) => {
    const { name } = child.definition;
    const theirs = listed[name];
    return theirs === undefined || (isComplex(element) && contains(child, element[name], theirs));
  });
};

/**
 * Appends what is not there yet: an element is there when one has all that a client can send and read of it. One value is as
 * good as a list of it. RFC 7644 section 3.5.2.1.
 */
const append = (context: PatchContext, node: AttributeNode, before: readonly Element[], json: unknown): Written =>
  Result.gen(function* () {
    const keyOf = visibleKey(node);
    const keysBefore = new Set(before.map(keyOf));
    const added = elementsOf(yield* readListWithin(context, node, json, { single: true })).filter(
      (element) => !keysBefore.has(keyOf(element)),
    );
    if (added.length === 0) return orUnassigned(before);
    const settled = yield* keepOnePrimary(context.policy, node, [...before, ...added], new Set(added));
    // The old primary element may have become equal to another one, or to one of those that were added.
    const kept = withoutDuplicates(settled.slice(0, before.length));
    const keys = new Set(kept.map(keyOf));
    return [...kept, ...settled.filter((element) => !keys.has(keyOf(element)))];
  });

const removeListed = (context: PatchContext, node: AttributeNode, before: readonly Element[], json: unknown): Written =>
  Result.gen(function* () {
    const list = yield* listOf(context, node, json, { single: true });
    const listed = yield* readElements(context, node, list ?? []);
    // Each element is compared with each listed one, which costs what the longer of the two does.
    yield* visit(context, Math.max(weightOf(before) * Math.max(1, listed.length), before.length * weightOf(listed)));
    return orUnassigned(before.filter((element) => !listed.some((one) => contains(node, element, one))));
  });

const writeList =
  (context: PatchContext, node: AttributeNode, { op, value }: PatchAction): ValueUpdate =>
  (current) => {
    const before = elementsOf(current);
    if (op === 'remove' && value !== undefined) return removeListed(context, node, before, value);
    const visited = visit(context, weightOf(before));
    if (Result.isFailure(visited)) return Result.fail(visited.failure);
    switch (op) {
      case 'add':
        return append(context, node, before, value);
      case 'replace':
        return Result.map(readWithin(context, node, value), (read) =>
          orUnassigned(replaceElements(node, before, elementsOf(read))),
        );
      case 'remove':
        return Result.succeed(undefined);
    }
  };

// What RFC 7643 section 2.4 and the schemas call the resource that a value refers to, or the value itself.
const NAMES_OF_VALUE = ['$ref', 'display', 'displayName'] as const;

interface Merged {
  readonly before: Complex;
  readonly after: Complex;
  /** The sub-attributes that the value names. */
  readonly named: ReadonlySet<AttributeNode>;
}

/** The value without the names of another one that it had before, as far as the request does not give them. */
const withoutStaleNames = (
  context: PatchContext,
  { children }: AttributeNode,
  { before, after, named }: Merged,
): Complex => {
  const value = children.get('value');
  if (!context.policy.dropStaleNames || value === undefined || before['value'] === undefined) return after;
  if (isSame(value, before['value'], after['value'])) return after;
  let kept = after;
  for (const name of NAMES_OF_VALUE) {
    const child = children.get(name.toLowerCase());
    if (child === undefined || named.has(child) || context.named.has(child)) continue;
    const { mutability, required } = child.definition;
    if (mutability !== 'readWrite' || required) continue;
    const { [name]: _stale, ...rest } = kept;
    kept = rest;
  }
  return kept;
};

/** Each sub-attribute of the value is written by itself; those it does not name stay. RFC 7644 section 3.5.2.3. */
export const mergeObject = (
  context: PatchContext,
  node: AttributeNode,
  current: Complex,
  action: PatchAction & { readonly value: JsonObject },
): Result.Result<Complex | undefined, PatchFailure> => {
  let merged = current;
  const named = new Set<AttributeNode>();
  for (const [name, { key, value }] of byLowerCase(action.value)) {
    const child = node.children.get(name);
    if (child === undefined) {
      const unknown = ignoreUnknown(context, unknownPath(node, key), () => suggestChild(node, key));
      if (Result.isFailure(unknown)) return Result.fail(unknown.failure);
    } else if (child.definition.mutability === 'readOnly') {
      ignore(context, child.path, 'readOnly');
    } else {
      named.add(child);
      const write = writeValue(context, child, { op: action.op, value });
      const updated = updateAttribute(node.children, merged, [child], write);
      if (Result.isFailure(updated)) return Result.fail(updated.failure);
      merged = updated.success;
    }
  }
  const left = withoutStaleNames(context, node, { before: current, after: merged, named });
  return Result.succeed(Object.keys(left).length === 0 ? undefined : left);
};

const writeComplex =
  (context: PatchContext, node: AttributeNode, { op, value }: PatchAction): ValueUpdate =>
  (current) => {
    if (op === 'remove') return Result.succeed(undefined);
    const object = singleObjectOf(context, node, value);
    if (Result.isFailure(object)) return Result.fail(object.failure);
    if (object.success === undefined) return Result.succeed(undefined);
    const merges = op === 'add' || node.kind === 'extension' || context.policy.mergeOnReplace;
    const unreadable = !merges && current !== undefined && saysUnknown(node, object.success);
    const merged = mergeObject(context, node, merges && isComplex(current) ? current : {}, {
      op,
      value: object.success,
    });
    return Result.flatMap(merged, (complex) =>
      complex === undefined && unreadable ? Result.fail(unreadableValue(node)) : Result.succeed(complex),
    );
  };

/**
 * What an operation makes of the value of an attribute: add appends to a list and otherwise replaces, replace of a complex
 * value changes the sub-attributes that it names, null and [] unassign, a value in remove selects elements of a list.
 * What it costs is linear in the list and the value, but for a remove that lists elements: there in their product.
 * Fails: `InvalidValue`, `Mutability`. RFC 7644 sections 3.5.2.1 to 3.5.2.3.
 */
export const writeValue = (context: PatchContext, node: AttributeNode, action: PatchAction): ValueUpdate => {
  if (node.definition.multiValued) return writeList(context, node, action);
  if (node.definition.type === 'complex') return writeComplex(context, node, action);
  return () => (action.op === 'remove' ? Result.succeed(undefined) : readWithin(context, node, action.value));
};

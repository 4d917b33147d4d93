// What add, remove and replace make of the value of one attribute (RFC 7644 sections 3.5.2.1 to 3.5.2.3).
import * as Result from 'effect/Result';
import { isComplex, isList, type Complex, type Element, type Value } from '../attribute/value.ts';
import { byLowerCase, type JsonObject } from '../resource/json-value.ts';
import {
  ignore,
  ignoreUnknown,
  readElements,
  readWithin,
  singleObjectOf,
  unknownPath,
  withoutDuplicates,
} from '../resource/read-value.ts';
import { isSame, replaceElements, visibleKey } from '../resource/replace-document.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { PatchFailure } from './patch-failure.ts';
import type { PatchOperationName } from './patch-operation.ts';
import { visit, weightOf, type Patching } from './patching.ts';
import { settlePrimary } from './settle-primary.ts';
import { updateAttribute, type Write } from './update-attribute.ts';

/** What an operation does at its target. */
export interface Intent {
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

/** Appends what is not there yet: an element is there when one has all that a client can send and read of it. */
const append = (patching: Patching, node: AttributeNode, before: readonly Element[], json: unknown): Written =>
  Result.gen(function* () {
    const keyOf = visibleKey(node);
    const keysBefore = new Set(before.map(keyOf));
    const added = elementsOf(yield* readWithin(patching, node, json)).filter(
      (element) => !keysBefore.has(keyOf(element)),
    );
    if (added.length === 0) return orUnassigned(before);
    const settled = yield* settlePrimary(patching.policy, node, [...before, ...added], new Set(added));
    // The old primary element may have become equal to another one, or to one of those that were added.
    const kept = withoutDuplicates(settled.slice(0, before.length));
    const keys = new Set(kept.map(keyOf));
    return [...kept, ...settled.filter((element) => !keys.has(keyOf(element)))];
  });

const removeListed = (patching: Patching, node: AttributeNode, before: readonly Element[], json: unknown): Written => {
  const read = Array.isArray(json)
    ? readElements(patching, node, json)
    : Result.map(readWithin(patching, node, json), elementsOf);
  return Result.gen(function* () {
    const listed = yield* read;
    // Each element is compared with each listed one, which costs what the longer of the two does.
    yield* visit(patching, Math.max(weightOf(before) * Math.max(1, listed.length), before.length * weightOf(listed)));
    return orUnassigned(before.filter((element) => !listed.some((one) => contains(node, element, one))));
  });
};

const writeList =
  (patching: Patching, node: AttributeNode, { op, value }: Intent): Write =>
  (current) => {
    const before = elementsOf(current);
    if (op === 'remove' && value !== undefined) return removeListed(patching, node, before, value);
    const visited = visit(patching, weightOf(before));
    if (Result.isFailure(visited)) return Result.fail(visited.failure);
    switch (op) {
      case 'add':
        return append(patching, node, before, value);
      case 'replace':
        return Result.map(readWithin(patching, node, value), (read) =>
          orUnassigned(replaceElements(node, before, elementsOf(read))),
        );
      case 'remove':
        return Result.succeed(undefined);
    }
  };

/** Each sub-attribute of the value is written by itself; those it does not name stay. RFC 7644 section 3.5.2.3. */
export const mergeObject = (
  patching: Patching,
  node: AttributeNode,
  current: Complex,
  intent: Intent & { readonly value: JsonObject },
): Result.Result<Complex | undefined, PatchFailure> => {
  let merged = current;
  for (const [name, { key, value }] of byLowerCase(intent.value)) {
    const child = node.children.get(name);
    if (child === undefined) {
      const unknown = ignoreUnknown(patching, unknownPath(node, key));
      if (Result.isFailure(unknown)) return Result.fail(unknown.failure);
    } else if (child.definition.mutability === 'readOnly') {
      ignore(patching, child.path, 'readOnly');
    } else {
      const write = writeValue(patching, child, { op: intent.op, value });
      const updated = updateAttribute(node.children, merged, [child], write);
      if (Result.isFailure(updated)) return Result.fail(updated.failure);
      merged = updated.success;
    }
  }
  return Result.succeed(Object.keys(merged).length === 0 ? undefined : merged);
};

const writeComplex =
  (patching: Patching, node: AttributeNode, { op, value }: Intent): Write =>
  (current) => {
    if (op === 'remove') return Result.succeed(undefined);
    const object = singleObjectOf(patching, node, value);
    if (Result.isFailure(object)) return Result.fail(object.failure);
    if (object.success === undefined) return Result.succeed(undefined);
    const merges = op === 'add' || node.kind === 'extension' || patching.policy.mergeOnReplace;
    return mergeObject(patching, node, merges && isComplex(current) ? current : {}, { op, value: object.success });
  };

/**
 * What an operation makes of the value of an attribute: add appends to a list and otherwise replaces, replace of a complex
 * value changes the sub-attributes that it names, null and [] unassign, a value in remove selects elements of a list.
 * What it costs is linear in the list and the value, but for a remove that lists elements: there in their product.
 * Fails: `InvalidValue`, `Mutability`. RFC 7644 sections 3.5.2.1 to 3.5.2.3.
 */
export const writeValue = (patching: Patching, node: AttributeNode, intent: Intent): Write => {
  if (node.definition.multiValued) return writeList(patching, node, intent);
  if (node.definition.type === 'complex') return writeComplex(patching, node, intent);
  return () => (intent.op === 'remove' ? Result.succeed(undefined) : readWithin(patching, node, intent.value));
};

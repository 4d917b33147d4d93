// JSON of one attribute into canonical form: schema spelling, no null, no empty list or object, one primary at most.
// Recursion follows the schema, never the JSON, so that depth is bounded by the schema.
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import { isComplex, type Complex, type Element, type Value } from '../attribute/value.ts';
import { byLowerCase, type JsonObject } from '../attribute/json-value.ts';
import type { IgnoredAttribute } from '../attribute/resource.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import { isUnassigned, listOf, objectOf, saysUnknown, singleOf } from './json-shape.ts';
import { ignore, ignoreUnknown, startRead, suggestChild, unknownPath, type ReadContext } from './read-context.ts';
import { readScalar } from './read-scalar.ts';

/** A value read; undefined stands for unassigned: null, an empty list, a complex value without sub-attributes. */
export interface ReadValue<Kind extends Value = Value> {
  readonly value: Kind | undefined;
  /** At most 100, each attribute once. */
  readonly ignored: readonly IgnoredAttribute[];
}

type Read<Kind extends Value = Value> = Result.Result<Kind | undefined, InvalidValue>;

const unassigned = Result.succeed(undefined);

/** The refusal of an object that says something, all of it under names that no schema has. */
export const unreadableValue = ({ path, children }: AttributeNode): InvalidValue => {
  const names = [...children.values()].map(({ definition }) => definition.name).join(', ');
  return new InvalidValue({ attribute: path, reason: `must have one of its sub-attributes: ${names}` });
};

/** Reads the sub-attributes that an object names. Keys come from the schema alone: nothing a client sends names a property. */
const readChildren = (
  context: ReadContext,
  node: AttributeNode,
  received: ReadonlyMap<string, { readonly value: unknown }>,
): Result.Result<Complex, InvalidValue> => {
  const complex: Record<string, Value> = {};
  for (const [name, child] of node.children) {
    const entry = received.get(name);
    if (entry === undefined) continue;
    if (child.definition.mutability === 'readOnly') {
      ignore(context, child.path, 'readOnly');
      continue;
    }
    const read = readWithin(context, child, entry.value);
    if (Result.isFailure(read)) return Result.fail(read.failure);
    if (read.success !== undefined) complex[child.definition.name] = read.success;
  }
  return Result.succeed(complex);
};

/** What an object comes to of which nothing was read: unassigned, unless it said something under unknown names. */
const readNothing = (context: ReadContext, node: AttributeNode, json: JsonObject): Read<never> => {
  if (node.kind === 'extension' || !saysUnknown(node, json)) return unassigned;
  // It is no empty object: it must not take away what there is.
  if (node.definition.multiValued) return Result.fail(unreadableValue(node));
  context.unreadable.add(node);
  return unassigned;
};

/** Reads the object of a complex attribute or of an extension. */
const readObject = (context: ReadContext, node: AttributeNode, json: JsonObject): Read<Complex> => {
  const received = byLowerCase(json);
  for (const [name, { key }] of received) {
    if (node.children.has(name)) continue;
    const unknown = ignoreUnknown(context, unknownPath(node, key), () => suggestChild(node, key));
    if (Result.isFailure(unknown)) return Result.fail(unknown.failure);
  }
  return Result.flatMap(readChildren(context, node, received), (complex): Read<Complex> =>
    Object.keys(complex).length > 0 ? Result.succeed(complex) : readNothing(context, node, json),
  );
};

/** Reads one value: the value of a single-valued attribute, or an element of a list. */
const readOne = (context: ReadContext, node: AttributeNode, json: unknown): Read<Element> => {
  if (isUnassigned(context, node, json)) return unassigned;
  if (node.definition.type !== 'complex') return readScalar(node, json, context.policy);
  return Result.flatMap(objectOf(context, node, json), (object) => readObject(context, node, object));
};

const byKey = ([left]: readonly [string, Value], [right]: readonly [string, Value]): number =>
  left < right ? -1 : Number(left > right);

/** The same text for equal elements, whatever the order of their keys: what is below a sub-attribute has none. */
const textOf = (element: Element): string =>
  JSON.stringify(isComplex(element) ? Object.entries(element).toSorted(byKey) : element);

/** The elements of a list, equal ones once. Linear in their size. */
export const withoutDuplicates = (elements: readonly Element[]): readonly Element[] => {
  const seen = new Set<string>();
  return elements.filter((element) => {
    const text = textOf(element);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
};

const isPrimary = (element: Element): element is Complex => isComplex(element) && element['primary'] === true;

/** Equal elements once, and at most one of them primary: the one that was sent as such last. RFC 7643 section 2.4. */
const withOnePrimary = (
  context: ReadContext,
  node: AttributeNode,
  sent: readonly Element[],
): Result.Result<readonly Element[], InvalidValue> => {
  const elements = withoutDuplicates(sent);
  const primaries = elements.filter(isPrimary);
  const sentAsPrimary = sent.filter(isPrimary);
  const last = sentAsPrimary.at(-1);
  if (last === undefined || primaries.length < 2 || !node.children.has('primary')) return Result.succeed(elements);
  if (!context.policy.repairPrimary) {
    const reason = `is true in ${primaries.length} elements; at most one may be primary`;
    return Result.fail(new InvalidValue({ attribute: `${node.path}.primary`, reason }));
  }
  // The last one may be equal to an earlier one, which then stands for both.
  const kept = textOf(last);
  const repaired = elements.map((element) =>
    isPrimary(element) && textOf(element) !== kept ? { ...element, primary: false } : element,
  );
  return Result.succeed(withoutDuplicates(repaired));
};

/** Reads the elements of a list each for itself: equal ones and several primary ones are left as they are. */
export const readElements = (
  context: ReadContext,
  node: AttributeNode,
  json: readonly unknown[],
): Result.Result<readonly Element[], InvalidValue> => {
  const elements: Element[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const read = readOne(context, node, json[index]);
    if (Result.isFailure(read)) {
      const reason = `${read.failure.reason} (element ${index + 1} of ${json.length})`;
      return Result.fail(new InvalidValue({ ...read.failure, reason }));
    }
    if (read.success !== undefined) elements.push(read.success);
  }
  return Result.succeed(elements);
};

const readList = (context: ReadContext, node: AttributeNode, json: readonly unknown[]): Read<readonly Element[]> =>
  Result.flatMap(readElements(context, node, json), (elements) =>
    elements.length === 0 ? unassigned : withOnePrimary(context, node, elements),
  );

/** Reads the JSON of an attribute in a context that is open already. */
export const readWithin = (context: ReadContext, node: AttributeNode, json: unknown): Read => {
  if (node.definition.multiValued) return readListWithin(context, node, json);
  return Result.flatMap(singleOf(context, node, json), (single) => readOne(context, node, single));
};

/** Reads the JSON of a multi-valued attribute; `single` as `listOf` has it. */
export const readListWithin = (
  context: ReadContext,
  node: AttributeNode,
  json: unknown,
  options: { readonly single?: boolean } = {},
): Read<readonly Element[]> =>
  Result.flatMap(listOf(context, node, json, options), (list) =>
    list === undefined ? unassigned : readList(context, node, list),
  );

const finish = <Kind extends Value>(
  context: ReadContext,
  read: Read<Kind>,
): Result.Result<ReadValue<Kind>, InvalidValue> =>
  Result.map(read, (value) => ({ value, ignored: [...context.ignored.values()] }));

/**
 * Reads the JSON of one attribute into canonical form: names in any case become those of the schema, readOnly and (by
 * policy) unknown sub-attributes are left out, scalars are coerced and values wrapped by policy, equal elements count once.
 * Total on any JSON and linear in its size. The mutability of the attribute itself is the caller's concern.
 * Fails: `InvalidValue` naming the attribute, what it wants and the kind of what came. RFC 7643 sections 2.3 to 2.5.
 */
export const readValue = (
  node: AttributeNode,
  json: unknown,
  policy: InteropPolicy,
): Result.Result<ReadValue, InvalidValue> => {
  const context = startRead(policy);
  return finish(context, readWithin(context, node, json));
};

/**
 * Reads one element of a multi-valued attribute as `readValue` reads the whole list; a list is no element.
 * Fails: `InvalidValue`. RFC 7643 section 2.4.
 */
export const readElement = (
  node: AttributeNode,
  json: unknown,
  policy: InteropPolicy,
): Result.Result<ReadValue<Element>, InvalidValue> => {
  const context = startRead(policy);
  return finish(context, readOne(context, node, json));
};

// Keys of a body that are URNs: the core schema's, with an object of core attributes, and whole URNs of single attributes
// (RFC 7644 section 3.10). What stands there is put where a body of the letter of the RFCs has it.
import * as Result from 'effect/Result';
import { resolveAttribute } from '../attribute/attribute-path.ts';
import { byLowerCase, isJsonObject, kindOfJson, type JsonObject } from '../attribute/json-value.ts';
import { InvalidValue } from '../errors.ts';
import { multiValuedAncestor, type AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { readJsonText, singleObjectOf } from './json-shape.ts';
import type { ReadContext } from './read-context.ts';

/** The keys of a body in lower case, each with its spelling and its value. */
export type ReceivedKeys = Map<string, { key: string; value: unknown }>;

/** Whether a key is the URN of the type's core schema. */
export const isCoreUrn = (type: ResourceType, key: string): boolean =>
  key.toLowerCase() === type.definition.schema.toLowerCase();

/** The object that is due under `attribute`; undefined for null. Fails: `InvalidValue`. */
export const attributesObjectOf = (
  context: ReadContext,
  attribute: string,
  value: unknown,
): Result.Result<JsonObject | undefined, InvalidValue> => {
  if (value === null || value === undefined) return Result.succeed(undefined);
  return Result.flatMap(readJsonText(context, { attribute, due: 'an object' }, value), (meant) => {
    if (isJsonObject(meant)) return Result.succeed(meant);
    const reason = `must be an object of attributes, not ${kindOfJson(meant)}`;
    return Result.fail(new InvalidValue({ attribute, reason }));
  });
};

/** Attributes and single sub-attributes below an extension or the core schema, as whole URNs name them. */
const namedByUrn = (type: ResourceType, key: string): AttributeNode | undefined => {
  if (!key.includes(':')) return undefined;
  const node = resolveAttribute(type, key);
  if (node === undefined || node.kind === 'extension') return undefined;
  return node.parent === undefined || multiValuedAncestor(node.parent) === undefined ? node : undefined;
};

/** Puts a value below what is there of the attributes around it. */
const put = (
  context: ReadContext,
  received: ReceivedKeys,
  node: AttributeNode,
  value: unknown,
): Result.Result<void, InvalidValue> => {
  const { parent, definition } = node;
  if (parent === undefined) {
    received.set(definition.name.toLowerCase(), { key: definition.name, value });
    return Result.void;
  }
  const [top, ...below] = [...ancestorsOf(parent), node];
  if (top === undefined) return Result.void;
  const name = top.definition.name.toLowerCase();
  return Result.map(objectWith(context, top, below, { held: received.get(name)?.value, value }), (object) => {
    received.set(name, { key: top.definition.name, value: object });
  });
};

const ancestorsOf = (node: AttributeNode): readonly AttributeNode[] =>
  node.parent === undefined ? [node] : [...ancestorsOf(node.parent), node];

/** The JSON of a complex attribute or an extension with one value more, at the end of `below`. */
const objectWith = (
  context: ReadContext,
  node: AttributeNode,
  [next, ...below]: readonly AttributeNode[],
  { held, value }: { readonly held: unknown; readonly value: unknown },
): Result.Result<unknown, InvalidValue> => {
  if (next === undefined) return Result.succeed(value);
  return Result.flatMap(singleObjectOf(context, node, held), (object = {}) => {
    const name = next.definition.name.toLowerCase();
    const { key = next.definition.name, value: inside } = byLowerCase(object).get(name) ?? {};
    return Result.map(objectWith(context, next, below, { held: inside, value }), (made) => ({
      ...object,
      [key]: made,
    }));
  });
};

/**
 * The keys of a body with what stands under URNs put where it belongs (`urnKeysInBody`); what a whole URN names counts more
 * than what stands in an object. Keys that name nothing are kept as they are.
 * Fails: `InvalidValue` where an object is due and none is there. RFC 7643 section 3, RFC 7644 section 3.10.
 */
export const gatherKeys = (
  context: ReadContext,
  type: ResourceType,
  json: JsonObject,
): Result.Result<ReceivedKeys, InvalidValue> =>
  Result.gen(function* () {
    const received = byLowerCase(json);
    if (!context.policy.urnKeysInBody) return received;
    for (const [name, { key, value }] of [...received]) {
      if (!isCoreUrn(type, name)) continue;
      received.delete(name);
      const core = yield* attributesObjectOf(context, key, value);
      for (const [inner, entry] of byLowerCase(core ?? {})) received.set(inner, entry);
    }
    for (const [name, { key, value }] of [...received]) {
      const node = namedByUrn(type, key);
      if (node === undefined) continue;
      received.delete(name);
      yield* put(context, received, node, value);
    }
    return received;
  });

// The members of a group in a body: their ids are all that counts. What else a client says of a member ($ref, type,
// display) follows from the resource that the id names; only a removal heeds the type.
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import { byLowerCase, isJsonObject, kindOfJson, type JsonObject } from '../attribute/json-value.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import { isBareValue, listOf, refuseJson, structured } from './json-shape.ts';
import { ignore, startRead, suggestChild, unknownPath, type ReadContext } from './read-context.ts';
import { readScalar } from './read-scalar.ts';
import { unknownAttribute } from './unknown-attribute.ts';

type Read<Value> = Result.Result<Value, InvalidValue>;

/** One member as a request names it. */
export interface NamedMember {
  readonly id: string;
  /** As sent; absent when the request says nothing of it. */
  readonly type?: string;
  /** Whether a text stood for the member, without an object around it: whether it is an id, only the store can tell. */
  readonly bare: boolean;
}

/** The members that a body names. */
export interface ReadMembers {
  /** Each once, in the order of their first mention. */
  readonly ids: readonly string[];
  /**
   * Whether an id that nobody has must fail the write, whatever the policy says of unknown members: it came as a bare text,
   * which need not be an id at all.
   */
  readonly mustExist: boolean;
}

const refuse = (attribute: string, reason: string) => Result.fail(new InvalidValue({ attribute, reason }));

/** The id of a member is a text: a number or a boolean that became one is the id of nobody. */
const readText = (context: ReadContext, node: AttributeNode, json: unknown): Read<string> =>
  typeof json === 'string'
    ? Result.map(readScalar(node, json, context.policy), String)
    : refuseJson(node, `must be a string, not ${kindOfJson(json)}`, json);

const readObject = (context: ReadContext, members: AttributeNode, json: JsonObject): Read<NamedMember> => {
  const [value, type] = [members.children.get('value'), members.children.get('type')];
  const received = byLowerCase(json);
  for (const [name, { key }] of received) {
    if (members.children.has(name)) continue;
    if (!context.policy.ignoreUnknownAttributes) {
      return Result.fail(unknownAttribute(unknownPath(members, key), suggestChild(members, key)));
    }
    ignore(context, unknownPath(members, key), 'unknown');
  }
  const id = received.get('value')?.value;
  if (value === undefined || id === null || id === undefined) return refuse(`${members.path}.value`, 'is missing');
  const sent = received.get('type')?.value;
  return Result.flatMap(readText(context, value, id), (text) =>
    typeof sent !== 'string' || type === undefined
      ? Result.succeed({ id: text, bare: false })
      : Result.map(readText(context, type, sent), (name) => ({ id: text, type: name, bare: false })),
  );
};

/** One element; undefined for null. */
const readMember = (context: ReadContext, members: AttributeNode, json: unknown): Read<NamedMember | undefined> => {
  const value = members.children.get('value');
  if (json === null || json === undefined || value === undefined) return Result.succeed(undefined);
  return Result.flatMap(structured(context, members, json), (meant): Read<NamedMember | undefined> => {
    if (isJsonObject(meant)) return readObject(context, members, meant);
    return isBareValue(context, value, meant)
      ? Result.map(readText(context, value, meant), (id) => ({ id, bare: true }))
      : refuseJson(members, `must have objects with a value, not ${kindOfJson(meant)}`, meant);
  });
};

/**
 * Reads the members that the JSON of `members` names, in its order; null and [] are no members. By policy a single element
 * needs no list, and an id no object around it; `single` allows the first whatever the policy.
 * Fails: `InvalidValue` naming the element. RFC 7643 section 4.2.
 */
export const readNamedMembers = (
  context: ReadContext,
  members: AttributeNode,
  json: unknown,
  options: { readonly single?: boolean } = {},
): Read<readonly NamedMember[]> =>
  Result.flatMap(listOf(context, members, json, options), (elements = []): Read<readonly NamedMember[]> => {
    const named: NamedMember[] = [];
    for (const [index, element] of elements.entries()) {
      const read = readMember(context, members, element);
      if (Result.isFailure(read)) {
        const reason = `${read.failure.reason} (element ${index + 1} of ${elements.length})`;
        return Result.fail(new InvalidValue({ ...read.failure, reason }));
      }
      if (read.success !== undefined) named.push(read.success);
    }
    return elements.length > 0 && named.length === 0
      ? refuse(members.path, `names no member in ${kindOfJson(elements)}`)
      : Result.succeed(named);
  });

/** The ids of members, each once. */
export const membersOf = (named: readonly NamedMember[]): ReadMembers => ({
  ids: [...new Set(named.map(({ id }) => id))],
  mustExist: named.some(({ bare }) => bare),
});

/** Reads the ids of members from the JSON of `members`, each once. Fails: `InvalidValue` naming the element. RFC 7643 section 4.2. */
export const readMemberIds = (members: AttributeNode, json: unknown, policy: InteropPolicy): Read<readonly string[]> =>
  Result.map(readNamedMembers(startRead(policy), members, json), (named) => membersOf(named).ids);

// The members of a group in a body: their ids are all that counts. What else a client says of a member ($ref, type,
// display) follows from the resource that the id names.
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import { byLowerCase, isJsonObject, kindOfJson, truncatedName } from '../attribute/json-value.ts';
import { receivedOf } from '../attribute/received.ts';
import { readScalar } from './read-scalar.ts';
import { suggestChild } from './read-value.ts';
import { unknownAttribute } from './unknown-attribute.ts';

type Read<Value> = Result.Result<Value, InvalidValue>;

const refuse = (attribute: string, reason: string) => Result.fail(new InvalidValue({ attribute, reason }));

/** The id of one element; undefined for null. */
const readMemberId = (members: AttributeNode, json: unknown, policy: InteropPolicy): Read<string | undefined> => {
  const valueNode = members.children.get('value');
  if (json === null || json === undefined || valueNode === undefined) return Result.succeed(undefined);
  let id: unknown = json;
  if (isJsonObject(json)) {
    const received = byLowerCase(json);
    id = received.get('value')?.value;
    if (!policy.ignoreUnknownAttributes) {
      const stranger = [...received.keys()].find((name) => !members.children.has(name));
      if (stranger !== undefined) {
        const attribute = `${members.path}.${truncatedName(stranger)}`;
        return Result.fail(unknownAttribute(attribute, suggestChild(members, stranger)));
      }
    }
    if (id === null || id === undefined) return refuse(valueNode.path, 'is missing');
  } else if (!policy.wrapValues || Array.isArray(json)) {
    return Result.fail(
      new InvalidValue({
        attribute: members.path,
        reason: `must have objects with a value, not ${kindOfJson(json)}`,
        ...receivedOf(members, json),
      }),
    );
  }
  return Result.map(readScalar(valueNode, id, policy), String);
};

/**
 * Reads the ids of members from the JSON of `members`: each once, in the order of their first mention; null and [] are no
 * members. By policy a single element needs no list, and an id no object around it.
 * Fails: `InvalidValue` naming the element. RFC 7643 section 4.2.
 */
export const readMemberIds = (
  members: AttributeNode,
  json: unknown,
  policy: InteropPolicy,
): Read<readonly string[]> => {
  if (json === null || json === undefined || (json === '' && policy.emptyStringUnassigns)) return Result.succeed([]);
  if (!Array.isArray(json) && !policy.wrapValues) {
    return refuse(members.path, `must be a list, not ${kindOfJson(json)}`);
  }
  const elements: readonly unknown[] = Array.isArray(json) ? json : [json];
  const ids = new Set<string>();
  for (const [index, element] of elements.entries()) {
    const read = readMemberId(members, element, policy);
    if (Result.isFailure(read)) {
      const reason = `${read.failure.reason} (element ${index + 1} of ${elements.length})`;
      return Result.fail(new InvalidValue({ ...read.failure, reason }));
    }
    if (read.success !== undefined) ids.add(read.success);
  }
  return Result.succeed([...ids]);
};

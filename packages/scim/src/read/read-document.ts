// The body of a POST or PUT, read once against its resource type. Each attribute is judged by its own rules; the document is
// not validated as a whole (RFC 7644 section 3.1).
import * as Result from 'effect/Result';
import { InvalidSyntax, InvalidValue } from '../errors.ts';
import type { Complex, Value } from '../attribute/value.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { isJsonObject, kindOfJson, truncatedName, whyNoObject } from '../attribute/json-value.ts';
import { closestName } from '../attribute/closest-name.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';
import { membersOf, readNamedMembers, type ReadMembers } from './read-members.ts';
import { ignore, ignoreUnknown, startRead, type ReadContext } from './read-context.ts';
import { readWithin } from './read-value.ts';
import { gatherKeys } from './urn-keys.ts';
import type { IgnoredAttribute } from '../attribute/resource.ts';
import { asPolicyFailure } from './unknown-attribute.ts';

/** What a body says of a resource. */
export interface ReadDocument {
  /** In canonical form; writeOnly attributes (password) are in it still. */
  readonly document: Complex;
  /** Ids of the members, each once; undefined when the body has no members or the type none that a client may set. */
  readonly memberIds: readonly string[] | undefined;
  /** A member that nobody knows must fail the write, whatever the policy: see `ReadMembers`. */
  readonly membersMustExist?: true;
  /** Single complex attributes of which nothing could be read, though they said something: see `checkNothingLost`. */
  readonly unreadable?: readonly AttributeNode[];
  /** At most 100, each attribute once. */
  readonly ignored: readonly IgnoredAttribute[];
}

/** Checks the URNs that a strict policy insists on. RFC 7643 section 3. */
const checkUrns = (type: ResourceType, urns: readonly string[]): Result.Result<void, InvalidValue> => {
  const known = new Set(type.schemas.map(({ id }) => id.toLowerCase()));
  const stranger = urns.find((urn) => !known.has(urn.toLowerCase()));
  if (stranger !== undefined) {
    const reason = `must list schemas of ${type.name} alone`;
    const suggestion = closestName(
      stranger,
      type.schemas.map(({ id }) => id),
    );
    return Result.fail(
      new InvalidValue({
        attribute: 'schemas',
        reason,
        unknown: true,
        received: truncatedName(stranger),
        ...(suggestion !== undefined && { suggestion }),
      }),
    );
  }
  const core = type.definition.schema;
  if (urns.some((urn) => urn.toLowerCase() === core.toLowerCase())) return Result.void;
  return Result.fail(new InvalidValue({ attribute: 'schemas', reason: `must list ${core}` }));
};

const checkSchemas = (
  type: ResourceType,
  schemas: unknown,
  policy: InteropPolicy,
): Result.Result<void, InvalidSyntax | InvalidValue> => {
  const missing = schemas === undefined || schemas === null;
  if (missing && policy.ignoreForeignSchemas) return Result.void;
  if (missing) return Result.fail(new InvalidSyntax({ reason: 'schemas is missing from the body' }));
  if (!Array.isArray(schemas) || !schemas.every((urn) => typeof urn === 'string')) {
    const found = Array.isArray(schemas) ? 'a list of other values' : kindOfJson(schemas);
    return Result.fail(new InvalidSyntax({ reason: `schemas must be a list of URNs, not ${found}` }));
  }
  return policy.ignoreForeignSchemas ? Result.void : checkUrns(type, schemas);
};

const isForClients = (node: AttributeNode): boolean =>
  node.storedIn === 'document' && node.definition.mutability !== 'readOnly';

/** Reads the attributes that live in the document, in the order of the schemas. */
const readAttributes = (
  context: ReadContext,
  type: ResourceType,
  received: ReadonlyMap<string, { readonly value: unknown }>,
): Result.Result<Complex, InvalidValue> => {
  const document: Record<string, Value> = {};
  for (const [name, node] of type.attributes) {
    const entry = received.get(name);
    if (entry === undefined || name === 'schemas' || node === memberAttribute(type)) continue;
    if (!isForClients(node)) {
      ignore(context, node.path, 'readOnly');
      continue;
    }
    const read = readWithin(context, node, entry.value);
    if (Result.isFailure(read)) return Result.fail(read.failure);
    if (read.success !== undefined) document[node.definition.name] = read.success;
  }
  return Result.succeed(document);
};

/** The membership attribute that clients may set: Group.members, but not User.groups. */
const memberAttribute = (type: ResourceType): AttributeNode | undefined =>
  type.definition.membership?.side === 'group' ? type.membership : undefined;

/**
 * Reads the body of a POST or PUT: the document in canonical form, apart from it the ids of the members, and what was left
 * out. Keys match in any case, extensions count whether or not `schemas` lists them, readOnly attributes are left out.
 * Total on any JSON and linear in its size; required attributes are not looked for.
 * Fails: `InvalidSyntax` (no object; `schemas` no list of strings, or missing under a strict policy); `InvalidValue`
 * naming the attribute. RFC 7644 sections 3.3 and 3.5.1.
 */
export const readDocument = (
  type: ResourceType,
  json: unknown,
  policy: InteropPolicy,
): Result.Result<ReadDocument, InvalidSyntax | InvalidValue> =>
  Result.mapError(readBody(type, json, policy), (failure) => asPolicyFailure(failure, policy));

const readBody = (
  type: ResourceType,
  json: unknown,
  policy: InteropPolicy,
): Result.Result<ReadDocument, InvalidSyntax | InvalidValue> =>
  Result.gen(function* () {
    if (!isJsonObject(json)) {
      return yield* Result.fail(new InvalidSyntax({ reason: whyNoObject(json) }));
    }
    const context = startRead(policy);
    const received = yield* gatherKeys(context, type, json);
    yield* checkSchemas(type, received.get('schemas')?.value, policy);
    for (const [name, { key }] of received) {
      if (!type.attributes.has(name)) {
        yield* ignoreUnknown(context, truncatedName(key), () => suggestAttribute(type, key));
      }
    }
    const document = yield* readAttributes(context, type, received);
    const members = memberAttribute(type);
    const sent = members === undefined ? undefined : received.get(members.definition.name.toLowerCase());
    const named =
      members === undefined || sent === undefined ? undefined : yield* readNamedMembers(context, members, sent.value);
    const read: Partial<ReadMembers> = named === undefined ? {} : membersOf(named);
    return {
      document,
      memberIds: read.ids,
      ...(read.mustExist === true && { membersMustExist: true }),
      ...(context.unreadable.size > 0 && { unreadable: [...context.unreadable] }),
      ignored: [...context.ignored.values()],
    };
  });

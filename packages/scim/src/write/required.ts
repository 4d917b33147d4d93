// Required attributes (RFC 7643 section 7): looked for in the result of a write, wherever its values came from.
import * as Result from 'effect/Result';
import { InvalidValue } from '../errors.ts';
import type { IgnoredAttribute } from '../attribute/resource.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';
import { isComplex, isList, type Complex } from '../attribute/value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

/** The first required attribute without a value, or undefined. */
const missingFrom = (nodes: Iterable<AttributeNode>, complex: Complex): AttributeNode | undefined => {
  for (const node of nodes) {
    if (node.storedIn !== 'document') continue;
    const value = complex[node.definition.name];
    if (value === undefined) {
      if (node.definition.required) return node;
      continue;
    }
    if (node.children.size === 0) continue;
    for (const element of isList(value) ? value : [value]) {
      const missing = isComplex(element) ? missingFrom(node.children.values(), element) : undefined;
      if (missing !== undefined) return missing;
    }
  }
  return undefined;
};

/** As many of the attributes that were left out are looked at: each costs a comparison with all names of the type. */
const MAX_COMPARED = 20;

/** Which of the unknown attributes that were left out probably means the missing one. */
const sentInstead = (
  type: ResourceType,
  missing: AttributeNode,
  ignored: readonly IgnoredAttribute[],
): string | undefined =>
  ignored
    .slice(0, MAX_COMPARED)
    .find(({ attribute, reason }) => reason === 'unknown' && suggestAttribute(type, attribute) === missing.path)
    ?.attribute;

/**
 * Decides whether a document has its required attributes: those of the core schema, those of each extension that it has
 * or that the resource type requires, and the required sub-attributes of each complex value. Memberships are not looked at.
 * `ignored` is what was left out of the request: it may tell what was sent in place of a missing attribute.
 * Fails: `InvalidValue` naming the attribute. RFC 7643 sections 6 and 7.
 */
export const checkRequired = (
  type: ResourceType,
  document: Complex,
  ignored: readonly IgnoredAttribute[] = [],
): Result.Result<void, InvalidValue> => {
  const missing = missingFrom(type.attributes.values(), document);
  if (missing !== undefined) {
    const instead = sentInstead(type, missing, ignored);
    return Result.fail(
      new InvalidValue({
        attribute: missing.path,
        reason: 'is required and has no value',
        missing: true,
        ...(instead !== undefined && { instead }),
      }),
    );
  }
  const urns = new Set<string>();
  for (const { schema, required } of type.definition.schemaExtensions) if (required) urns.add(schema.toLowerCase());
  const extension = type.extensions.find(({ path }) => urns.has(path.toLowerCase()) && document[path] === undefined);
  if (extension === undefined) return Result.void;
  return Result.fail(new InvalidValue({ attribute: extension.path, reason: 'is required and has no attributes' }));
};

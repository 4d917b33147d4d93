// Paths of PATCH operations bound to the attributes of a resource type (RFC 7644 section 3.5.2, Figure 7).
import * as Result from 'effect/Result';
import { InvalidPath, InvalidSyntax, type InvalidFilter } from '../errors.ts';
import { resolveAttribute, resolveSubAttribute } from '../attribute/attribute-path.ts';
import type { BoundFilter } from '../filter/bound-filter.ts';
import { bindElementFilter } from '../filter/bind-filter.ts';
import type { Filter, FilterLiteral } from '../filter/filter-ast.ts';
import { parseValuePath, type ValuePath } from '../filter/value-path-parser.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { truncatedName } from '../attribute/json-value.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';
import { suggestChild } from '../read/read-value.ts';
import { multiValuedAncestor, type AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

/** Which elements of a multi-valued attribute a path means. */
export interface Selection {
  readonly filter: BoundFilter;
  /** What an element must have so that a filter of nothing but `eq` and `and` holds; undefined for any other filter. */
  readonly terms: Readonly<Record<string, FilterLiteral>> | undefined;
  readonly subAttribute: AttributeNode | undefined;
}

/** A bound path: an attribute, or (with `selection`) elements of a multi-valued one or a sub-attribute in each of them. */
export interface PatchPath {
  /** As the client spelled it, cut to a length for messages. */
  readonly text: string;
  /** Characters that the client sent: what it costs to look at an element grows with them. */
  readonly length: number;
  readonly attribute: AttributeNode;
  readonly selection: Selection | undefined;
}

type Bound = Result.Result<PatchPath, InvalidPath | InvalidFilter | InvalidSyntax>;

const refuse = (text: string, reason: string, suggestion?: string) =>
  Result.fail(new InvalidPath({ path: truncatedName(text), reason, ...(suggestion !== undefined && { suggestion }) }));

/** The terms of a conjunction of comparisons with `eq`, by name as spelled. */
const termsOf = (filter: Filter): Record<string, FilterLiteral> | undefined => {
  if (filter.kind === 'compare') {
    return filter.operator === 'eq' ? { [filter.attribute]: filter.value } : undefined;
  }
  if (filter.kind !== 'and') return undefined;
  const terms: Record<string, FilterLiteral> = {};
  for (const operand of filter.operands) {
    const more = termsOf(operand);
    if (more === undefined) return undefined;
    Object.assign(terms, more);
  }
  return terms;
};

/** Binds a path without brackets; `emails.value` means the sub-attribute in every element. */
const bindPlain = (spelled: string, attribute: AttributeNode): PatchPath => {
  const list = multiValuedAncestor(attribute);
  const [text, { length }] = [truncatedName(spelled), spelled];
  if (list === undefined || list === attribute) return { text, length, attribute, selection: undefined };
  const all: BoundFilter = { kind: 'constant', value: true };
  return { text, length, attribute: list, selection: { filter: all, terms: undefined, subAttribute: attribute } };
};

interface Brackets {
  readonly parsed: Filter;
  readonly policy: InteropPolicy;
}

const bindSelection = (
  text: string,
  attribute: AttributeNode,
  path: ValuePath,
  { parsed, policy }: Brackets,
): Bound => {
  if (!attribute.definition.multiValued) {
    return refuse(text, `${attribute.path} has one value, so that there are no elements which brackets could select`);
  }
  const { subAttribute: name } = path;
  if (name === undefined && !policy.selectWholeElements) {
    return refuse(text, 'the filter must be followed by a sub-attribute');
  }
  const subAttribute = name === undefined ? undefined : resolveSubAttribute(attribute, name);
  if (name !== undefined && subAttribute === undefined) {
    return refuse(text, `${attribute.path} has no such sub-attribute`, suggestChild(attribute, name));
  }
  return Result.map(bindElementFilter(attribute, parsed, { literals: policy }), (filter) => ({
    text: truncatedName(text),
    length: text.length,
    attribute,
    selection: { filter, terms: termsOf(parsed), subAttribute },
  }));
};

/** Paths of JSON Patch have slashes (RFC 6902): what is meant by one that names an attribute otherwise. */
const withSlashHint = (
  type: ResourceType,
  text: string,
  failure: InvalidPath | InvalidFilter,
): InvalidPath | InvalidFilter => {
  if (failure._tag !== 'InvalidPath' || !text.startsWith('/')) return failure;
  const suggestion = suggestAttribute(type, text);
  const reason = 'paths of SCIM have no slash';
  return new InvalidPath({ path: failure.path, reason, ...(suggestion !== undefined && { suggestion }) });
};

/**
 * Binds the path of a PATCH operation: names in any case, with or without the URN of their schema.
 * Fails: `InvalidPath` when the text is no path, names no attribute of the type, or selects elements of what has none;
 * `InvalidFilter` for what is wrong between the brackets; `InvalidSyntax` instead of an unknown attribute by policy. RFC 7644 section 3.5.2, Figure 7.
 */
export const bindPatchPath = (type: ResourceType, text: string, policy: InteropPolicy): Bound => {
  const parsed = parseValuePath(text, { bareValues: policy.bareFilterValues });
  if (Result.isFailure(parsed)) return Result.fail(withSlashHint(type, text, parsed.failure));
  const path = parsed.success;
  const attribute = resolveAttribute(type, path.attribute);
  if (attribute === undefined) {
    const suggestion = suggestAttribute(type, path.attribute);
    return policy.unknownIsInvalidValue
      ? refuse(text, `${type.name} has no such attribute`, suggestion)
      : Result.fail(
          new InvalidSyntax({
            attribute: truncatedName(text),
            reason: `is not an attribute of ${type.name}`,
            ...(suggestion !== undefined && { suggestion }),
          }),
        );
  }
  if (path.filter === undefined) return Result.succeed(bindPlain(text, attribute));
  return bindSelection(text, attribute, path, { parsed: path.filter, policy });
};

// Paths of PATCH operations bound to the attributes of a resource type (RFC 7644 section 3.5.2, Figure 7).
import * as Result from 'effect/Result';
import { InvalidPath, type InvalidFilter } from '../errors.ts';
import { resolveName, resolveSubAttribute } from '../attribute/attribute-path.ts';
import type { BoundFilter } from '../filter/bound-filter.ts';
import { bindElementFilter } from '../filter/bind-filter.ts';
import type { Filter, FilterLiteral } from '../filter/filter-ast.ts';
import { parseValuePath, type ValuePath } from '../filter/value-path-parser.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { truncatedName } from '../attribute/json-value.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';
import { suggestChild } from '../read/read-context.ts';
import { multiValuedAncestor, type AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';

/** Which elements of a multi-valued attribute a path means; of a single-valued one, whether its value is meant. */
export interface Selection {
  readonly filter: BoundFilter;
  /** What an element must have so that a filter of nothing but `eq` and `and` holds; undefined for any other filter. */
  readonly terms: Readonly<Record<string, FilterLiteral>> | undefined;
  readonly subAttribute: AttributeNode | undefined;
  /** Which elements of a multi-valued `subAttribute` are meant; undefined when it is meant as a whole. */
  readonly within: Selection | undefined;
}

/**
 * A bound path: an attribute, or (with `selection`) elements of a multi-valued one or a sub-attribute in each of them. The
 * attributes around `attribute` are single-valued.
 */
export interface PatchPath {
  /** As the client spelled it, cut to a length for messages. */
  readonly text: string;
  /** Characters that the client sent: what it costs to look at an element grows with them. */
  readonly length: number;
  readonly attribute: AttributeNode;
  readonly selection: Selection | undefined;
}

type Bound = Result.Result<PatchPath, InvalidPath | InvalidFilter>;

const refuse = (text: string, reason: string, suggestion?: string) =>
  Result.fail(new InvalidPath({ path: truncatedName(text), reason, ...(suggestion !== undefined && { suggestion }) }));

const refuseUnknown = (text: string, reason: string, suggestion: string | undefined) =>
  Result.fail(
    new InvalidPath({
      path: truncatedName(text),
      reason,
      unknown: true,
      ...(suggestion !== undefined && { suggestion }),
    }),
  );

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

const all: BoundFilter = { kind: 'constant', value: true };

/** The path of an attribute with what is selected of it; within a list, the attribute is meant in every element. */
const pathTo = (spelled: string, attribute: AttributeNode, selection: Selection | undefined): PatchPath => {
  const [text, { length }] = [truncatedName(spelled), spelled];
  const list = attribute.parent === undefined ? undefined : multiValuedAncestor(attribute.parent);
  if (list === undefined) return { text, length, attribute, selection };
  const inEach: Selection = { filter: all, terms: undefined, subAttribute: attribute, within: selection };
  return { text, length, attribute: list, selection: inEach };
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
  const { multiValued, type } = attribute.definition;
  const isSelectable = policy.filterSingleValues && type === 'complex' && attribute.kind === 'attribute';
  if (!multiValued && !isSelectable) {
    return refuse(text, `${attribute.path} has one value, so that there are no elements which brackets could select`);
  }
  const { subAttribute: name } = path;
  if (name === undefined && !policy.selectWholeElements) {
    return refuse(text, 'the filter must be followed by a sub-attribute');
  }
  const subAttribute = name === undefined ? undefined : resolveSubAttribute(attribute, name);
  if (name !== undefined && subAttribute === undefined) {
    // Not skipped as an unknown path is: what the filter selects shows that something of it was meant.
    return refuse(text, `${attribute.path} has no such sub-attribute`, suggestChild(attribute, name));
  }
  return Result.map(bindElementFilter(attribute, parsed, { literals: policy }), (filter) =>
    pathTo(text, attribute, { filter, terms: termsOf(parsed), subAttribute, within: undefined }),
  );
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
 * Fails: `InvalidPath` when the text is no path, names no attribute of the type (`unknown`), or selects elements of what has
 * none; `InvalidFilter` for what is wrong between the brackets. RFC 7644 section 3.5.2, Figure 7.
 */
export const bindPatchPath = (type: ResourceType, text: string, policy: InteropPolicy): Bound => {
  const parsed = parseValuePath(text, { bareValues: policy.bareFilterValues });
  if (Result.isFailure(parsed)) return Result.fail(withSlashHint(type, text, parsed.failure));
  const path = parsed.success;
  const attribute = resolveName(type, path.attribute, policy);
  if (attribute === undefined) {
    return refuseUnknown(text, `${type.name} has no such attribute`, suggestAttribute(type, path.attribute));
  }
  if (path.filter === undefined) return Result.succeed(pathTo(text, attribute, undefined));
  return bindSelection(text, attribute, path, { parsed: path.filter, policy });
};

// Which attributes an answer has (RFC 7644 section 3.9, RFC 7643 section 7).
import * as Result from 'effect/Result';
import { resolveAttribute } from '../attribute/attribute-path.ts';
import { truncatedName } from '../attribute/json-value.ts';
import { InvalidValue } from '../errors.ts';
import { parseValuePath } from '../filter/value-path-parser.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { isComplex, isList, type Value } from '../attribute/value.ts';
import { isNeverReturned, type AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import type { AttributeChange } from '../write/diff-documents.ts';

/** Attributes that a request names in `attributes` or `excludedAttributes`, bound; unknown names are dropped before. */
export type Projection = (
  { readonly kind: 'default' } | { readonly kind: 'only' | 'without'; readonly nodes: readonly AttributeNode[] }
) & {
  /** Attributes returned on request that a write specified; see `withSpecified`. */
  readonly specified?: ReadonlySet<AttributeNode>;
  /** What the request names that is no attribute path, as sent; absent when there is none. */
  readonly unreadable?: readonly string[];
};

/** The parameters `attributes` and `excludedAttributes` as sent; an empty list counts as absent. */
export interface ProjectionNames {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

const DEFAULT: Projection = { kind: 'default' };

/**
 * The attribute that a name means: of a path with a filter the attribute or sub-attribute, whatever the filter says;
 * undefined for one that the type does not have. Fails: with the name when it is no path at all.
 */
const bindName = (type: ResourceType, name: string): Result.Result<AttributeNode | undefined, string> => {
  const node = resolveAttribute(type, name);
  if (node !== undefined) return Result.succeed(node);
  const parsed = parseValuePath(name, { bareValues: true });
  if (Result.isFailure(parsed)) return Result.fail(name);
  const { attribute, subAttribute } = parsed.success;
  return Result.succeed(
    resolveAttribute(type, subAttribute === undefined ? attribute : `${attribute}.${subAttribute}`),
  );
};

interface BoundNames {
  readonly nodes: readonly AttributeNode[];
  readonly unreadable: readonly string[];
}

const bindNames = (type: ResourceType, names: readonly string[]): BoundNames => {
  const nodes = new Set<AttributeNode>();
  const unreadable: string[] = [];
  for (const name of names) {
    const bound = bindName(type, name);
    if (Result.isFailure(bound)) unreadable.push(truncatedName(bound.failure));
    else if (bound.success !== undefined) nodes.add(bound.success);
  }
  return { nodes: [...nodes], unreadable };
};

/** Binds the names of a parameter. Fails: `InvalidValue` for what is no attribute path, unless that is ignored. */
const readableNames = (
  type: ResourceType,
  parameter: string,
  names: readonly string[],
  ignoresUnreadable: boolean,
): Result.Result<BoundNames, InvalidValue> => {
  const bound = bindNames(type, names);
  const [first] = bound.unreadable;
  if (first === undefined || ignoresUnreadable) return Result.succeed(bound);
  const reason = 'must list paths of attributes';
  return Result.fail(new InvalidValue({ attribute: parameter, reason, received: first }));
};

const withUnreadable = (projection: Projection, unreadable: readonly string[]): Projection =>
  unreadable.length === 0 ? projection : { ...projection, unreadable };

/**
 * Binds the attributes that a request names. Names that the type does not know are dropped; the URN of an extension names
 * all of its attributes; the filter of a path is left aside, so that `emails[type eq "work"]` names `emails`.
 * Fails: `InvalidValue` when both parameters name something: the RFC calls them mutually exclusive; for what is no attribute
 * path, unless the policy has `ignoreUnreadableNames`. RFC 7644 sections 3.4.2.5 and 3.9.
 */
export const bindProjection = (
  type: ResourceType,
  { attributes = [], excludedAttributes = [] }: ProjectionNames,
  { ignoreUnreadableNames }: Pick<InteropPolicy, 'ignoreUnreadableNames'> = { ignoreUnreadableNames: true },
): Result.Result<Projection, InvalidValue> => {
  if (attributes.length > 0 && excludedAttributes.length > 0) {
    const reason = 'cannot be combined with attributes; leave one of the two out';
    return Result.fail(new InvalidValue({ attribute: 'excludedAttributes', reason }));
  }
  if (attributes.length > 0) {
    const bound = readableNames(type, 'attributes', attributes, ignoreUnreadableNames);
    return Result.map(bound, ({ nodes, unreadable }) => withUnreadable({ kind: 'only', nodes }, unreadable));
  }
  if (excludedAttributes.length === 0) return Result.succeed(DEFAULT);
  const bound = readableNames(type, 'excludedAttributes', excludedAttributes, ignoreUnreadableNames);
  return Result.map(bound, ({ nodes, unreadable }) =>
    withUnreadable(nodes.length === 0 ? DEFAULT : { kind: 'without', nodes }, unreadable),
  );
};

const isNamed = (projection: Projection, node: AttributeNode): boolean =>
  projection.kind !== 'default' && projection.nodes.includes(node);

const isExcluded = (projection: Projection, node: AttributeNode): boolean =>
  projection.kind === 'without' &&
  (projection.nodes.includes(node) || (node.parent !== undefined && isExcluded(projection, node.parent)));

/** Whether the attribute as such is shown, not merely something inside it. */
const isShown = (projection: Projection, node: AttributeNode): boolean => {
  const { returned } = node.definition;
  if (returned === 'always') return true;
  if (isNamed(projection, node)) return projection.kind === 'only';
  if (returned === 'request') return projection.specified?.has(node) === true && !isExcluded(projection, node);
  return node.parent === undefined ? projection.kind !== 'only' : isShown(projection, node.parent);
};

const isAnythingShown = (projection: Projection, node: AttributeNode): boolean => {
  if (node.definition.returned === 'never') return false;
  // What a complex attribute shows is its sub-attributes: with all of those left out nothing is.
  if (node.children.size === 0) return isShown(projection, node);
  for (const child of node.children.values()) if (isAnythingShown(projection, child)) return true;
  return false;
};

/**
 * Decides whether an answer shows the attribute or anything in it, so that what is not shown need not be read.
 * `returned` rules: always whatever is named, never not even when named, request only when named. RFC 7643 section 7.
 */
export const isProjected = (projection: Projection, node: AttributeNode): boolean =>
  !isNeverReturned(node) && isAnythingShown(projection, node);

const collectSpecified = (node: AttributeNode, value: Value | undefined, found: Set<AttributeNode>): void => {
  if (value === undefined) return;
  const { returned, mutability } = node.definition;
  if (returned === 'request' && mutability !== 'readOnly') found.add(node);
  for (const element of isList(value) ? value : [value]) {
    if (!isComplex(element)) continue;
    for (const child of node.children.values()) collectSpecified(child, element[child.definition.name], found);
  }
};

/**
 * The projection of the answer to a write: what is returned on request is returned, too, "if the attribute was specified by
 * the client", unless the request names its attributes itself. `specified` is the difference that the client asked for.
 * RFC 7643 section 7.
 */
export const withSpecified = (
  type: ResourceType,
  projection: Projection,
  specified: readonly AttributeChange[],
): Projection => {
  if (projection.kind === 'only') return projection;
  const found = new Set<AttributeNode>();
  for (const { attribute, after } of specified) {
    const node = resolveAttribute(type, attribute);
    if (node !== undefined) collectSpecified(node, after, found);
  }
  return found.size === 0 ? projection : { ...projection, specified: found };
};

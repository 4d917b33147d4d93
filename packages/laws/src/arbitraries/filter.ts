// Filters that bind on a resource type: every attribute, operator and shape, with values taken from given documents so that
// many of them match something.
import fc from 'fast-check';
import { isComplex, isList, type Complex, type Scalar, type Value } from '@looop-scim/scim/attribute';
import {
  bindElementFilter,
  bindFilter,
  type BoundFilter,
  type ComparisonOperator,
  type Filter,
  type FilterLiteral,
} from '@looop-scim/scim/filter';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { chooser, decisions } from './choices.ts';
import { combined, COMPARISONS, respellWord } from './filter-syntax.ts';
import { scalarOf } from './resource.ts';

/** An attribute as a condition spells it. */
interface Target {
  readonly spelling: string;
  readonly node: AttributeNode;
  /** What a comparison compares; absent where only presence can be asked. */
  readonly compared?: AttributeNode;
}

const isFilterable = ({ definition, path }: AttributeNode): boolean =>
  definition.returned !== 'never' && definition.name !== '$ref' && path !== 'meta.location';

const targetOf = (node: AttributeNode, spelling: string, plain = false): Target => {
  const compared = node.definition.type === 'complex' ? node.children.get('value') : node;
  const isOpen = plain && node.definition.type === 'complex' && !node.definition.multiValued;
  const comparable = node.kind === 'attribute' && compared !== undefined && isFilterable(compared) && !isOpen;
  return { node, spelling, ...(comparable && { compared }) };
};

/** All attributes and sub-attributes of a type that conditions may name, each by its path. */
const targetsOf = (nodes: Iterable<AttributeNode>, plain = false): readonly Target[] =>
  [...nodes].filter(isFilterable).flatMap((node) => {
    const below = targetsOf(node.children.values(), plain);
    return plain && node.kind === 'extension' ? below : [targetOf(node, node.path, plain), ...below];
  });

/** What conditions between the brackets behind an attribute may name. */
const elementTargetsOf = (node: AttributeNode): readonly Target[] =>
  node.definition.type === 'complex'
    ? [...node.children.values()].filter(isFilterable).map((child) => targetOf(child, child.definition.name))
    : [targetOf(node, 'value')];

const scalarsAt = (value: Value | undefined, keys: readonly string[]): readonly Scalar[] => {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap((element) => scalarsAt(element, keys));
  const [key, ...rest] = keys;
  if (!isComplex(value)) return key === undefined ? [value] : [];
  return key !== undefined && Object.hasOwn(value, key) ? scalarsAt(value[key], rest) : [];
};

/** Values that the documents hold at a node. */
const heldAt = (node: AttributeNode, documents: readonly Complex[]): readonly Scalar[] =>
  documents.flatMap((document) => scalarsAt(document, node.keys));

const TEXTS: ReadonlySet<ComparisonOperator> = new Set(['co', 'sw', 'ew']);
const EQUALITIES: readonly ComparisonOperator[] = ['eq', 'ne'];

const ORDERS: ReadonlySet<ComparisonOperator> = new Set(['gt', 'ge', 'lt', 'le']);

const operatorsOf = (node: AttributeNode, { plain = false }: FilterSource): readonly ComparisonOperator[] => {
  const isText = ['string', 'reference'].includes(node.definition.type);
  return plain ? allOf(node).filter((one) => one !== 'ne' && !(isText && ORDERS.has(one))) : allOf(node);
};

const allOf = ({ definition, path }: AttributeNode): readonly ComparisonOperator[] => {
  if (path === 'meta.version' || definition.type === 'boolean' || definition.type === 'binary') return EQUALITIES;
  const isText = definition.type === 'string' || definition.type === 'reference';
  return isText ? COMPARISONS : COMPARISONS.filter((operator) => !TEXTS.has(operator));
};

/** A part of a text at the place where the operator looks for it. */
const partOf = (value: string, operator: ComparisonOperator): fc.Arbitrary<string> => {
  const chars = Array.from(value);
  return fc.tuple(fc.nat({ max: chars.length }), fc.nat({ max: chars.length })).map(([one, other]) => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    return chars.slice(operator === 'sw' ? 0 : from, operator === 'ew' ? chars.length : to).join('');
  });
};

const textLiteral = (value: string, operator: ComparisonOperator): fc.Arbitrary<string> => {
  const whole = TEXTS.has(operator) ? partOf(value, operator) : fc.constant(value);
  return fc.tuple(whole, decisions).map(([part, sequence]) => respellWord(part, chooser(sequence)));
};

/** What values conditions compare with. */
export interface FilterSource {
  /** Documents or representations whose values most conditions have. */
  readonly documents?: readonly Complex[];
  /**
   * Only conditions whose meaning RFC 7644 section 3.4.2.2 leaves open to nobody: no `ne`, no null, no order of strings, no value of
   * another JSON type, no URN of an extension alone, brackets behind lists of complex values alone. Default: all that binds.
   */
  readonly plain?: boolean;
}

/** The literals that fit an attribute. */
const literalOf = (
  node: AttributeNode,
  operator: ComparisonOperator,
  { documents = [], plain = false }: FilterSource,
): fc.Arbitrary<FilterLiteral> => {
  const held = heldAt(node, documents);
  const value: fc.Arbitrary<Scalar> =
    held.length === 0 ? scalarOf(node) : fc.oneof({ arbitrary: fc.constantFrom(...held), weight: 4 }, scalarOf(node));
  return value.chain((scalar): fc.Arbitrary<FilterLiteral> => {
    if (plain && typeof scalar !== 'string') return fc.constant(scalar);
    switch (node.definition.type) {
      case 'string':
      case 'reference':
        return textLiteral(String(scalar), operator);
      case 'boolean':
        return fc.constantFrom<FilterLiteral>(scalar, scalar, String(scalar), scalar === true ? 'True' : 'FALSE');
      case 'integer':
      case 'decimal':
        return fc.constantFrom<FilterLiteral>(scalar, scalar, JSON.stringify(scalar));
      default:
        return fc.constant(scalar);
    }
  });
};

const comparison = ({ spelling, compared }: Target, source: FilterSource): fc.Arbitrary<Filter> | undefined => {
  if (compared === undefined) return undefined;
  return fc.constantFrom(...operatorsOf(compared, source)).chain((operator) =>
    literalOf(compared, operator, source).map((value): Filter => {
      return { kind: 'compare', attribute: spelling, operator, value, position: 0 };
    }),
  );
};

const presence = ({ spelling }: Target, { plain = false }: FilterSource): fc.Arbitrary<Filter> => {
  const present: Filter = { kind: 'present', attribute: spelling, position: 0 };
  if (plain) return fc.constant(present);
  return fc.constantFrom<Filter>(
    present,
    present,
    { kind: 'compare', attribute: spelling, operator: 'eq', value: null, position: 0 },
    { kind: 'compare', attribute: spelling, operator: 'ne', value: null, position: 0 },
  );
};

const condition = (target: Target, source: FilterSource): fc.Arbitrary<Filter> => {
  const comparing = comparison(target, source);
  return comparing === undefined
    ? presence(target, source)
    : fc.oneof({ arbitrary: comparing, weight: 5 }, { arbitrary: presence(target, source), weight: 1 });
};

/** A condition on any target, more often on one that the documents have values of. */
const conditions = (targets: readonly Target[], source: FilterSource): fc.Arbitrary<Filter> => {
  const { documents = [] } = source;
  const assigned = targets.filter(({ compared }) => compared !== undefined && heldAt(compared, documents).length > 0);
  const any = fc.constantFrom(...targets);
  const target = assigned.length === 0 ? any : fc.oneof({ arbitrary: fc.constantFrom(...assigned), weight: 4 }, any);
  return target.chain((chosen) => condition(chosen, source));
};

const bracketsOf = (nodes: readonly AttributeNode[], source: FilterSource): fc.Arbitrary<Filter> =>
  fc.constantFrom(...nodes).chain((node) =>
    combined(conditions(elementTargetsOf(node), source), 2).map((filter): Filter => {
      return { kind: 'element', attribute: node.path, filter, position: 0 };
    }),
  );

const hasElements = ({ kind, definition }: AttributeNode, plain: boolean): boolean => {
  const isComplexOne = definition.type === 'complex';
  if (plain) return isComplexOne && definition.multiValued;
  return kind === 'attribute' && (definition.multiValued || isComplexOne);
};

/**
 * Filters that bind on the type, as parsed: all filterable attributes, extensions and operators, brackets on complex and
 * multi-valued attributes, and, or, not. Most values are those of the given documents or representations, in any case, or
 * parts of them.
 */
export const filterFor = (type: ResourceType, source: FilterSource = {}): fc.Arbitrary<Filter> => {
  const { documents = [], plain = false } = source;
  const targets = targetsOf(type.attributes.values(), plain);
  const nodes = targets.map(({ node }) => node).filter((node) => hasElements(node, plain));
  const assigned = nodes.filter(({ keys }) => documents.some((document) => isHeld(document, keys)));
  if (nodes.length === 0) return combined(conditions(targets, source), 2);
  const leaf = fc.oneof(
    { arbitrary: conditions(targets, source), weight: 4 },
    { arbitrary: bracketsOf(assigned.length === 0 ? nodes : assigned, source), weight: 1 },
  );
  return combined(leaf, 2);
};

const isHeld = (value: Value | undefined, keys: readonly string[]): boolean => {
  const [key, ...rest] = keys;
  if (key === undefined) return value !== undefined;
  return isComplex(value) && Object.hasOwn(value, key) && isHeld(value[key], rest);
};

const bound = (result: Result.Result<BoundFilter, unknown>): BoundFilter => Result.getOrThrow(result);

/** Bound filters of a type, for what compiles or evaluates them; throws when one of `filterFor` does not bind. */
export const boundFilterFor = (type: ResourceType, documents: readonly Complex[] = []): fc.Arbitrary<BoundFilter> =>
  filterFor(type, { documents }).map((filter) => bound(bindFilter(type, filter)));

/** Filters that bind between the brackets behind an attribute, with values of the documents. */
export const elementFilterFor = (node: AttributeNode, source: FilterSource = {}): fc.Arbitrary<Filter> =>
  combined(conditions(elementTargetsOf(node), source), 2);

/** Bound filters between the brackets behind an attribute, as paths of PATCH operations have them. */
export const boundElementFilterFor = (
  node: AttributeNode,
  documents: readonly Complex[] = [],
): fc.Arbitrary<BoundFilter> =>
  elementFilterFor(node, { documents }).map((filter) => bound(bindElementFilter(node, filter)));

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

const targetOf = (node: AttributeNode, spelling: string): Target => {
  const compared = node.definition.type === 'complex' ? node.children.get('value') : node;
  const comparable = node.kind === 'attribute' && compared !== undefined && isFilterable(compared);
  return { node, spelling, ...(comparable && { compared }) };
};

/** All attributes and sub-attributes of a type that conditions may name, each by its path. */
const targetsOf = (nodes: Iterable<AttributeNode>): readonly Target[] =>
  [...nodes].filter(isFilterable).flatMap((node) => [targetOf(node, node.path), ...targetsOf(node.children.values())]);

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

const operatorsOf = ({ definition, path }: AttributeNode): readonly ComparisonOperator[] => {
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

/** The literals that fit an attribute, also those of another JSON type that binding accepts. */
const literalOf = (
  node: AttributeNode,
  operator: ComparisonOperator,
  held: readonly Scalar[],
): fc.Arbitrary<FilterLiteral> => {
  const value: fc.Arbitrary<Scalar> =
    held.length === 0 ? scalarOf(node) : fc.oneof({ arbitrary: fc.constantFrom(...held), weight: 4 }, scalarOf(node));
  return value.chain((scalar): fc.Arbitrary<FilterLiteral> => {
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

const comparison = (
  { spelling, compared }: Target,
  documents: readonly Complex[],
): fc.Arbitrary<Filter> | undefined => {
  if (compared === undefined) return undefined;
  return fc.constantFrom(...operatorsOf(compared)).chain((operator) =>
    literalOf(compared, operator, heldAt(compared, documents)).map((value): Filter => {
      return { kind: 'compare', attribute: spelling, operator, value, position: 0 };
    }),
  );
};

const presence = ({ spelling }: Target): fc.Arbitrary<Filter> =>
  fc.constantFrom<Filter>(
    { kind: 'present', attribute: spelling, position: 0 },
    { kind: 'present', attribute: spelling, position: 0 },
    { kind: 'compare', attribute: spelling, operator: 'eq', value: null, position: 0 },
    { kind: 'compare', attribute: spelling, operator: 'ne', value: null, position: 0 },
  );

const condition = (target: Target, documents: readonly Complex[]): fc.Arbitrary<Filter> => {
  const comparing = comparison(target, documents);
  return comparing === undefined
    ? presence(target)
    : fc.oneof({ arbitrary: comparing, weight: 5 }, { arbitrary: presence(target), weight: 1 });
};

/** A condition on any target, more often on one that the documents have values of. */
const conditions = (targets: readonly Target[], documents: readonly Complex[]): fc.Arbitrary<Filter> => {
  const assigned = targets.filter(({ compared }) => compared !== undefined && heldAt(compared, documents).length > 0);
  const any = fc.constantFrom(...targets);
  const target = assigned.length === 0 ? any : fc.oneof({ arbitrary: fc.constantFrom(...assigned), weight: 4 }, any);
  return target.chain((chosen) => condition(chosen, documents));
};

const bracketsOf = (nodes: readonly AttributeNode[], documents: readonly Complex[]): fc.Arbitrary<Filter> =>
  fc.constantFrom(...nodes).chain((node) =>
    combined(conditions(elementTargetsOf(node), documents), 2).map((filter): Filter => {
      return { kind: 'element', attribute: node.path, filter, position: 0 };
    }),
  );

const hasElements = ({ kind, definition }: AttributeNode): boolean =>
  kind === 'attribute' && (definition.multiValued || definition.type === 'complex');

/**
 * Filters that bind on the type, as parsed: all filterable attributes, extensions and operators, brackets on complex and
 * multi-valued attributes, and, or, not. Most values are those of the given documents or representations, in any case, or
 * parts of them.
 */
export const filterFor = (type: ResourceType, documents: readonly Complex[] = []): fc.Arbitrary<Filter> => {
  const targets = targetsOf(type.attributes.values());
  const nodes = targets.map(({ node }) => node).filter(hasElements);
  const assigned = nodes.filter(({ keys }) => documents.some((document) => isHeld(document, keys)));
  const leaf = fc.oneof(
    { arbitrary: conditions(targets, documents), weight: 4 },
    { arbitrary: bracketsOf(assigned.length === 0 ? nodes : assigned, documents), weight: 1 },
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
  filterFor(type, documents).map((filter) => bound(bindFilter(type, filter)));

/** Filters that bind between the brackets behind an attribute, with values of the documents. */
export const elementFilterFor = (node: AttributeNode, documents: readonly Complex[] = []): fc.Arbitrary<Filter> =>
  combined(conditions(elementTargetsOf(node), documents), 2);

/** Bound filters between the brackets behind an attribute, as paths of PATCH operations have them. */
export const boundElementFilterFor = (
  node: AttributeNode,
  documents: readonly Complex[] = [],
): fc.Arbitrary<BoundFilter> =>
  elementFilterFor(node, documents).map((filter) => bound(bindElementFilter(node, filter)));

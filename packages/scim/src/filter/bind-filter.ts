// Binds the names of a parsed filter to attribute nodes and its literals to comparable values, once; nothing behind this
// compares names again (RFC 7644 sections 3.4.2.2 and 3.10).
import * as Result from 'effect/Result';
import { resolveName, resolveSubAttribute } from '../attribute/attribute-path.ts';
import { closestName } from '../attribute/closest-name.ts';
import { suggestAttribute } from '../attribute/suggest-attribute.ts';
import { InvalidFilter } from '../errors.ts';
import type { Scalar } from '../attribute/value.ts';
import { entityTag } from '../attribute/entity-tag.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import type { BoundFilter, BoundOperator } from './bound-filter.ts';
import { combine, constant, negate } from './combine-bound.ts';
import { decideByType } from './decide-by-type.ts';
import type { Filter } from './filter-ast.ts';
import { checkComparison, whyNotFilterable, type LiteralLeniency } from './filter-check.ts';

/** How names are bound. */
export interface BindOptions {
  /**
   * What becomes of an attribute that the type does not have: `refuse` fails; `noValue` lets it count as unassigned, for
   * queries across resource types (RFC 7644 section 3.4.2.1).
   */
  readonly unknownAttributes: 'refuse' | 'noValue';
  /** Literals that are not of the attribute's type. */
  readonly literals: LiteralLeniency;
  /** Whether an attribute of an extension may be named without its URN, where the core schema has none of the name. */
  readonly bareExtensionNames: boolean;
}

const DEFAULTS: BindOptions = {
  unknownAttributes: 'refuse',
  literals: { coerceBooleans: true, coerceScalars: true },
  bareExtensionNames: false,
};

type Bound = Result.Result<BoundFilter, InvalidFilter>;
type Condition<Kind> = Extract<Filter, { readonly kind: Kind }>;

interface Scope extends BindOptions {
  readonly resolve: (name: string) => AttributeNode | undefined;
  /** The name that was probably meant by one that is not resolved. */
  readonly suggest: (name: string) => string | undefined;
}

const refuse = ({ attribute, position }: Condition<'compare' | 'present' | 'element'>, reason: string) =>
  Result.fail(new InvalidFilter({ attribute, position, reason }));

const refuseUnknown = (
  { attribute, position }: Condition<'compare' | 'present' | 'element'>,
  suggest: Scope['suggest'],
): Bound => {
  const suggestion = suggest(attribute);
  const reason = 'no such attribute';
  return Result.fail(
    new InvalidFilter({ attribute, position, reason, unknown: true, ...(suggestion !== undefined && { suggestion }) }),
  );
};

/** What a condition on an attribute that the type does not have comes to. */
const bindUnknown = (
  { unknownAttributes, suggest }: Scope,
  filter: Condition<'compare' | 'present' | 'element'>,
  whenUnassigned: boolean,
): Bound =>
  unknownAttributes === 'refuse' ? refuseUnknown(filter, suggest) : Result.succeed(constant(whenUnassigned));

/** The simple attribute that a comparison means: of a complex one its `value`; undefined when it has none. */
const comparedAttribute = (node: AttributeNode): AttributeNode | undefined => {
  if (node.definition.type !== 'complex') return node;
  return node.kind === 'extension' ? undefined : node.children.get('value');
};

const whyNotComparable = (node: AttributeNode): string => {
  const [example = node] = node.children.values();
  const kind = node.kind === 'extension' ? 'a schema extension' : 'complex';
  return `the attribute is ${kind}; name what is in it, such as ${example.path}`;
};

/** Whether a text is the entity tag of some version. */
const isVersionTag = (text: string): boolean => {
  const version = Number(text.slice(3, -1));
  return Number.isSafeInteger(version) && version > 0 && entityTag(version) === text;
};

/** Compares the simple attribute that `node` stands for with a literal. */
const bindValue = (
  { literals }: BindOptions,
  filter: Condition<'compare'>,
  node: AttributeNode,
  { operator, value }: { readonly operator: BoundOperator; readonly value: Scalar },
): Bound => {
  const attribute = comparedAttribute(node);
  if (attribute === undefined) return refuse(filter, whyNotComparable(node));
  const reason = whyNotFilterable(attribute);
  if (reason !== undefined) return refuse(filter, reason);
  const literal = checkComparison(attribute, { operator, value }, literals);
  if (Result.isFailure(literal)) return refuse(filter, literal.failure);
  // No other text is the version of anything; stores may take the number out of what is left.
  const impossible = attribute.path === 'meta.version' && !isVersionTag(String(literal.success));
  return Result.succeed(
    impossible ? constant(false) : { kind: 'compare', attribute, operator, value: literal.success },
  );
};

const bindOperator = (scope: Scope, filter: Condition<'compare'>, operator: BoundOperator): Bound => {
  const { value } = filter;
  if (value === null && operator !== 'eq')
    return refuse(filter, `null cannot be compared with ${operator}, only with eq and ne`);
  const node = scope.resolve(filter.attribute);
  if (node === undefined) return bindUnknown(scope, filter, value === null);
  const reason = whyNotFilterable(node);
  if (reason !== undefined) return refuse(filter, reason);
  if (value === null) return Result.succeed(negate({ kind: 'present', attribute: node }));
  return bindValue(scope, filter, node, { operator, value });
};

const bindComparison = (scope: Scope, filter: Condition<'compare'>): Bound =>
  filter.operator === 'ne'
    ? Result.map(bindOperator(scope, filter, 'eq'), negate)
    : bindOperator(scope, filter, filter.operator);

const bindPresence = (scope: Scope, filter: Condition<'present'>): Bound => {
  const attribute = scope.resolve(filter.attribute);
  if (attribute === undefined) return bindUnknown(scope, filter, false);
  const reason = whyNotFilterable(attribute);
  return reason === undefined ? Result.succeed({ kind: 'present', attribute }) : refuse(filter, reason);
};

/** The scope between the brackets behind an attribute: its sub-attributes, or `value` for an element that is simple. */
const elementScope = (node: AttributeNode, options: BindOptions): Scope => ({
  ...options,
  resolve: (name) => {
    if (node.definition.type === 'complex') return resolveSubAttribute(node, name);
    return name.toLowerCase() === 'value' ? node : undefined;
  },
  suggest: (name) => {
    if (node.definition.type !== 'complex') return 'value';
    return closestName(
      name,
      Array.from(node.children.values(), ({ definition }) => definition.name),
    );
  },
});

const bindElement = (scope: Scope, filter: Condition<'element'>): Bound => {
  const attribute = scope.resolve(filter.attribute);
  if (attribute === undefined) return bindUnknown(scope, filter, false);
  const { multiValued, type } = attribute.definition;
  const reason = whyNotFilterable(attribute);
  if (reason !== undefined) return refuse(filter, reason);
  if (attribute.kind === 'extension' || (!multiValued && type !== 'complex')) {
    return refuse(filter, 'the attribute has no elements that brackets could select');
  }
  const bound = bind(elementScope(attribute, scope), filter.filter);
  if (Result.isFailure(bound)) return bound;
  const present: BoundFilter = { kind: 'present', attribute };
  // One value is one element: its conditions need no brackets.
  if (!multiValued) return Result.succeed(combine('and', [present, bound.success]));
  if (bound.success.kind !== 'constant') return Result.succeed({ kind: 'element', attribute, filter: bound.success });
  return Result.succeed(bound.success.value ? present : bound.success);
};

const bindChain = (scope: Scope, { kind, operands }: Condition<'and' | 'or'>): Bound => {
  const bound: BoundFilter[] = [];
  for (const operand of operands) {
    const next = bind(scope, operand);
    if (Result.isFailure(next)) return next;
    bound.push(next.success);
  }
  return Result.succeed(combine(kind, bound));
};

const bind = (scope: Scope, filter: Filter): Bound => {
  switch (filter.kind) {
    case 'compare':
      return bindComparison(scope, filter);
    case 'present':
      return bindPresence(scope, filter);
    case 'element':
      return bindElement(scope, filter);
    case 'not':
      return Result.map(bind(scope, filter.operand), negate);
    default:
      return bindChain(scope, filter);
  }
};

/**
 * Binds a filter to the attributes of a resource type. A complex attribute stands for its `value`; `ne` is the negation of
 * `eq`; `eq null` means not present; conditions that the type alone decides (schemas, meta.resourceType, presence of id and
 * meta) are decided, and no constant is left inside a larger filter.
 * Fails: `InvalidFilter` naming the attribute: unknown, never returned, `$ref` or meta.location, complex without `value`,
 * operator or literal that do not fit its type. RFC 7644 sections 3.4.2.2 and 3.10.
 */
export const bindFilter = (type: ResourceType, filter: Filter, options: Partial<BindOptions> = {}): Bound => {
  const bindOptions = { ...DEFAULTS, ...options };
  const scope: Scope = {
    ...bindOptions,
    resolve: (name) => resolveName(type, name, bindOptions),
    suggest: (name) => suggestAttribute(type, name),
  };
  return Result.map(bind(scope, filter), (bound) => decideByType(type, bound));
};

/**
 * Binds the filter between the brackets of a value path: names are sub-attributes of `node`; where its elements are simple,
 * `value` is the element itself. To be evaluated inside `{ kind: 'element', attribute: node }`.
 * Fails: `InvalidFilter` as `bindFilter`. RFC 7644 section 3.5.2, Figure 7.
 */
export const bindElementFilter = (
  node: AttributeNode,
  filter: Filter,
  options: Pick<Partial<BindOptions>, 'literals'> = {},
): Bound => bind(elementScope(node, { ...DEFAULTS, ...options }), filter);

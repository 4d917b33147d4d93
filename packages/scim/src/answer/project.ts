// Cuts a representation down to what a request asks for. The decision is made once per type and projection, as a plan.
import { isComplex, isList, type Complex, type Element, type Value } from '../attribute/value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { isProjected, type Projection } from './projection.ts';

/** By name: kept as a whole, or kept in part; other names are left out. */
type Plan = ReadonlyMap<string, 'whole' | Plan>;

/** The plan for an attribute; undefined when nothing of it is shown. */
const planNode = (projection: Projection, node: AttributeNode): 'whole' | Plan | undefined => {
  if (!isProjected(projection, node)) return undefined;
  if (node.children.size === 0) return 'whole';
  const plan = planNodes(projection, node.children.values());
  const whole = plan.size === node.children.size && [...plan.values()].every((part) => part === 'whole');
  return whole ? 'whole' : plan;
};

const planNodes = (projection: Projection, nodes: Iterable<AttributeNode>): Plan => {
  const plan = new Map<string, 'whole' | Plan>();
  for (const node of nodes) {
    const part = planNode(projection, node);
    if (part !== undefined) plan.set(node.definition.name, part);
  }
  return plan;
};

// A page of resources shares one projection, and the default one is the same for every request of a type.
const defaultPlans = new WeakMap<ResourceType, Plan>();
const namedPlans = new WeakMap<Projection, WeakMap<ResourceType, Plan>>();

const planOf = (type: ResourceType, projection: Projection): Plan => {
  let plans = defaultPlans;
  if (projection.kind !== 'default' || projection.specified !== undefined) {
    plans = namedPlans.get(projection) ?? new WeakMap<ResourceType, Plan>();
    namedPlans.set(projection, plans);
  }
  const known = plans.get(type);
  if (known !== undefined) return known;
  const plan = planNodes(projection, type.attributes.values());
  plans.set(type, plan);
  return plan;
};

const cutElement = (plan: Plan, element: Element): Element | undefined =>
  isComplex(element) ? cutComplex(plan, element) : element;

/** An empty list stays: it is there because its attribute always shows one. */
const cutValue = (plan: Plan, value: Value): Value | undefined => {
  if (!isList(value)) return cutElement(plan, value);
  const elements = value.map((element) => cutElement(plan, element)).filter((element) => element !== undefined);
  return elements.length === 0 && value.length > 0 ? undefined : elements;
};

/** undefined when nothing is left: there are no empty complex values. RFC 7643 section 2.5. */
const cutComplex = (plan: Plan, complex: Complex): Complex | undefined => {
  const kept: Record<string, Value> = {};
  for (const [name, value] of Object.entries(complex)) {
    const part = plan.get(name);
    if (part === undefined) continue;
    const cut = part === 'whole' ? value : cutValue(part, value);
    if (cut !== undefined) kept[name] = cut;
  }
  return Object.keys(kept).length === 0 ? undefined : kept;
};

const isUntouched = (plan: Plan, representation: Complex): boolean => {
  for (const name in representation) if (plan.get(name) !== 'whole') return false;
  return true;
};

/**
 * The part of a full representation that the projection shows: schemas and id in any case, sub-attributes named alone
 * inside their parent, nothing that is never returned or that no schema names. RFC 7644 section 3.9, RFC 7643 section 7.
 */
export const project = (type: ResourceType, representation: Complex, projection: Projection): Complex => {
  const plan = planOf(type, projection);
  return isUntouched(plan, representation) ? representation : (cutComplex(plan, representation) ?? {});
};

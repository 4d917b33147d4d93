// What a filter means, told a second time and without binding: straight from the syntax tree, the schemas and the
// representation. Slow and simple; the library is held against it.
import {
  foldCase,
  isComplex,
  isList,
  type Complex,
  type Element,
  type Scalar,
  type Value,
} from '@looop-scim/scim/attribute';
import type { Filter, FilterLiteral } from '@looop-scim/scim/filter';
import type { AttributeDefinition, ResourceType } from '@looop-scim/scim/schema';

/** Where names are looked up: definitions by lower-case name, and the object that may hold values. */
interface Place {
  readonly definitions: readonly AttributeDefinition[];
  readonly holder: Element | undefined;
}

interface Found {
  readonly definition: AttributeDefinition;
  readonly values: readonly Element[];
}

const named = (definitions: readonly AttributeDefinition[], name: string): AttributeDefinition | undefined =>
  definitions.find((definition) => definition.name.toLowerCase() === name.toLowerCase());

const elementsOf = (value: Value | undefined): readonly Element[] => {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
};

const memberOf = (holder: Element | undefined, key: string): Value | undefined =>
  holder !== undefined && isComplex(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;

const find = ({ definitions, holder }: Place, dotted: string): Found | undefined => {
  const [name = '', ...rest] = dotted.split('.');
  const definition = named(definitions, name);
  if (definition === undefined) return undefined;
  const values = elementsOf(memberOf(holder, definition.name));
  if (rest.length === 0) return { definition, values };
  const found = values.flatMap(
    (value) => find({ definitions: definition.subAttributes, holder: value }, rest.join('.')) ?? [],
  );
  const sub = named(definition.subAttributes, rest.join('.'));
  return sub && { definition: sub, values: found.flatMap((one) => one.values) };
};

const findInType = (type: ResourceType, representation: Complex, spelling: string): Found | undefined => {
  const [core, ...extensions] = type.schemas;
  const within = (urn: string): string | undefined =>
    spelling.toLowerCase().startsWith(`${urn.toLowerCase()}:`) ? spelling.slice(urn.length + 1) : undefined;
  for (const [index, { id, attributes }] of extensions.entries()) {
    const holder = representation[id];
    const definition = type.extensions[index]?.definition;
    if (spelling.toLowerCase() === id.toLowerCase()) return definition && { definition, values: elementsOf(holder) };
    const name = within(id);
    if (name !== undefined) return find({ definitions: attributes, holder: elementsOf(holder)[0] }, name);
  }
  const common = [...type.attributes.values()].map(({ definition }) => definition);
  return find({ definitions: common, holder: representation }, within(core?.id ?? '') ?? spelling);
};

const hasZone = (text: string): boolean => text.endsWith('Z') || text.at(-6) === '+' || text.at(-6) === '-';

/** Numbers for instants and numbers, texts for the rest. */
const measure = (definition: AttributeDefinition, value: Scalar): string | number | boolean => {
  switch (definition.type) {
    case 'dateTime':
      return Date.parse(hasZone(String(value)) ? String(value) : `${String(value)}Z`);
    case 'boolean':
      return String(value).toLowerCase() === 'true';
    case 'integer':
    case 'decimal':
      return Number(value);
    default:
      return definition.caseExact ? String(value) : foldCase(String(value));
  }
};

const order = (left: string | number | boolean, right: string | number | boolean): number => {
  if (typeof left !== 'string' || typeof right !== 'string') return Math.sign(Number(left) - Number(right));
  // UTF-8 keeps the order of code points.
  const bytes = new TextEncoder();
  return Buffer.compare(bytes.encode(left), bytes.encode(right));
};

const OPERATIONS: Readonly<
  Record<string, (left: string | number | boolean, right: string | number | boolean) => boolean>
> = {
  eq: (left, right) => left === right,
  co: (left, right) => String(left).includes(String(right)),
  sw: (left, right) => String(left).startsWith(String(right)),
  ew: (left, right) => String(left).endsWith(String(right)),
  gt: (left, right) => order(left, right) > 0,
  ge: (left, right) => order(left, right) >= 0,
  lt: (left, right) => order(left, right) < 0,
  le: (left, right) => order(left, right) <= 0,
};

const compares = ({ definition, values }: Found, operator: string, literal: FilterLiteral): boolean => {
  if (literal === null) return values.length === 0;
  const main = named(definition.subAttributes, 'value') ?? definition;
  const scalars = values.flatMap((value) => elementsOf(isComplex(value) ? memberOf(value, 'value') : value));
  return scalars.some(
    (value) => !isComplex(value) && OPERATIONS[operator]?.(measure(main, value), measure(main, literal)),
  );
};

type Lookup = (spelling: string) => Found | undefined;

const NOTHING: readonly Element[] = [];

const holds = (filter: Filter, lookUp: Lookup): boolean => {
  switch (filter.kind) {
    case 'and':
      return filter.operands.every((operand) => holds(operand, lookUp));
    case 'or':
      return filter.operands.some((operand) => holds(operand, lookUp));
    case 'not':
      return !holds(filter.operand, lookUp);
    case 'present':
      return (lookUp(filter.attribute)?.values ?? NOTHING).length > 0;
    case 'compare': {
      const found = lookUp(filter.attribute);
      const { operator, value } = filter;
      const equal = found === undefined ? value === null : compares(found, operator === 'ne' ? 'eq' : operator, value);
      return operator === 'ne' ? !equal : equal;
    }
    case 'element': {
      const found = lookUp(filter.attribute);
      if (found === undefined) return false;
      const { definition, values } = found;
      const within = (holder: Element): Lookup => {
        if (isComplex(holder)) return (name) => find({ definitions: definition.subAttributes, holder }, name);
        return (name) => (name.toLowerCase() === 'value' ? { definition, values: [holder] } : undefined);
      };
      return values.some((value) => holds(filter.filter, within(value)));
    }
  }
};

/** Whether a filter holds for a full representation; attributes that the type does not have count as unassigned. */
export const filterHolds = (type: ResourceType, filter: Filter, representation: Complex): boolean =>
  holds(filter, (spelling) => findInType(type, representation, spelling));

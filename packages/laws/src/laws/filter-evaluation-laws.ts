// Laws of evaluation: logic, presence, lists, and the comparable form that databases hold.
import fc from 'fast-check';
import { isComplex, isList, type Complex, type Element } from '@looop-scim/scim/attribute';
import { comparableDocument, evaluateFilter, type BoundFilter, type Filter } from '@looop-scim/scim/filter';
import { boundFilterFor } from '../arbitraries/filter.ts';
import { law, type Law } from '../law.ts';
import { bindOn, filterCases, holdsOn, same, typeNamed, typeNames } from './filter-case.ts';

const not = (operand: Filter): Filter => ({ kind: 'not', operand });

const inequality = law(
  'ne holds exactly when eq does not, whatever the attribute',
  fc.property(filterCases, ({ filters: [filter], ...rest }) => {
    const swap = (part: Filter): Filter => {
      if (part.kind !== 'compare' || (part.operator !== 'eq' && part.operator !== 'ne')) return not(part);
      return { ...part, operator: part.operator === 'eq' ? 'ne' : 'eq' };
    };
    // Outside brackets only: inside, what is negated is the condition on one element.
    const leaves = (part: Filter): readonly Filter[] => {
      if (part.kind === 'not') return leaves(part.operand);
      return part.kind === 'and' || part.kind === 'or' ? part.operands.flatMap(leaves) : [part];
    };
    for (const leaf of leaves(filter)) same(holdsOn(rest, swap(leaf)), !holdsOn(rest, leaf));
  }),
);

/** Values at the keys, with all lists on the way opened. */
const valuesAt = (value: unknown, keys: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((element: unknown) => valuesAt(element, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === key ? valuesAt(member, rest) : []));
};

const pathsOf = (typeName: string): readonly { readonly path: string; readonly keys: readonly string[] }[] =>
  [...typeNamed(typeName).attributes.values()]
    .filter(({ storedIn }) => storedIn !== 'metadata')
    .flatMap((node) => [node, ...node.children.values()])
    .filter(({ definition }) => definition.returned !== 'never' && definition.name !== '$ref')
    .map(({ path, keys }) => ({ path, keys }));

/** The representation with only one element left in each list. */
const withElement = (representation: Complex, pick: number): Complex =>
  Object.fromEntries(
    Object.entries(representation).map(([key, value]) => {
      if (!isList(value)) return [key, value];
      const element: Element | undefined = value[pick % Math.max(value.length, 1)];
      return [key, element === undefined ? value : [element]];
    }),
  );

const isPositive = (filter: Filter): boolean => {
  switch (filter.kind) {
    case 'not':
      return false;
    case 'compare':
      return filter.operator !== 'ne' && filter.value !== null;
    case 'element':
      return isPositive(filter.filter);
    case 'present':
      return true;
    default:
      return filter.operands.every(isPositive);
  }
};

const anyValue = law(
  'a list matches when one of its elements does: taking elements away never makes a filter without negation hold',
  fc.property(filterCases, fc.nat({ max: 3 }), ({ typeName, representation, filters }, pick) => {
    for (const filter of filters) {
      const bound = bindOn(typeName, filter);
      // schemas is decided by the type and stays.
      const fewer = { ...withElement(representation, pick), schemas: representation['schemas'] ?? [] };
      if (isPositive(filter) && evaluateFilter(bound, fewer)) same(evaluateFilter(bound, representation), true);
    }
  }),
);

const oneElement = law(
  'brackets hold when one single element fulfils the whole filter',
  fc.property(filterCases, ({ typeName, representation, filters }) => {
    for (const filter of filters) {
      const bound = bindOn(typeName, filter);
      if (bound.kind !== 'element') continue;
      const { keys, children } = bound.attribute;
      const elements = valuesAt(representation, keys);
      const name = keys.at(-1) ?? '';
      const alone = elements.filter((element) => {
        // The element as the only one of its list, the condition on the list in place of the brackets.
        const around = keys
          .slice(0, -1)
          .reduceRight<unknown>((inner, key) => ({ [key]: inner }), { [name]: [element] });
        return evaluateFilter(children.size > 0 ? bound.filter : bound, around as Complex);
      });
      same(evaluateFilter(bound, representation), alone.length > 0);
    }
  }),
);

const comparableForm = law(
  'a filter holds for a document exactly when it holds for its comparable form, which is its own comparable form',
  fc.property(filterCases, ({ typeName, representation, filters }) => {
    const form = comparableDocument(typeNamed(typeName), representation);
    same(comparableDocument(typeNamed(typeName), form), form);
    for (const filter of filters) {
      const bound = bindOn(typeName, filter);
      same(evaluateFilter(bound, form), evaluateFilter(bound, representation));
      same(holdsNatively(bound, form), evaluateFilter(bound, representation));
    }
  }),
);

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** As a database compares that knows bytes and numbers, not attributes. */
const comparesNatively = (left: unknown, operator: string, right: unknown): boolean => {
  if (operator === 'eq') return left === right;
  if (typeof left === 'string' && typeof right === 'string') {
    if (operator === 'co') return left.includes(right);
    if (operator === 'sw') return left.startsWith(right);
    if (operator === 'ew') return left.endsWith(right);
  }
  const order =
    typeof left === 'string' && typeof right === 'string'
      ? Buffer.compare(utf8(left), utf8(right))
      : Math.sign(Number(left) - Number(right));
  return { gt: order > 0, ge: order >= 0, lt: order < 0, le: order <= 0 }[operator] ?? false;
};

const holdsNatively = (bound: BoundFilter, form: Complex): boolean => {
  switch (bound.kind) {
    case 'constant':
      return bound.value;
    case 'not':
      return !holdsNatively(bound.operand, form);
    case 'and':
      return bound.operands.every((operand) => holdsNatively(operand, form));
    case 'or':
      return bound.operands.some((operand) => holdsNatively(operand, form));
    case 'present':
      return valuesAt(form, bound.attribute.keys).length > 0;
    case 'compare':
      return valuesAt(form, bound.attribute.keys).some((value) => comparesNatively(value, bound.operator, bound.value));
    case 'element':
      return valuesAt(form, bound.attribute.keys).some((element) => {
        const around = bound.attribute.keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), element);
        return holdsNatively(bound.filter, around as Complex);
      });
  }
};

const totality = law(
  'evaluation answers true or false on any JSON object',
  fc.property(
    typeNames.chain((typeName) =>
      fc.tuple(
        boundFilterFor(typeNamed(typeName)),
        fc.dictionary(
          fc.constantFrom(...Object.keys(Object.fromEntries(pathsOf(typeName).map(({ keys }) => [keys[0] ?? '', 0])))),
          fc.jsonValue({ maxDepth: 4 }),
        ),
      ),
    ),
    ([bound, anything]) => {
      // Whatever a store may hold by mistake.
      same(typeof evaluateFilter(bound, anything as Complex), 'boolean');
      same(isComplex(anything as Complex), true);
    },
  ),
);

/** Laws of the evaluation of bound filters. RFC 7644 section 3.4.2.2, RFC 7643 section 2.5. */
export const filterEvaluationLaws: readonly Law[] = [inequality, anyValue, oneElement, comparableForm, totality];

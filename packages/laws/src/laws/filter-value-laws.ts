// Laws of filters over any implementation, on single values: equality, case, presence (RFC 7644 section 3.4.2.2).
import fc from 'fast-check';
import type { Complex, Scalar } from '@looop-scim/scim/attribute';
import type { Filter } from '@looop-scim/scim/filter';
import type { AttributeNode, ResourceType } from '@looop-scim/scim/schema';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { respellWord } from '../arbitraries/filter-syntax.ts';
import { law } from '../law.ts';
import type { JsonObject } from '../subjects/subject.ts';
import { representationOf } from './filter-case.ts';
import { heldValues } from './held-values.ts';
import { holds, textHolds, type FilterLaw } from './filter-trial.ts';
import { same } from './subject-case.ts';

/** A representation and one of the values in it. */
const valueTrials = (types: fc.Arbitrary<ResourceType>) =>
  types.chain((type) =>
    representationOf(type).chain((representation) =>
      fc
        .constantFrom(...heldValues(type.attributes.values(), representation))
        .map(({ node: { path, definition, keys }, value }) => ({
          type,
          representation,
          path,
          definition,
          keys,
          value,
        })),
    ),
  );

const compare = (attribute: string, operator: 'eq' | 'ne' | 'ge' | 'le', value: Scalar): Filter => ({
  kind: 'compare',
  attribute,
  operator,
  value,
  position: 0,
});

const ownValues: FilterLaw = {
  law: (engine, types) =>
    law(
      'a value of the resource is equal to itself, and neither greater nor less',
      fc.asyncProperty(valueTrials(types), async ({ definition, path, value, ...rest }) => {
        same(await holds(engine, rest, compare(path, 'eq', value)), true);
        if (definition.type === 'boolean' || definition.type === 'binary' || path === 'meta.version') return;
        same(await holds(engine, rest, compare(path, 'ge', value)), true);
        same(await holds(engine, rest, compare(path, 'le', value)), true);
      }),
    ),
};

const ownCase: FilterLaw = {
  law: (engine, types) =>
    law(
      'case of values counts exactly where the attribute is case-exact',
      fc.asyncProperty(valueTrials(types), decisions, async ({ definition, path, keys, value, ...rest }, sequence) => {
        if (definition.type !== 'string' && definition.type !== 'reference') return;
        const respelled = respellWord(String(value), chooser([1, ...sequence]));
        const isThere = valuesAt(rest.representation, keys).includes(respelled);
        same(await holds(engine, rest, compare(path, 'eq', respelled)), isThere || !definition.caseExact);
      }),
    ),
};

const inequality: FilterLaw = {
  law: (engine, types) =>
    law(
      'ne holds for an attribute with one value exactly when eq does not',
      fc.asyncProperty(valueTrials(types), valueTrials(types), async ({ path, keys, value, ...rest }, other) => {
        if (valuesAt(rest.representation, keys).length !== 1) return;
        const compared = typeof other.value === typeof value && !path.startsWith('meta.') ? other.value : value;
        if (typeof compared === 'string' && path !== other.path) return;
        const isEqual = await holds(engine, rest, compare(path, 'eq', compared));
        same(await holds(engine, rest, compare(path, 'ne', compared)), !isEqual);
      }),
    ),
};

const isUnassigned = (value: unknown): boolean => {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.values(value).every(isUnassigned);
};

/** Values at the keys, with all lists on the way opened. */
const valuesAt = (value: unknown, keys: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap((element: unknown) => valuesAt(element, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === key ? valuesAt(member, rest) : []));
};

const filterable = (type: ResourceType): readonly AttributeNode[] =>
  [...type.attributes.values()]
    .filter(({ storedIn }) => storedIn !== 'metadata')
    .flatMap((node) => [...(node.kind === 'extension' ? [] : [node]), ...node.children.values()])
    .filter(({ definition }) => definition.returned !== 'never' && definition.name !== '$ref');

/** The representation with some attributes emptied in one of the ways that mean unassigned. */
const hollowed = (representation: Complex): fc.Arbitrary<JsonObject> =>
  fc
    .dictionary(
      fc.constantFrom(...Object.keys(representation)),
      fc.constantFrom<unknown>(null, [], {}, [{}], [{ value: null }], { value: null }),
    )
    .map((empty) => ({ ...representation, ...empty }));

const presence: FilterLaw = {
  law: (engine, types) =>
    law(
      'pr is false exactly when the attribute is unassigned: absent, null, empty list, complex without a value',
      fc.asyncProperty(
        types.chain((type) =>
          fc.record({
            type: fc.constant(type),
            representation: representationOf(type).chain(hollowed),
            target: fc.constantFrom(...filterable(type).map(({ path, keys }) => ({ path, keys }))),
          }),
        ),
        async ({ type, representation, target: { path, keys } }) => {
          const expected = !valuesAt(representation, keys).every(isUnassigned);
          same(await textHolds(engine, type, representation, `${path} pr`), expected);
        },
      ),
    ),
};

/** Laws about the values that a resource has. RFC 7643 section 2.5. */
export const filterValueLaws: readonly FilterLaw[] = [ownValues, ownCase, inequality, presence];

// Laws of binding: names in any spelling, values by their attribute, nothing that may leak.
import fc from 'fast-check';
import type { Scalar } from '@looop-scim/scim/attribute';
import { bindFilter, evaluateFilter, parseFilter, type BoundFilter, type Filter } from '@looop-scim/scim/filter';
import * as Result from 'effect/Result';
import { chooser, decisions } from '../arbitraries/choices.ts';
import { filterFor } from '../arbitraries/filter.ts';
import { respellFilter, respellWord } from '../arbitraries/filter-syntax.ts';
import { law, type Law } from '../law.ts';
import {
  bindOn,
  filterCases,
  holdsOn,
  representationOf,
  same,
  showBound,
  typeNamed,
  typeNames,
} from './filter-case.ts';
import { heldValues } from './held-values.ts';
import { filterHolds } from './filter-oracle.ts';

const spelling = law(
  'case of names, operators and URNs, and the core URN in front, do not change what is bound',
  fc.property(filterCases, decisions, ({ typeName, filters: [filter] }, sequence) => {
    const coreSchema = typeNamed(typeName).definition.schema;
    const text = respellFilter(filter, { choose: chooser(sequence), coreSchema });
    const bound = Result.flatMap(parseFilter(text), (parsed) => bindFilter(typeNamed(typeName), parsed));
    same(Result.map(bound, showBound), Result.succeed(showBound(bindOn(typeName, filter))));
  }),
);

/** A representation and one of the values in it, by the path of its attribute. */
const valueCases = typeNames.chain((typeName) =>
  representationOf(typeNamed(typeName)).chain((representation) => {
    const values = heldValues(typeNamed(typeName).attributes.values(), representation);
    return fc
      .constantFrom(...values)
      .map(({ node, value }) => ({ typeName, representation, path: node.path, value, definition: node.definition }));
  }),
);

const compare = (attribute: string, operator: 'eq' | 'ne' | 'ge' | 'le', value: Scalar): Filter => ({
  kind: 'compare',
  attribute,
  operator,
  value,
  position: 0,
});

const ownCase = law(
  'case of values counts exactly where the attribute is case-exact',
  fc.property(valueCases, decisions, ({ definition, path, value, ...rest }, sequence) => {
    if (definition.type !== 'string' && definition.type !== 'reference') return;
    const respelled = respellWord(String(value), chooser([1, ...sequence]));
    const [before, after] = [value, respelled].map((literal) =>
      showBound(bindOn(rest.typeName, compare(path, 'eq', literal))),
    );
    same(before === after, respelled === value || !definition.caseExact);
    if (!definition.caseExact) same(holdsOn(rest, compare(path, 'eq', respelled)), true);
  }),
);

const acrossTypes = law(
  'at the root an attribute that a type does not have counts as unassigned',
  fc.property(
    fc.constantFrom(['User', 'Group'] as const, ['Group', 'User'] as const).chain(([asked, other]) =>
      fc.tuple(
        fc.constant(other),
        representationOf(typeNamed(other)),
        representationOf(typeNamed(asked)).chain((representation) =>
          filterFor(typeNamed(asked), { documents: [representation] }),
        ),
      ),
    ),
    ([typeName, representation, filter]) => {
      const type = typeNamed(typeName);
      const bound = Result.getOrThrow(bindFilter(type, filter, { unknownAttributes: 'noValue' }));
      same(isWhole(bound), true);
      same(evaluateFilter(bound, representation), filterHolds(type, filter, representation));
    },
  ),
);

const secrets = law(
  'a filter that names an attribute which is never returned, or a link, is refused and the attribute named',
  fc.property(
    filterCases,
    fc.constantFrom(
      ['User', 'password'],
      ['User', 'manager.$ref'],
      ['User', 'meta.location'],
      ['User', 'groups.$ref'],
      ['Group', 'members.$ref'],
      ['Gadget', 'secret'],
      ['Gadget', 'spec.token'],
      ['Gadget', 'parts.token'],
    ),
    fc.constantFrom<'eq' | 'ne' | 'pr' | 'null'>('eq', 'ne', 'pr', 'null'),
    fc.nat({ max: 3 }),
    ({ filters, typeName: other }, [typeName = '', path = ''], test, place) => {
      const attribute = path.startsWith('manager') ? `${ENTERPRISE}:${path}` : path;
      const leak: Filter =
        test === 'pr'
          ? { kind: 'present', attribute, position: 7 }
          : {
              kind: 'compare',
              attribute,
              operator: test === 'ne' ? 'ne' : 'eq',
              value: test === 'null' ? null : 'x',
              position: 7,
            };
      const others = other === typeName ? filters : [];
      const operands = [...others.slice(0, place), { kind: 'not', operand: leak } as const, ...others.slice(place)];
      const bound = bindFilter(typeNamed(typeName), { kind: 'or', operands });
      same(Result.isFailure(bound) && [bound.failure.attribute, bound.failure.position], [attribute, 7]);
    },
  ),
);

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/**
 * Whether nothing can be simplified: no constant inside, no double negation, no `and` or `or` that has one operand or stands
 * directly in its own kind.
 */
const isWhole = (bound: BoundFilter): boolean => {
  switch (bound.kind) {
    case 'not':
      return bound.operand.kind !== 'not' && bound.operand.kind !== 'constant' && isWhole(bound.operand);
    case 'and':
    case 'or':
      return (
        bound.operands.length > 1 &&
        bound.operands.every(
          (operand) => operand.kind !== bound.kind && operand.kind !== 'constant' && isWhole(operand),
        )
      );
    case 'element':
      return bound.attribute.definition.multiValued && bound.filter.kind !== 'constant' && isWhole(bound.filter);
    default:
      return true;
  }
};

const RECORD = ['id', 'meta.created', 'meta.lastModified', 'meta.version'];

const recordAttributes = (bound: BoundFilter): readonly string[] => {
  if (bound.kind === 'not') return recordAttributes(bound.operand);
  if ('operands' in bound) return bound.operands.flatMap(recordAttributes);
  if (bound.kind === 'constant' || bound.attribute.storedIn !== 'metadata') return [];
  return [bound.kind === 'compare' ? bound.attribute.path : `${bound.kind} ${bound.attribute.path}`];
};

const simplicity = law(
  'bound filters are simplified: no constant inside, chains of two or more, comparisons alone on what is kept beside the document',
  fc.property(filterCases, ({ typeName, filters }) => {
    for (const filter of filters) {
      const bound = bindOn(typeName, filter);
      same(isWhole(bound), true);
      same(
        recordAttributes(bound).filter((path) => !RECORD.includes(path)),
        [],
      );
    }
  }),
);

/** Laws of binding filters to a resource type. RFC 7644 section 3.4.2.2, RFC 7643 sections 2 and 7. */
export const filterBindingLaws: readonly Law[] = [spelling, ownCase, acrossTypes, secrets, simplicity];

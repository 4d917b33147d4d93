// Conditions on memberships: members of a group, or groups of a user. All of them are conditions on the resource at the other end.
import {
  conditionsOf,
  conjunctsOf,
  evaluateFilter,
  type BoundComparison,
  type BoundFilter,
} from '@looop-scim/scim/filter';
import type { AttributeNode } from '@looop-scim/scim/schema';
import type { MembershipSides } from '../membership-sides.ts';
import { COMPARABLE } from '../encoding/encode-comparable.ts';
import { fieldCondition } from './comparison.ts';
import { compile, type Conditions } from './mongo-logic.ts';
import { allOf, ALWAYS, anyOf, NEVER, type Query } from './query.ts';

const DISPLAY_NAME = `${COMPARABLE}.displayName`;
const USER_NAME = `${COMPARABLE}.userName`;

/** A condition on displayName, or on userName where there is no displayName. */
const displayCondition = (condition: Query): Query =>
  anyOf([{ [DISPLAY_NAME]: condition }, { [DISPLAY_NAME]: { $exists: false }, [USER_NAME]: condition }]);

/** The types at the other end for which the comparison of `type` holds. */
const typeCondition = ({ attribute, memberTypes, owner }: MembershipSides, filter: BoundComparison): Query => {
  const element: BoundFilter = { kind: 'element', attribute, filter };
  const holds = (type: string): boolean => evaluateFilter(element, { [attribute.definition.name]: [{ type }] });
  // A user's groups are those that list the user themselves. RFC 7643 section 4.1.2.
  if (owner === 'm') return holds('direct') ? ALWAYS : NEVER;
  return { type: { $in: memberTypes.filter(holds) } };
};

const comparison = (sides: MembershipSides, filter: BoundComparison): Query => {
  const { attribute, operator, value } = filter;
  switch (attribute.definition.name) {
    case 'value':
      return { id: fieldCondition({ operator, value }) };
    case 'type':
      return typeCondition(sides, filter);
    case 'display':
      return displayCondition(fieldCondition({ operator, value }));
    default:
      throw new TypeError(`No membership holds ${attribute.path}`);
  }
};

const isDisplay = (sides: MembershipSides, node: AttributeNode): boolean =>
  node !== sides.attribute && node.definition.name === 'display';

const rowConditions = (sides: MembershipSides): Conditions => ({
  compare: (filter) => comparison(sides, filter),
  present: ({ attribute }) => (isDisplay(sides, attribute) ? displayCondition({ $exists: true }) : ALWAYS),
  element: ({ attribute, filter }) => {
    if (attribute !== sides.attribute) throw new TypeError(`${attribute.path} cannot stand in this element filter`);
    return otherEndCondition(sides, filter);
  },
});

/** Whether a membership fulfils the filter, as a condition on the resource at its other end. */
export const otherEndCondition = (sides: MembershipSides, filter: BoundFilter): Query =>
  compile(filter, rowConditions(sides));

const isOnValue = (filter: BoundFilter): boolean =>
  conditionsOf(filter).every(({ kind, attribute }) => kind === 'compare' && attribute.definition.name === 'value');

/** What can be told of a membership from its row alone: narrows the rows whose other end has to be looked at. */
export const rowCondition = (sides: MembershipSides, filter: BoundFilter): Query => {
  const onRow: Conditions = {
    ...rowConditions(sides),
    compare: ({ operator, value }) => ({ [sides.other]: fieldCondition({ operator, value }) }),
  };
  const parts = conjunctsOf(filter.kind === 'element' ? filter.filter : filter);
  return allOf(parts.filter(isOnValue).map((part) => compile(part, onRow)));
};

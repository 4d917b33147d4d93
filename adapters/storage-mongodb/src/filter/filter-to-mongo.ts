// From a bound filter to an exact query for resources. It decides alone what matches; index-ranges.ts only says where to look
// first. No code and no pattern from outside runs in the database.
import {
  conditionsOf,
  conjunctsOf,
  foldFilter,
  mergeElementConditions,
  type BoundCondition,
  type BoundFilter,
} from '@looop-scim/scim/filter';
import type { AttributeNode } from '@looop-scim/scim/schema';
import { joinOtherEnd, joinRows, type JoinScope, type MembershipSides } from '../membership-sides.ts';
import { metadataCondition, someAssigned, someElement, someValue } from './attribute-conditions.ts';
import { compile, MONGO_LOGIC, type Conditions } from './mongo-logic.ts';
import { otherEndCondition, rowCondition } from './membership-conditions.ts';
import { allOf, ALWAYS, type Query, type Stage } from './query.ts';

/** Where a filter is asked; `sides` is undefined for a type without memberships. */
export type FilterScope = Omit<JoinScope, 'sides'> & { readonly sides: MembershipSides | undefined };

/** A filter as stages of an aggregation over resources: `match`, then `joins`, then `matchJoined`. */
export interface FilterStages {
  /** What can be told from the resource alone. */
  readonly match: Query;
  /** One join for every condition on memberships. */
  readonly joins: readonly Stage[];
  /** What needs the joins; always true without any. */
  readonly matchJoined: Query;
}

/** Filters on the document or on an element of the multi-valued attribute `base` in it. */
const documentConditions = (base: AttributeNode | undefined): Conditions => ({
  compare: ({ attribute, operator, value }) => someValue(base, attribute, { operator, value }),
  present: ({ attribute }) => someAssigned(base, attribute),
  element: ({ attribute, filter }) =>
    attribute.definition.multiValued
      ? someElement(base, attribute, compile(filter, documentConditions(attribute)))
      : allOf([someAssigned(base, attribute), compile(filter, documentConditions(base))]),
});

/** id and meta. */
const METADATA: Conditions = {
  compare: ({ attribute, operator, value }) => metadataCondition(attribute, { operator, value }),
  present: () => ALWAYS,
  element: ({ filter }) => compile(filter, METADATA),
};

const isOnMemberships = ({ attribute }: BoundCondition): boolean => attribute.storedIn === 'memberships';

/** Whether a filter speaks of memberships anywhere. */
export const namesMemberships = (filter: BoundFilter): boolean => conditionsOf(filter).some(isOnMemberships);

/** The first membership that fulfils the condition, if any, in the list `as`. */
const joinFor = (scope: JoinScope, condition: BoundCondition, as: string): Stage => {
  const { sides } = scope;
  const found = { $match: allOf([{ type: { $ne: '' } }, otherEndCondition(sides, condition)]) };
  const end = joinOtherEnd(scope, `$${sides.other}`, [found, { $limit: 1 }, { $project: { _id: 1 } }]);
  return joinRows(scope, {
    where: rowCondition(sides, condition),
    stages: [end, { $match: { 'end.0': { $exists: true } } }, { $limit: 1 }, { $project: { _id: 1 } }],
    as,
  });
};

const sidesOf = ({ sides }: FilterScope): MembershipSides => {
  if (sides === undefined) throw new TypeError('The resource type has no memberships');
  return sides;
};

/** Compiles a filter; the lists of the joins are named `x0`, `x1` ... */
export const filterToMongo = (filter: BoundFilter, scope: FilterScope): FilterStages => {
  // One join for all alternatives about memberships.
  const parts = conjunctsOf(mergeElementConditions(filter));
  const joined = parts.filter(namesMemberships);
  const conditions = joined.flatMap(conditionsOf).filter(isOnMemberships);
  const names = new Map<BoundCondition, string>(conditions.map((condition, index) => [condition, `x${index}`]));
  /** A condition on memberships holds when its join has found one. */
  const isJoined = (condition: BoundCondition): Query => {
    const name = names.get(condition);
    if (name === undefined) throw new TypeError(`No join for ${condition.attribute.path}`);
    return { [`${name}.0`]: { $exists: true } };
  };
  const whole = (part: BoundFilter): Query =>
    foldFilter(part, MONGO_LOGIC, {
      document: documentConditions(undefined),
      metadata: METADATA,
      memberships: { compare: isJoined, present: isJoined, element: isJoined },
    });
  return {
    match: allOf(parts.filter((part) => !namesMemberships(part)).map((part) => whole(part))),
    joins: [...names].map(([condition, name]) => joinFor({ ...scope, sides: sidesOf(scope) }, condition, name)),
    matchJoined: allOf(joined.map((part) => whole(part))),
  };
};

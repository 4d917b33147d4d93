// The order of a list as stages: the value to sort by, whether there is one, and ties by id (RFC 7644 section 3.4.2.3).
import type { AttributeNode, SortOrder } from '@looop-scim/scim';
import { COMPARABLE, fieldPath } from './encoding/encode-comparable.ts';
import { recordField } from './filter/attribute-conditions.ts';
import type { Stage } from './filter/query.ts';

/** An expression of an aggregation; here made of names of registered attributes alone. */
type Expression = unknown;

/** The attributes on the way to a node that are multi-valued, outermost first. */
const listsAbove = (node: AttributeNode | undefined): readonly AttributeNode[] => {
  if (node === undefined) return [];
  const above = listsAbove(node.parent);
  return node.definition.multiValued ? [...above, node] : above;
};

/** The primary element, else the first one. */
const decisive = (list: Expression): Expression => ({
  $arrayElemAt: [
    {
      $concatArrays: [
        { $filter: { input: { $ifNull: [list, []] }, as: 'each', cond: { $eq: ['$$each.primary', true] } } },
        { $ifNull: [list, []] },
      ],
    },
    0,
  ],
});

/** Stages that put the value at a node into a field: through each list on the way by its decisive element. */
const findValue = (node: AttributeNode, field: string): readonly Stage[] => {
  const lists = listsAbove(node);
  const pathTo = (target: AttributeNode, depth: number): string =>
    depth === 0 ? `$${fieldPath(target)}` : `$${element(depth - 1)}.${fieldPath(target, lists[depth - 1])}`;
  return [
    ...lists.map((list, depth) => ({ $addFields: { [element(depth)]: decisive(pathTo(list, depth)) } })),
    { $addFields: { [field]: pathTo(node, lists.length) } },
  ];
};

/** Field of the decisive element of the list at a depth. */
const element = (depth: number): string => `e${depth}`;

/** Fields by which the stages sort. */
const KEY = 'k';
const UNASSIGNED = 'u';

/** The stages that put resources in order: by id, or by an attribute with unassigned values last, descending first. */
export const sortToMongo = (sort: SortOrder | undefined): readonly Stage[] => {
  if (sort === undefined) return [{ $sort: { id: 1 } }];
  const { attribute, descending } = sort;
  const direction = descending ? -1 : 1;
  if (attribute.home === 'membership') throw new TypeError(`No list is sorted by ${attribute.path}`);
  if (attribute.home === 'record') {
    const field = recordField(attribute);
    return [{ $sort: field === 'id' ? { id: direction } : { [field]: direction, id: 1 } }];
  }
  return [
    ...findValue(attribute, KEY),
    // The order needs nothing more of the comparable document.
    { $project: { [COMPARABLE]: 0, lookups: 0, keys: 0 } },
    { $addFields: { [UNASSIGNED]: { $cond: [{ $eq: [{ $ifNull: [`$${KEY}`, null] }, null] }, 1, 0] } } },
    { $sort: { [UNASSIGNED]: direction, [KEY]: direction, id: 1 } },
  ];
};

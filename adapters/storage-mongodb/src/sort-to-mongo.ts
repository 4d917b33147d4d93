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

/** The value at a node, seen from the document or from the element `$$element` of the list `base`. */
const valueOf = (node: AttributeNode, base?: AttributeNode): Expression => {
  const root = base === undefined ? '$' : '$$element.';
  const lists = listsAbove(node);
  const next = lists[base === undefined ? 0 : lists.indexOf(base) + 1];
  if (next === undefined) return `${root}${fieldPath(node, base)}`;
  return { $let: { vars: { element: decisive(`${root}${fieldPath(next, base)}`) }, in: valueOf(node, next) } };
};

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
    { $addFields: { [KEY]: valueOf(attribute) } },
    // The order needs nothing more of the comparable document.
    { $project: { [COMPARABLE]: 0, lookups: 0, keys: 0 } },
    { $addFields: { [UNASSIGNED]: { $cond: [{ $eq: [{ $ifNull: [`$${KEY}`, null] }, null] }, 1, 0] } } },
    { $sort: { [UNASSIGNED]: direction, [KEY]: direction, id: 1 } },
  ];
};

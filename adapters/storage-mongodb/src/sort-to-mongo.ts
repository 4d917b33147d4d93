// The order of a list as stages: the value to sort by, whether there is one, and ties by id (RFC 7644 section 3.4.2.3).
import type { SortOrder } from '@looop-scim/scim/list';
import { orderPath } from './encoding/encode-comparable.ts';
import { metadataField } from './filter/attribute-conditions.ts';
import type { Stage } from './filter/query.ts';

/** Field that tells that a resource has no value to sort by. */
const UNASSIGNED = 'u';

/** The stages that put resources in order: by id, or by an attribute with unassigned values last, descending first. */
export const sortToMongo = (sort: SortOrder | undefined): readonly Stage[] => {
  if (sort === undefined) return [{ $sort: { id: 1 } }];
  const { attribute, descending } = sort;
  const direction = descending ? -1 : 1;
  if (attribute.storedIn === 'memberships') throw new TypeError(`No list is sorted by ${attribute.path}`);
  if (attribute.storedIn === 'metadata') {
    const field = metadataField(attribute);
    return [{ $sort: field === 'id' ? { id: direction } : { [field]: direction, id: 1 } }];
  }
  const path = orderPath(attribute);
  return [
    { $addFields: { [UNASSIGNED]: { $cond: [{ $eq: [{ $ifNull: [`$${path}`, null] }, null] }, 1, 0] } } },
    { $sort: { [UNASSIGNED]: direction, [path]: direction, id: 1 } },
  ];
};

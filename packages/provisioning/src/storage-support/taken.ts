// What a storage says of a value that another resource holds.
import type { Complex } from '@looop-scim/scim/attribute';
import { Uniqueness } from '@looop-scim/scim/errors';
import type { UniqueKey } from '../ports/outbound/resource-repository.ts';

/** The resource that holds a key; undefined when it was gone before it could be read. */
export interface KeyHolder {
  readonly id: string;
  readonly document: Complex;
}

/** The refusal of a key that a resource of the same type and organisation holds. RFC 7644 section 3.12, uniqueness. */
export const taken = (
  resourceType: string,
  { attribute }: Pick<UniqueKey, 'attribute'>,
  holder: KeyHolder | undefined,
): Uniqueness =>
  new Uniqueness({
    resourceType,
    attribute,
    ...(holder !== undefined && { holder: { id: holder.id, inactive: holder.document['active'] === false } }),
  });

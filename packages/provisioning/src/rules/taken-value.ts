import { resolveAttribute, shortScalar, valueAt, type Complex } from '@looop-scim/scim/attribute';
import { Uniqueness } from '@looop-scim/scim/errors';
import { isNeverReturned, type ResourceType } from '@looop-scim/scim/schema';

/**
 * Completes what a storage says of a value that is taken, for whoever sent it: the value, unless it is long or never returned,
 * and whether case counts. Any other failure stays as it is.
 */
export const withTakenValue = <Failure>(
  type: ResourceType,
  document: Complex,
  failure: Failure | Uniqueness,
): Failure | Uniqueness => {
  if (!(failure instanceof Uniqueness)) return failure;
  const node = resolveAttribute(type, failure.attribute);
  if (node === undefined) return failure;
  const value = isNeverReturned(node) ? undefined : shortScalar(valueAt(document, node.keys));
  const { caseExact } = node.definition;
  return new Uniqueness({ ...failure, caseExact, ...(value !== undefined && { value }) });
};

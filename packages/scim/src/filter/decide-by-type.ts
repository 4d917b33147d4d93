// What a resource type alone decides in a filter, so that stores need not know: which schemas a resource has follows from
// the extensions that it has, its resourceType is the type, and what the service provider records is always there.
import type { ResourceType } from '../schema/resource-type.ts';
import type { BoundFilter } from './bound-filter.ts';
import { combine, constant, negate } from './combine-bound.ts';
import { evaluateFilter } from './evaluate-filter.ts';

type Condition = Extract<BoundFilter, { readonly kind: 'compare' | 'present' | 'element' }>;

/** The core schema is always listed in `schemas`, that of an extension when the resource has the extension. */
const decideSchemas = (type: ResourceType, condition: Condition): BoundFilter => {
  const listed = type.schemas.map(({ id }, index) => {
    if (!evaluateFilter(condition, { schemas: [id] })) return constant(false);
    const extension = type.extensions[index - 1];
    return extension === undefined ? constant(true) : ({ kind: 'present', attribute: extension } as const);
  });
  return combine('or', listed);
};

const decideCondition = (type: ResourceType, condition: Condition): BoundFilter => {
  const { path, storedIn } = condition.attribute;
  if (storedIn !== 'metadata') return condition;
  if (path === 'schemas') return decideSchemas(type, condition);
  if (condition.kind === 'present') return constant(true);
  if (path !== 'meta.resourceType') return condition;
  return constant(evaluateFilter(condition, { meta: { resourceType: type.name } }));
};

/**
 * Replaces the conditions that the type decides: of `id`, `meta` and `schemas` only comparisons of id, meta.created,
 * meta.lastModified and meta.version are left.
 */
export const decideByType = (type: ResourceType, filter: BoundFilter): BoundFilter => {
  switch (filter.kind) {
    case 'constant':
      return filter;
    case 'not':
      return negate(decideByType(type, filter.operand));
    case 'and':
    case 'or':
      return combine(
        filter.kind,
        filter.operands.map((operand) => decideByType(type, operand)),
      );
    default:
      return decideCondition(type, filter);
  }
};

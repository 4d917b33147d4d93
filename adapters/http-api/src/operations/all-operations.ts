// Everything that the API can do.
import type { Operation } from '../operation.ts';
import { impactOperations } from './impacts.ts';
import { importOperations } from './imports.ts';
import { mappingOperations } from './mapping-sets.ts';
import { peopleOperations } from './people.ts';
import { attributeOperations } from './schema-attributes.ts';

/** All operations. */
export const OPERATIONS: readonly Operation[] = [
  ...peopleOperations,
  ...mappingOperations,
  ...impactOperations,
  ...attributeOperations,
  ...importOperations,
];

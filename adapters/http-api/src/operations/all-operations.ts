// Everything that the API can do.
import type { Operation } from '../operation.ts';
import { mappingOperations } from './mapping-sets.ts';
import { attributeOperations } from './schema-attributes.ts';
import { peopleOperations } from './people.ts';

/** All operations. */
export const OPERATIONS: readonly Operation[] = [...peopleOperations, ...mappingOperations, ...attributeOperations];

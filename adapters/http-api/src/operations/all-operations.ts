// Everything that the API can do.
import type { Operation } from '../operation.ts';
import { eventOperations } from './events.ts';
import { mappingOperations } from './mapping-sets.ts';
import { peopleOperations } from './people.ts';
import { webhookOperations } from './webhooks.ts';

/** All operations. */
export const OPERATIONS: readonly Operation[] = [
  ...peopleOperations,
  ...eventOperations,
  ...mappingOperations,
  ...webhookOperations,
];

// The schemas with which adapters are opened to be examined.
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { sampleTypes } from '../arbitraries/sample-type.ts';

const byName = new Map(sampleTypes.map((type) => [type.name, type]));

/** User, Group and a resource type that has every data type: the registry of every storage under contract and laws. */
export const contractRegistry: SchemaRegistry = {
  schemas: [...new Set(sampleTypes.flatMap(({ schemas }) => schemas))],
  resourceTypes: sampleTypes,
  resourceType: (name) => byName.get(name),
};

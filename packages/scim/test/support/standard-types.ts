// User and Group of the standard registry, and small ways to read and expect.
import { Result } from 'effect';
import { interopPolicy, type InteropPolicy } from '../../src/interop/policy-rules.ts';
import { readDocument } from '../../src/read/read-document.ts';
import type { ResourceType } from '../../src/schema/resource-type.ts';
import { standardRegistry } from '../../src/schema/schema-registry.ts';

const typeOf = (name: string): ResourceType => {
  const type = standardRegistry.resourceType(name);
  if (type === undefined) throw new TypeError(`no resource type ${name}`);
  return type;
};

export const userType = typeOf('User');
export const groupType = typeOf('Group');

export const read = (type: ResourceType, body: unknown, policy: InteropPolicy = interopPolicy) =>
  Result.getOrThrow(readDocument(type, body, policy));

export const refusal = (type: ResourceType, body: unknown, policy: InteropPolicy = interopPolicy) =>
  Result.getOrThrow(Result.flip(readDocument(type, body, policy)));

export const locate = (resourceType: string, id: string): string =>
  `https://looop.example/scim/v2/${resourceType}s/${id}`;

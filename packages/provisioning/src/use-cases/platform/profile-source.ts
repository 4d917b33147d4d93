// What the platform is shown of resources.
import type { Resource } from '@looop-scim/scim/attribute';
import type { SetInForce } from '../../events/event-subjects.ts';
import { applyMappingSet } from '../../mapping/explain.ts';
import type { PlatformUser } from '../../ports/inbound/platform-service.ts';
import { nameOf } from '../../rules/resource-rules.ts';

/** What a list shows of every resource. */
export const commonOf = ({ id, version, created, lastModified, document }: Resource) => ({
  id,
  ...(typeof document['externalId'] === 'string' && { externalId: document['externalId'] }),
  version,
  createdAt: created,
  updatedAt: lastModified,
});

/** The person of a resource, by a mapping set. */
export const platformUserOf = (resource: Resource, { version, set }: SetInForce): PlatformUser => ({
  ...commonOf(resource),
  userName: nameOf(resource.document) ?? '',
  active: resource.document['active'] !== false,
  mappingVersion: version,
  ...applyMappingSet(set, resource.document),
});

// The profiles of an organisation: the mapping set in force, bound once a version.
import * as Effect from 'effect/Effect';
import type { Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { BoundMappingSet } from '../../mapping/bound-mapping-set.ts';
import { bindSavedSet } from '../../mapping/bind-saved-set.ts';
import { fullMappingSet } from '../../mapping/default-mapping-sets.ts';
import { applyMappingSet } from '../../mapping/explain.ts';
import { makeMappingRepository } from '../../mapping/mapping-revisions.ts';
import type { PlatformUser } from '../../ports/inbound/platform-service.ts';
import type { RevisionStore } from '../../ports/outbound/revision-store.ts';
import { nameOf } from '../../rules/resource-rules.ts';

/** The set in force. */
export interface SetInForce {
  /** 0 is the default set. */
  readonly version: number;
  readonly set: BoundMappingSet;
}

/** Makes the look-up of the set in force. A version never changes, so that it is bound once. */
export const makeSetInForce = (
  type: ResourceType,
  revisions: RevisionStore,
): Effect.Effect<SetInForce, StorageUnavailable> => {
  const repository = makeMappingRepository(revisions);
  let bound: SetInForce | undefined;
  return Effect.gen(function* () {
    const { version, set } = (yield* repository.current()) ?? { version: 0, set: fullMappingSet };
    if (bound?.version === version) return bound;
    return (bound = { version, set: bindSavedSet(type, set) });
  });
};

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

// The write-back of profile fields to the attributes that they come from.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Complex } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { SetInForce } from '../../events/event-subjects.ts';
import type { BoundMappingSet } from '../../mapping/bound-mapping-set.ts';
import type { ProfileValue } from '../../mapping/profile.ts';
import { writeBackLens } from '../../mapping/write-back-lens.ts';
import {
  ProfileRefused,
  type PlatformUser,
  type ProfileChangeRequest,
  type ProfileFault,
} from '../../ports/inbound/platform-service.ts';
import type { ChangeFailure } from '../../ports/inbound/scim-service.ts';
import { makeChangeResource, type Revision } from '../change-resource.ts';
import type { ScimDependencies } from '../dependencies.ts';
import { platformUserOf } from './profile-source.ts';

/** Why a field has no way back. */
const whyNot = ({ fields, mappings }: BoundMappingSet, field: string): string => {
  if (!fields.some(({ name }) => name === field)) return 'the profile has no such field';
  return mappings.some(({ mapping }) => mapping.field === field)
    ? 'the field belongs to the identity provider: its mapping has no write-back'
    : 'no attribute is mapped to the field';
};

/** The document with one field changed. */
const withField = (
  set: BoundMappingSet,
  document: Complex,
  field: string,
  value: ProfileValue | null,
): Result.Result<Complex, ProfileFault> => {
  const lens = writeBackLens(set, field);
  if (lens === undefined) return Result.fail({ field, reason: whyNot(set, field) });
  return value === null ? Result.succeed(lens.clear(document)) : lens.put(document, value);
};

/** The document with all changes. Fails: `ProfileRefused` with every field at fault. */
const withProfileChanges = (
  set: BoundMappingSet,
  document: Complex,
  changes: ProfileChangeRequest['changes'],
): Result.Result<Complex, ProfileRefused> => {
  const faults: ProfileFault[] = [];
  let changed = document;
  for (const [field, value] of Object.entries(changes)) {
    const next = withField(set, changed, field, value);
    if (Result.isSuccess(next)) changed = next.success;
    else faults.push({ field, reason: next.failure.reason });
  }
  return faults.length > 0 ? Result.fail(new ProfileRefused({ faults })) : Result.succeed(changed);
};

/** Makes the change of a profile. */
export const makeChangeProfile = (
  deps: ScimDependencies,
  type: ResourceType,
  setInForce: Effect.Effect<SetInForce, StorageUnavailable>,
) => {
  const change = makeChangeResource(deps);
  return Effect.fnUntraced(function* ({
    id,
    changes,
    ifMatch,
    caller,
  }: ProfileChangeRequest): Effect.fn.Return<PlatformUser, ProfileRefused | ChangeFailure> {
    const inForce = yield* setInForce;
    const request = { type, id, caller, projection: {}, body: undefined, ...(ifMatch !== undefined && { ifMatch }) };
    const revise = (_type: ResourceType, current: Complex): Result.Result<Revision, ProfileRefused> =>
      Result.map(withProfileChanges(inForce.set, current, changes), (document) => ({
        document,
        memberships: [],
        ignored: [],
      }));
    const { resource } = yield* change(request, { operation: 'patch', withMemberships: false, revise }).pipe(
      // A person has no members.
      Effect.catchTags({ UnknownMembers: Effect.die, MembershipCycle: Effect.die }),
    );
    return platformUserOf(resource, inForce);
  });
};

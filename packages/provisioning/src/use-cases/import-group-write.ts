// What is written of a group, whichever way a file has its members.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Complex } from '@looop-scim/scim/attribute';
import { InvalidValue, type ScimFailure } from '@looop-scim/scim/errors';
import type { MembershipStep } from '@looop-scim/scim/write';
import type { LineFault } from '../directory/apply-line.ts';
import { bodyOf } from '../directory/plan-line.ts';
import { makeChangeResource } from './change-resource.ts';
import { makeCreateResource } from './create-resource.ts';
import type { ImportParts } from './import-lines.ts';
import { callerOf } from './import-run.ts';
import { makeRecordRefusals } from './refusals.ts';

/** What becomes of a group. */
export interface GroupWrite {
  /** Absent: the group is new. */
  readonly id: string | undefined;
  /** The document of a new group. */
  readonly document: Complex;
  /** The document of a group as it is at the moment of the write. */
  readonly revise: (current: Complex) => Result.Result<Complex, LineFault>;
  /** Absent: the members stay. */
  readonly step: (MembershipStep & { readonly kind: 'add' | 'replace' }) | undefined;
}

/** Makes what writes a group. Members must exist. */
export const makeWriteGroup = ({ deps, context, settings, seen }: ImportParts) => {
  const { type } = context;
  const create = makeCreateResource(deps);
  const change = makeChangeResource(deps);
  const recordRefusals = makeRecordRefusals(deps);
  const caller = callerOf(settings);

  return ({ id, document, revise, step }: GroupWrite): Effect.Effect<void, ScimFailure> => {
    if (id === undefined) {
      const members = step === undefined ? {} : { members: step.ids.map((value) => ({ value })) };
      const creating = create({ type, caller, projection: {}, body: { ...bodyOf(type, document), ...members } });
      return Effect.map(creating, (made) => void seen.add(made.id));
    }
    const changing = change(
      { type, id, caller, projection: {}, body: undefined },
      {
        operation: 'patch',
        withMemberships: false,
        revise: (_type, current) =>
          Result.mapBoth(revise(current), {
            onFailure: ({ column = type.name, reason }) => new InvalidValue({ attribute: column, reason }),
            onSuccess: (revised) => ({
              document: revised,
              memberships: step === undefined ? [] : [step],
              membersMustExist: true as const,
              ignored: [],
            }),
          }),
      },
    );
    const refused = { caller, operation: 'patch', resourceType: type.name, resourceId: id } as const;
    return Effect.asVoid(recordRefusals(refused, changing));
  };
};

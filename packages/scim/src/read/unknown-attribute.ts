import { InvalidSyntax, type InvalidPath, type InvalidValue } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';

/** The refusal of an attribute that no schema has, in the words of the policy; any other failure as it is. */
export const asPolicyFailure = <Failure extends { readonly _tag: string }>(
  failure: Failure | InvalidValue,
  policy: InteropPolicy,
): Failure | InvalidValue | InvalidSyntax => {
  if (policy.unknownIsInvalidValue || !isUnknown(failure)) return failure;
  const { reason } = failure;
  return new InvalidSyntax({
    reason: failure._tag === 'InvalidPath' ? `${reason} as ${failure.path}` : `${failure.attribute} ${reason}`,
  });
};

const isUnknown = (failure: { readonly _tag: string }): failure is InvalidValue | InvalidPath =>
  'unknown' in failure && failure.unknown === true;

import { InvalidSyntax, type InvalidValue } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';

/** The refusal of an attribute that no schema has, in the words of the policy; any other failure as it is. */
export const asPolicyFailure = <Failure extends { readonly _tag: string }>(
  failure: Failure | InvalidValue,
  policy: InteropPolicy,
): Failure | InvalidValue | InvalidSyntax => {
  if (policy.unknownIsInvalidValue || !isUnknown(failure)) return failure;
  return new InvalidSyntax({ reason: `${failure.attribute} ${failure.reason}` });
};

const isUnknown = (failure: { readonly _tag: string }): failure is InvalidValue =>
  failure._tag === 'InvalidValue' && 'unknown' in failure && failure.unknown === true;

import { InvalidSyntax, InvalidValue, type InvalidPath } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';

/** The refusal of an attribute that no schema has; `suggestion` is the one that was probably meant. */
export const unknownAttribute = (attribute: string, suggestion: string | undefined): InvalidValue => {
  const reason = 'is not defined by the schemas of the resource';
  return new InvalidValue({ attribute, reason, unknown: true, ...(suggestion !== undefined && { suggestion }) });
};

/** The refusal of an attribute that no schema has, in the words of the policy; any other failure as it is. */
export const asPolicyFailure = <Failure extends { readonly _tag: string }>(
  failure: Failure | InvalidValue,
  policy: InteropPolicy,
): Failure | InvalidValue | InvalidSyntax => {
  if (policy.unknownIsInvalidValue || !isUnknown(failure)) return failure;
  const { suggestion, received } = failure;
  const what =
    failure._tag === 'InvalidPath'
      ? { attribute: failure.path, reason: 'is not defined by the schemas of the resource' }
      : { attribute: failure.attribute, reason: failure.reason };
  return new InvalidSyntax({
    ...what,
    ...(suggestion !== undefined && { suggestion }),
    ...(received !== undefined && { received }),
  });
};

const isUnknown = (failure: { readonly _tag: string }): failure is InvalidValue | InvalidPath =>
  'unknown' in failure && failure.unknown === true;

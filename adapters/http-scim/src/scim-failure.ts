// Tells the failures of the protocol from whatever else is thrown.
import * as scim from '@looop-scim/scim';

const FAILURES = [
  scim.InvalidFilter,
  scim.TooMany,
  scim.Uniqueness,
  scim.Mutability,
  scim.InvalidSyntax,
  scim.InvalidPath,
  scim.NoTarget,
  scim.InvalidValue,
  scim.InvalidVersion,
  scim.Sensitive,
  scim.ResourceNotFound,
  scim.EndpointNotFound,
  scim.PreconditionFailed,
  scim.PayloadTooLarge,
  scim.MethodNotAllowed,
  scim.UnsupportedMediaType,
  scim.Unauthorized,
  scim.Forbidden,
  scim.TooManyRequests,
  scim.NotImplemented,
  scim.StorageUnavailable,
];

/** Whether a thrown value is one of the protocol's failures. */
export const isScimFailure = (thrown: unknown): thrown is scim.ScimFailure =>
  FAILURES.some((failure) => thrown instanceof failure);

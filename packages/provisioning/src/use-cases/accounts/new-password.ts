// From a password that somebody has chosen to the hash that is kept.
import * as Effect from 'effect/Effect';
import type { Overloaded } from '@looop-scim/scim/errors';
import { normalisedPassword, passwordFault, type PasswordRefused } from '../../accounts/password-rules.ts';
import type { PasswordHasher } from '../../ports/outbound/password-hasher.ts';

/** The hash of a password that the account of an address may have. Fails: `PasswordRefused`. */
export const hashNewPassword = Effect.fnUntraced(function* (
  hasher: PasswordHasher,
  { email, password }: { readonly email: string; readonly password: string },
): Effect.fn.Return<string, PasswordRefused | Overloaded> {
  const normalised = normalisedPassword(password);
  const fault = passwordFault(password, { email, isCommon: yield* hasher.isCommon(normalised) });
  if (fault !== undefined) return yield* fault;
  return yield* hasher.hash(normalised);
});

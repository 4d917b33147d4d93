// Whether a request is served at all: what the limits of a process come to.
import * as Result from 'effect/Result';
import { tokenSecrets } from '@looop-scim/crypto-node';
import { fingerprintOf } from '@looop-scim/provisioning/organisation';
import type { RequestLimits } from '../settings/request-limits.ts';
import { makeAdmission, type Admission, type Admit } from './admission.ts';
import { makeFailedTokens, type FailedTokens } from './failed-tokens.ts';

/** The limits of one process. */
export interface RequestGuard {
  /** Before a token is looked up. */
  readonly checkToken: FailedTokens['check'];
  readonly tokenSucceeded: FailedTokens['succeeded'];
  readonly tokenFailed: FailedTokens['failed'];
  /** Once it is known whose request it is. */
  readonly admit: Admit;
}

/** Serves every request. */
export const unguarded: RequestGuard = {
  checkToken: () => Result.void,
  tokenSucceeded: () => undefined,
  tokenFailed: () => undefined,
  admit: () => Result.succeed(() => undefined),
};

/** A guard, and the admission behind it, which other processes may be told of. */
export interface CountingGuard extends RequestGuard {
  readonly admission: Admission;
}

/** Makes the guard. */
export const makeRequestGuard = (limits: RequestLimits): CountingGuard => {
  const { check, succeeded, failed } = makeFailedTokens(limits.failed, (token) =>
    fingerprintOf(tokenSecrets.hash(token)),
  );
  const admission = makeAdmission(limits);
  return { checkToken: check, tokenSucceeded: succeeded, tokenFailed: failed, admit: admission.admit, admission };
};

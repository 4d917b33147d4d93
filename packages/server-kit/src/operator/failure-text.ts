// Why a command failed, without the password of a store.
import { withoutCredentials } from '../settings/store.ts';
import { explainOperatorFailure } from './operator-failure.ts';
import type { Session } from './session.ts';

/** The store as it is set anywhere, for the sake of what is not to be repeated of it. */
const storeOf = ({ settings }: Session): string => {
  try {
    return settings().environment['LOOOP_SCIM_STORE'] ?? '';
  } catch {
    return process.env['LOOOP_SCIM_STORE'] ?? '';
  }
};

/** One line about a failure, as `explainOperatorFailure` says it, with no secret of the store in it. */
export const failureText = (error: unknown, session: Session): string =>
  withoutCredentials(explainOperatorFailure(error, session.app), storeOf(session));

// Why an operator's command failed, in one line that says what to do.
import {
  AlreadyExists,
  InvalidPosition,
  InvalidOrganisationName,
  InvalidTokenLabel,
  LONGEST_TOKEN_LABEL,
  NoSuchEntry,
  TokenTooShort,
} from '@looop-scim/provisioning';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import type { App } from '../app.ts';
import { isMissingStore, storageTrouble } from '../lifecycle/storage-trouble.ts';

/** One line about a command that failed. */
export const explainOperatorFailure = (error: unknown, app: Pick<App, 'operatorCommand'>): string => {
  if (error instanceof AlreadyExists) return `This ${error.what} exists already`;
  if (error instanceof NoSuchEntry) return `There is no ${error.what} ${error.name}`;
  if (error instanceof InvalidOrganisationName) {
    return `"${error.name}" cannot name an organisation: 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last`;
  }
  if (error instanceof TokenTooShort) return `A token needs at least ${error.shortest} characters`;
  if (error instanceof InvalidTokenLabel) {
    return `"${error.label}" cannot label a token: 1 to ${LONGEST_TOKEN_LABEL} characters, no blank first or last, no control characters`;
  }
  if (error instanceof InvalidPosition) {
    return `"${error.position}" is not a position: take one that --json prints, or the one of "Older records"`;
  }
  if (error instanceof StorageUnavailable && error.problem === undefined) {
    return `The database cannot be used at the moment: ${String(error.cause)}`;
  }
  if (isMissingStore(error)) {
    return `${error.message} Is LOOOP_SCIM_DATA or LOOOP_SCIM_STORE right? Make a new store by: ${app.operatorCommand} init`;
  }
  return storageTrouble(error, app);
};

// Why an operator's command failed, in one line that says what to do.
import { AlreadyExists, InvalidOrganisationName, NoSuchEntry, TokenTooShort } from '@looop-scim/provisioning';
import { StorageUnavailable } from '@looop-scim/scim/errors';

/** One line about a command that failed. */
export const explainOperatorFailure = (error: unknown): string => {
  if (error instanceof AlreadyExists) return `This ${error.what} exists already`;
  if (error instanceof NoSuchEntry) return `There is no ${error.what} ${error.name}`;
  if (error instanceof InvalidOrganisationName) {
    return `"${error.name}" cannot name an organisation: 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last`;
  }
  if (error instanceof TokenTooShort) return `A token needs at least ${error.shortest} characters`;
  if (error instanceof StorageUnavailable) return `The database cannot be used at the moment: ${String(error.cause)}`;
  return error instanceof Error ? error.message : String(error);
};

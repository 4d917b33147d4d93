// Why an operator's command failed, in one line that says what to do.
import {
  InvalidEmail,
  InvalidPersonName,
  LastOperator,
  LONGEST_NAME,
  PasswordRefused,
  PLAIN_TEXT,
  TooManyEntries,
} from '@looop-scim/provisioning/accounts';
import {
  AttributeHasValues,
  AttributeMapped,
  attributeFaultText,
  InvalidAttribute,
  NoSuchAttribute,
} from '@looop-scim/provisioning/attributes';
import { columnFaultText, InvalidColumns } from '@looop-scim/provisioning/directory';
import { InvalidMappingSet, mappingFaultText } from '@looop-scim/provisioning/mapping';
import {
  InvalidOrganisationName,
  InvalidTokenLabel,
  KeyNotValid,
  LONGEST_TOKEN_LABEL,
  NoSuchMappingVersion,
  TokenNotValid,
  TokenTooShort,
} from '@looop-scim/provisioning/organisation';
import { AlreadyExists, InvalidPosition, NoSuchEntry, VersionConflict } from '@looop-scim/provisioning/ports';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import { errorMessage, isScimFailure } from '@looop-scim/scim/message';
import type { App } from '../app.ts';
import { explainFileFailure } from './file-failure.ts';
import { explainPassword } from './password-text.ts';
import { isMissingStore, storageTrouble } from '../lifecycle/storage-trouble.ts';

/**
 * What is wrong with the columns of a file or the mappings of an organisation, or with what was asked of them; undefined for any
 * other failure.
 */
const explainMappingFailure = (error: unknown): string | undefined => {
  if (error instanceof InvalidColumns) {
    const faults = error.faults.map((fault) => `  ${columnFaultText(fault)}`);
    return ['The columns are refused, and nothing was read:', ...faults].join('\n');
  }
  if (error instanceof InvalidMappingSet) {
    return ['The mapping set is refused:', ...error.faults.map((fault) => `  ${mappingFaultText(fault)}`)].join('\n');
  }
  if (error instanceof NoSuchMappingVersion)
    return `There is no version ${error.version} of the mappings; see mapping history`;
  if (!(error instanceof VersionConflict)) return undefined;
  return `Version ${error.current} is in force, not ${error.expected}: look at it, then repeat the command`;
};

/** What is wrong with a change of own attributes; undefined for any other failure. */
const explainAttributeFailure = (error: unknown): string | undefined => {
  if (error instanceof InvalidAttribute) {
    return ['The attribute is refused:', ...error.faults.map((fault) => `  ${attributeFaultText(fault)}`)].join('\n');
  }
  if (error instanceof NoSuchAttribute)
    return `There is no own attribute ${error.path}, or it is not in the state that the command needs; see attribute list`;
  if (error instanceof AttributeHasValues) {
    const who = error.users === 1 ? '1 user has' : `${error.users} users have`;
    return `Nothing was changed: ${who} a value of ${error.path} that would not fit. The first one ${error.reason}`;
  }
  if (!(error instanceof AttributeMapped)) return undefined;
  return `Nothing was changed: the mapping set in force needs ${error.path} for ${error.fields.join(', ')}; see mapping show`;
};

/** The commands that list what there is. */
const LISTS: Readonly<Record<string, string>> = {
  account: 'account list',
  group: 'group list',
  organisation: 'organisation list',
  'platform key': 'key list',
  token: 'token list',
  user: 'user list',
};

/** What is there already, or is not; undefined for any other failure. */
const explainEntry = (error: unknown): string | undefined => {
  if (error instanceof AlreadyExists) return `This ${error.what} exists already`;
  if (!(error instanceof NoSuchEntry)) return undefined;
  const list = LISTS[error.what];
  return `There is no ${error.what} ${error.name}${list === undefined ? '' : `; see ${list}`}`;
};

/** What is wrong with an account, an invitation or a name; undefined for any other failure. */
const explainNameFailure = (error: unknown): string | undefined => {
  if (error instanceof InvalidEmail) return `"${error.email}" is no e-mail address`;
  if (error instanceof InvalidPersonName)
    return `${JSON.stringify(error.name)} cannot name a person: at most ${LONGEST_NAME} characters, ${PLAIN_TEXT}`;
  if (error instanceof TooManyEntries) return `An organisation has at most ${error.most} ${error.what}`;
  if (error instanceof LastOperator)
    return 'This is the last operator who can sign in: make somebody else an operator first, with account add or account promote';
  if (error instanceof PasswordRefused) return explainPassword(error);
  if (!(error instanceof InvalidOrganisationName)) return undefined;
  return `"${error.name}" cannot name an organisation: 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last`;
};

/** What is wrong with a token or a key; undefined for any other failure. */
const explainTokenFailure = (error: unknown): string | undefined => {
  if (error instanceof TokenNotValid) return `The token ${error.fingerprint} is not valid any more; create a new one`;
  if (error instanceof KeyNotValid) return `The key ${error.fingerprint} is not valid any more; create a new one`;
  if (error instanceof TokenTooShort) return `A token needs at least ${error.shortest} characters`;
  if (!(error instanceof InvalidTokenLabel)) return undefined;
  return `"${error.label}" cannot label a token: 1 to ${LONGEST_TOKEN_LABEL} characters, no blank first or last, ${PLAIN_TEXT}`;
};

/** What `explainOperatorFailure` asks in turn. */
const EXPLANATIONS = [
  explainMappingFailure,
  explainAttributeFailure,
  explainNameFailure,
  explainEntry,
  explainTokenFailure,
  explainFileFailure,
];

/** One line about a command that failed; about a mapping set or the columns of a file, one line more for each fault. */
export const explainOperatorFailure = (error: unknown, app: Pick<App, 'operatorCommand'>): string => {
  for (const explain of EXPLANATIONS) {
    const explained = explain(error);
    if (explained !== undefined) return explained;
  }
  if (error instanceof InvalidPosition) {
    return `"${error.position}" is not a position: take one that --json prints, or the one of "Older records"`;
  }
  if (error instanceof StorageUnavailable && error.problem === undefined) {
    return `The database cannot be used at the moment: ${String(error.cause)}`;
  }
  if (isScimFailure(error) && !(error instanceof StorageUnavailable)) return errorMessage(error).body.detail;
  if (isMissingStore(error)) {
    return `${error.message} Is LOOOP_SCIM_DATA or LOOOP_SCIM_STORE right? Make a new store by: ${app.operatorCommand} init`;
  }
  return storageTrouble(error, app);
};

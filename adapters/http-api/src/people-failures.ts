// How operations of people are refused, and what is said of it.
import * as Data from 'effect/Data';
import {
  InvalidEmail,
  InvalidPersonName,
  LastAdministrator,
  LastOperator,
  LONGEST_NAME,
  PLAIN_TEXT,
  NotSignedIn,
  SignInRefused,
  SignInSettingsRefused,
  TooManyEntries,
  LinkNotValid,
  LONGEST_PASSWORD,
  PasswordRefused,
  SHORTEST_PASSWORD,
} from '@looop-scim/provisioning/accounts';
import {
  InvalidOrganisationName,
  InvalidTokenLabel,
  KeyNotValid,
  NoScopes,
  TokenNotValid,
  TokenTooShort,
} from '@looop-scim/provisioning/organisation';
import { AlreadyExists, InvalidPosition } from '@looop-scim/provisioning/ports';
import type { PersonNeed } from './access-table.ts';
import type { ProblemCode } from './problem-kinds.ts';

/** The caller is known and may not do this. */
export class NotPermitted extends Data.TaggedError('NotPermitted')<{ readonly need: PersonNeed | 'person' }> {}

/** A request that changes something and does not prove that it comes from our own pages. */
export class CrossSite extends Data.TaggedError('CrossSite')<{
  readonly why: 'site' | 'origin' | 'proof';
  readonly expected?: string;
}> {}

/** There is no organisation of this name for the caller. */
export class NoSuchOrganisation extends Data.TaggedError('NoSuchOrganisation')<{ readonly name: string }> {}

/** A request of a session that does not say which organisation it is for. */
export class OrganisationMissing extends Data.TaggedError('OrganisationMissing')<object> {}

/** A deletion that was not confirmed by the name of what is deleted. */
export class NotConfirmed extends Data.TaggedError('NotConfirmed')<{ readonly name: string }> {}

/** An operator would shut out whoever is asking. */
export class OwnAccount extends Data.TaggedError('OwnAccount')<object> {}

const OWN = [OwnAccount, NotPermitted, CrossSite, NoSuchOrganisation, OrganisationMissing, NotConfirmed] as const;

const DOMAIN = [
  AlreadyExists,
  InvalidEmail,
  InvalidOrganisationName,
  InvalidPersonName,
  InvalidPosition,
  InvalidTokenLabel,
  KeyNotValid,
  LastAdministrator,
  LastOperator,
  LinkNotValid,
  NoScopes,
  NotSignedIn,
  PasswordRefused,
  SignInRefused,
  SignInSettingsRefused,
  TokenNotValid,
  TokenTooShort,
  TooManyEntries,
] as const;

/** A failure of an operation of people. */
export type PeopleFailure = InstanceType<(typeof OWN)[number] | (typeof DOMAIN)[number]>;

/** Whether something that was thrown is one. */
export const isPeopleFailure = (error: unknown): error is PeopleFailure =>
  [...OWN, ...DOMAIN].some((Failure) => error instanceof Failure);

const PASSWORDS = {
  short: `The password needs at least ${SHORTEST_PASSWORD} characters. A few words in a row are a good one.`,
  long: `The password has more than ${LONGEST_PASSWORD} characters.`,
  repetitive: 'The password repeats a few characters or counts through them: choose another one.',
  common: 'The password is one of those that are tried first: choose another one.',
  personal: 'The password is made of the e-mail address or the name of the product: choose another one.',
} as const;

const CROSS_SITE = {
  site: 'The browser says that the request comes from another site.',
  origin: 'The request comes from a page of another origin',
  proof: 'Send csrfToken of GET /session as the header X-CSRF-Token.',
} as const;

const NEEDS: { readonly [Need in PersonNeed | 'person']: string } = {
  person: 'No platform key does this: somebody has to sign in.',
  anybody: 'Send the request without a platform key.',
  session: 'Sign in first.',
  password: 'Sign in with your password: the session is for one organisation alone.',
  viewer: 'The operation needs a role in the organisation.',
  administrator: 'The operation needs the role administrator in the organisation.',
  operator: 'The operation is for operators.',
};

interface Said {
  readonly code: ProblemCode;
  readonly detail: string;
}

const said = (code: ProblemCode, detail: string): Said => ({ code, detail });

const originDetail = (expected: string | undefined): string =>
  `${CROSS_SITE.origin}${expected === undefined ? '' : ` than ${expected}`}. Open the page by that address; whoever runs the ` +
  'service sets it as LOOOP_SCIM_PUBLIC_URL.';

/** What is said of a failure of what was sent. */
const saidOfValue = (failure: PeopleFailure): Said | undefined => {
  switch (failure._tag) {
    case 'InvalidEmail':
      return said('invalid-value', `${JSON.stringify(failure.email)} is no e-mail address.`);
    case 'InvalidOrganisationName':
      return said(
        'invalid-value',
        'An organisation is named by 1 to 63 lower-case letters, digits and hyphens, with no hyphen first or last.',
      );
    case 'InvalidTokenLabel':
      return said('invalid-value', `A label has 1 to 100 characters, ${PLAIN_TEXT}, and no blank first or last.`);
    case 'InvalidPersonName':
      return said('invalid-value', `The name of a person has at most ${LONGEST_NAME} characters, ${PLAIN_TEXT}.`);
    case 'NoScopes':
      return said('invalid-value', 'A key needs at least one scope.');
    case 'TokenTooShort':
      return said('invalid-value', `A token needs at least ${failure.shortest} characters.`);
    case 'PasswordRefused':
      return said('invalid-password', PASSWORDS[failure.why]);
    case 'SignInSettingsRefused':
      return said('invalid-value', failure.reason);
    case 'InvalidPosition':
      return said(
        'invalid-cursor',
        'Send `next` of the page before, unchanged and to the same list, or begin without a cursor.',
      );
    case 'NotConfirmed':
      return said('not-confirmed', `Send the name ${failure.name} as confirm: what is deleted does not come back.`);
    default:
      return undefined;
  }
};

/** What is said of a failure of what there is. */
const saidOfState = (failure: PeopleFailure): Said | undefined => {
  switch (failure._tag) {
    case 'AlreadyExists':
      return said('conflict', `There is such a ${failure.what === 'account' ? 'person' : failure.what} already.`);
    case 'KeyNotValid':
    case 'TokenNotValid':
      return said('conflict', 'It was revoked or has expired: issue a new one.');
    case 'LastAdministrator':
      return said('conflict', 'The organisation would be left without an administrator: make somebody else one first.');
    case 'LastOperator':
      return said('conflict', 'This is the last operator who can sign in: make somebody else an operator first.');
    case 'OwnAccount':
      return said('conflict', 'This is your own account: ask another operator to do it.');
    case 'TooManyEntries':
      return said('conflict', `An organisation has at most ${failure.most} ${failure.what}: remove some first.`);
    case 'LinkNotValid':
      return said('not-found', 'The link was used or replaced, or has expired. Ask for a new one.');
    case 'NoSuchOrganisation':
      return said('not-found', `There is no organisation ${JSON.stringify(failure.name)} that you may see.`);
    default:
      return undefined;
  }
};

/** What is said of a failure that has to do with who is calling. */
const saidOfCaller = (failure: PeopleFailure): Said => {
  switch (failure._tag) {
    case 'NotSignedIn':
      return said('not-signed-in', 'Sign in, then repeat the request.');
    case 'SignInRefused':
      return said('sign-in-refused', 'E-mail address or password is wrong, or the account may not sign in.');
    case 'NotPermitted':
      return said('not-permitted', NEEDS[failure.need]);
    case 'CrossSite':
      return said('cross-site', failure.why === 'origin' ? originDetail(failure.expected) : CROSS_SITE[failure.why]);
    default:
      return said('invalid-request', 'Name the organisation in the header Looop-Organisation.');
  }
};

/** Code and detail of a failure. */
export const saidOf = (failure: PeopleFailure): Said =>
  saidOfValue(failure) ?? saidOfState(failure) ?? saidOfCaller(failure);

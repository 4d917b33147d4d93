// The people of the day. They are made up; a random suffix keeps two days that run at once apart.
import { randomBytes } from 'node:crypto';
import { enterpriseUrn, looopUrn, userUrn } from './requests.ts';
import type { JsonObject } from './json.ts';

/** A person of the Okta directory with what the app's attribute mapping takes from it. */
export interface Person {
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Okta's own id of the person. */
  readonly externalId: string;
  readonly enterprise: JsonObject;
  readonly looop: JsonObject;
}

/** The cast of one day. */
export interface Cast {
  /** Is created, changed, deactivated and reactivated. Apostrophe and plus sign must survive the query string. */
  readonly ana: Person;
  /** Had an account before Okta was connected, and is linked. */
  readonly ion: Person;
  /** Leaves the organisation during the day. */
  readonly mara: Person;
  readonly groupName: string;
  readonly newGroupName: string;
}

/** Letters and digits that no other run is using. */
export const randomSuffix = (): string => randomBytes(5).toString('hex');

/** The cast of one kind of app in one run. */
export const makeCast = (suffix: string): Cast => ({
  ana: makePerson('Ana', "D'Souza", `Ana.D'Souza+${suffix}@okta-day.example`, suffix, {
    area: 'North',
    department: 'Coaching',
    location: 'Cluj',
    position: 'Trainer',
    custom_1: 'A',
    custom_2: 'B',
    custom_3: 'C',
  }),
  ion: makePerson('Ion', 'Rus', `Ion.Rus.${suffix}@okta-day.example`, suffix, {
    area: 'South',
    department: 'Onboarding',
  }),
  mara: makePerson('Mara', 'Șerban', `Mara.Serban.${suffix}@okta-day.example`, suffix, {
    area: 'West',
    department: 'Support',
  }),
  groupName: `Sales & Ops ${suffix}`,
  newGroupName: `Sales, Ops & "Field" ${suffix}`,
});

const makePerson = (
  givenName: string,
  familyName: string,
  userName: string,
  suffix: string,
  looop: JsonObject,
): Person => ({
  userName,
  givenName,
  familyName,
  externalId: `00u${suffix}${givenName.toLowerCase()}`,
  // The manager's value is whatever Okta holds: an employee number here, not an id that this server gave out.
  enterprise: { employeeNumber: '1041', department: 'Field', manager: { value: '77', displayName: 'Kate Chapman' } },
  looop,
});

/** The create body that Okta sends for a person: a placeholder password and read-only noise included. */
export const createBody = (person: Person): JsonObject => ({
  schemas: [userUrn, enterpriseUrn, looopUrn],
  userName: person.userName,
  name: { givenName: person.givenName, familyName: person.familyName },
  emails: [{ primary: true, value: person.userName, type: 'work' }],
  displayName: `${person.givenName} ${person.familyName}`,
  locale: 'en-US',
  externalId: person.externalId,
  groups: [],
  password: randomBytes(9).toString('base64url'),
  active: true,
  [enterpriseUrn]: person.enterprise,
  [looopUrn]: person.looop,
});

/** An account as somebody made it by hand before Okta was connected: neither externalId nor extensions. */
export const handMadeBody = (person: Person): JsonObject => ({
  schemas: [userUrn],
  userName: person.userName,
  name: { givenName: person.givenName, familyName: person.familyName },
  emails: [{ primary: true, value: person.userName, type: 'work' }],
  active: true,
});

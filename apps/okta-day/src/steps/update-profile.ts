// Profile changes: AIW apps read the user and PUT it back changed; OIN apps can also send a PATCH without a path.
import type { Day } from '../day.ts';
import type { Exchange } from '../exchange.ts';
import type { Expectation } from '../expectations/expectation.ts';
import { activeIs, carries, idIs, isUser, userNameIs } from '../expectations/user-answers.ts';
import { at, elements, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Person } from '../people.ts';
import { enterpriseUrn, looopUrn, patch, read, replace, userUrn } from '../requests.ts';

/** A change of a user by GET and PUT. */
export interface WholeUserChange {
  readonly id: string;
  /** Top-level attributes and extension objects to lay over what the server gave. */
  readonly change: JsonObject;
  readonly expect: readonly Expectation[];
  readonly means: string;
}

/** Reads the user and sends it back whole with the change laid over, read-only attributes included, as Okta does. */
export const saveWholeUser = async (day: Day, { id, change, expect, means }: WholeUserChange): Promise<void> => {
  const current = await day.step({
    request: read('/Users', id),
    okta: 'OKTA-23',
    status: [200],
    needs: '200 and the whole user, which Okta then changes and sends back',
    advice: 'Keep every user readable by its id, active or not.',
    expect: [idIs(id, 'OKTA-23')],
    means: 'Okta reads the account before it changes it.',
  });
  await day.step({
    request: replace('/Users', id, changed(current, change)),
    okta: 'OKTA-24',
    status: [200],
    needs: '200 and the updated user for a PUT that repeats what GET gave, id, meta and groups included',
    advice: 'Ignore read-only attributes in a PUT, and accept back whatever a GET shows.',
    expect,
    means,
  });
};

/** What the server gave with the change laid over; extension objects merge, and `schemas` names them. */
const changed = ({ json }: Exchange, change: JsonObject): JsonObject => {
  const current = isObject(json) ? json : {};
  const merged = new Map(Object.entries(current));
  const schemas = new Set([userUrn, ...elements(at(json, 'schemas'))]);
  for (const [name, value] of Object.entries(change)) {
    const before = at(json, name);
    merged.set(name, isObject(before) && isObject(value) ? { ...before, ...value } : value);
    if (name.startsWith('urn:')) schemas.add(name);
  }
  merged.set('schemas', [...schemas]);
  return Object.fromEntries(merged);
};

/** The name and one attribute of each kind change by PUT; the rest stays. Gives the person as changed. */
export const updateByPut = async (day: Day, person: Person, id: string): Promise<Person> => {
  const now: Person = {
    ...person,
    givenName: 'Anna',
    enterprise: { ...person.enterprise, department: 'Head Office' },
    looop: { ...person.looop, area: 'East' },
  };
  await saveWholeUser(day, {
    id,
    change: {
      name: { givenName: now.givenName },
      displayName: `${now.givenName} ${now.familyName}`,
      title: 'Lead',
      [enterpriseUrn]: { department: 'Head Office' },
      [looopUrn]: { area: 'East' },
    },
    expect: [
      idIs(id, 'OKTA-24'),
      ...looksLike(now),
      activeIs(true, 'OKTA-25'),
      carries('OKTA-24', [], { title: 'Lead' }),
    ],
    means: 'A new first name, title, area and enterprise department arrive; everything else stays.',
  });
  await saveWholeUser(day, {
    id,
    change: { title: '', nickName: null, phoneNumbers: [] },
    expect: [idIs(id, 'OKTA-33'), ...looksLike(now)],
    means: 'Clearing fields in Okta, sent as empty text, null or an empty list, is no error.',
  });
  return now;
};

/** Several attributes change by one PATCH without a path, as apps with "Support PATCH for User" send it. */
export const updateByPatch = async (day: Day, person: Person, id: string): Promise<Person> => {
  const now: Person = {
    ...person,
    givenName: 'Ana-Maria',
    looop: { ...person.looop, position: 'Lead', custom_3: 'Z' },
  };
  const value = {
    name: { givenName: now.givenName },
    title: 'Head of Training',
    emails: [{ value: now.userName, primary: true, type: 'work' }],
    [looopUrn]: { position: 'Lead', custom_3: 'Z' },
  };
  await day.step({
    request: patch('/Users', id, [{ op: 'replace', value }]),
    okta: 'OKTA-32',
    status: [200, 204],
    needs: '200 with the user or 204 for a replace without a path that names several attributes',
    advice: 'Merge name and extension objects, replace lists, and leave alone what is not named.',
    means: 'Several attributes change in one request.',
  });
  await day.step({
    request: read('/Users', id),
    okta: 'OKTA-32',
    status: [200],
    needs: '200 and the user as the PATCH left it',
    advice: 'A write that was answered must be visible to the next read.',
    expect: [idIs(id, 'OKTA-32'), ...looksLike(now), carries('OKTA-32', [], { title: 'Head of Training' })],
    means: 'Only what was named has changed; the family name and the other departments are as they were.',
  });
  return now;
};

const looksLike = (person: Person): readonly Expectation[] => [
  isUser(person),
  userNameIs(person.userName),
  carries('OKTA-37', [enterpriseUrn], person.enterprise),
  carries('OKTA-40', [looopUrn], person.looop),
];

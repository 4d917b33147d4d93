// Assigning people to the app: existence check, then create; or, when the account exists already, linking.
import { idOf } from '../day.ts';
import type { Day } from '../day.ts';
import { isScimError } from '../expectations/error-answers.ts';
import { findsNothing, findsOnly, isList } from '../expectations/list-answers.ts';
import { activeIs, carriesExtensions, idIs, isUser, userNameIs } from '../expectations/user-answers.ts';
import { createBody, handMadeBody } from '../people.ts';
import type { Person } from '../people.ts';
import { create, formEncodedLookup, lookup, read } from '../requests.ts';
import { saveWholeUser } from './update-profile.ts';

const lookupAdvice =
  'Decode the query, evaluate userName eq "…" without regard to case, and answer 200 with a list, also when nobody matches.';

/** Nobody has this name yet. */
const checkAbsent = async (day: Day, person: Person): Promise<void> => {
  await day.step({
    request: lookup('/Users', 'userName', person.userName),
    okta: 'OKTA-15',
    status: [200],
    needs: '200 and an empty list for a user name that nobody has',
    advice: lookupAdvice,
    expect: [isList, findsNothing],
    means: `Okta looks whether ${person.givenName} has an account already: not yet.`,
  });
};

/** Assigns a person who has no account; gives the id that Okta keeps for good. */
export const assignNewPerson = async (day: Day, person: Person): Promise<string> => {
  await checkAbsent(day, person);
  const created = await day.step({
    request: create('/Users', createBody(person)),
    okta: 'OKTA-19',
    status: [201],
    needs: '201 and the whole new user',
    advice: 'Create the user; take read-only and unknown attributes and the placeholder password without complaint.',
    expect: [isUser(person), userNameIs(person.userName), activeIs(true, 'OKTA-20'), ...carriesExtensions(person)],
    means: `${person.givenName} has an account, with the enterprise and the Looop attributes; both departments are kept apart.`,
  });
  return idOf(created);
};

/** What must hold for a person just created: readable, found in any case, and not to be created twice. */
export const checkNewPerson = async (day: Day, person: Person, id: string): Promise<void> => {
  await day.step({
    request: read('/Users', id),
    okta: 'OKTA-23',
    status: [200],
    needs: '200 and the user that was just created',
    advice: 'A write that was answered must be visible to the next read.',
    expect: [idIs(id, 'OKTA-23'), isUser(person), userNameIs(person.userName), ...carriesExtensions(person)],
    means: `${person.givenName}'s account reads back as it was sent.`,
  });
  await day.step({
    request: formEncodedLookup('/Users', 'userName', person.userName.toUpperCase()),
    okta: 'OKTA-17',
    status: [200],
    needs: '200 and the user, though the name is asked for in capitals',
    advice: lookupAdvice,
    expect: [isList, findsOnly(id, 'OKTA-17')],
    means: 'The account is found in any spelling, so nobody gets a second one.',
  });
  for (const userName of [person.userName, person.userName.toLowerCase()]) {
    await day.step({
      request: create('/Users', { ...createBody(person), userName }),
      okta: 'OKTA-21',
      status: [409],
      needs: '409 for a user name that is taken, in whatever case',
      advice: 'Keep userName unique without regard to case, by an index rather than by looking first.',
      expect: [isScimError('OKTA-21')],
      means: 'Creating the same person again, as after a lost answer, is refused and makes no double.',
    });
  }
};

/** Somebody had an account before Okta was connected: Okta finds it and takes it over. Gives its id. */
export const linkExistingPerson = async (day: Day, person: Person): Promise<string> => {
  const made = await day.step({
    request: create('/Users', handMadeBody(person)),
    okta: 'OKTA-19',
    status: [201],
    needs: '201 for a user with nothing but name and address',
    advice: 'Only userName is required of a user.',
    expect: [isUser(person), userNameIs(person.userName)],
    means: `${person.givenName} got an account by hand, before Okta was connected.`,
  });
  const id = idOf(made);
  await day.step({
    request: lookup('/Users', 'userName', person.userName.toLowerCase()),
    okta: 'OKTA-16',
    status: [200],
    needs: '200 and the one account that exists',
    advice: lookupAdvice,
    expect: [isList, findsOnly(id, 'OKTA-16')],
    means: 'Assigning finds the account and links it instead of creating another.',
  });
  const linked = { externalId: person.externalId, ...extensionsOf(person) };
  await saveWholeUser(day, {
    id,
    change: linked,
    expect: [idIs(id, 'OKTA-16'), isUser(person), ...carriesExtensions(person)],
    means: `${person.givenName} is linked: same id, now with the attributes that Okta holds.`,
  });
  return id;
};

const extensionsOf = (person: Person): Parameters<typeof create>[1] => {
  const { userName: _, ...body } = createBody(person);
  return Object.fromEntries(Object.entries(body).filter(([name]) => name.startsWith('urn:')));
};

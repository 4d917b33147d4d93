// Deactivation is never deletion: the account stays readable and findable, and comes back under the same id.
import type { Day } from '../day.ts';
import { findsOnly, isList } from '../expectations/list-answers.ts';
import { activeIs, carriesExtensions, idIs, isUser, userNameIs } from '../expectations/user-answers.ts';
import type { Person } from '../people.ts';
import { lookup, patch, read } from '../requests.ts';
import { saveWholeUser } from './update-profile.ts';

/** How an app switches a person on or off. */
export type Switch = (day: Day, id: string, active: boolean) => Promise<void>;

/** OIN apps: one PATCH without a path. */
export const switchByPatch: Switch = async (day, id, active) => {
  const okta = active ? 'OKTA-29' : 'OKTA-27';
  await day.step({
    request: patch('/Users', id, [{ op: 'replace', value: { active } }]),
    okta,
    status: [200, 204],
    needs: '200 with the user or 204 for a replace of active without a path',
    advice: 'Accept {"op":"replace","value":{"active":…}} without a path, for active and inactive users alike.',
    means: active
      ? 'Assigned again: the account is switched on.'
      : 'Removed from the app: the account is switched off, not deleted.',
  });
};

/** AIW apps: GET, then PUT of the same user with the other value. */
export const switchByPut: Switch = async (day, id, active) => {
  const okta = active ? 'OKTA-29' : 'OKTA-28';
  await saveWholeUser(day, {
    id,
    change: { active },
    expect: [idIs(id, okta), activeIs(active, okta)],
    means: active
      ? 'Assigned again: the account is switched on.'
      : 'Removed from the app: the account is switched off, not deleted.',
  });
};

/** Switches a person off and looks that nothing is lost. */
export const deactivate = async (day: Day, turn: Switch, person: Person, id: string): Promise<void> => {
  await turn(day, id, false);
  await day.step({
    request: read('/Users', id),
    okta: 'OKTA-23',
    status: [200],
    needs: '200 for an inactive user',
    advice: 'Keep inactive users readable by id; 404 would make Okta believe that the account is gone.',
    expect: [
      idIs(id, 'OKTA-23'),
      activeIs(false, 'OKTA-23'),
      isUser(person),
      userNameIs(person.userName),
      ...carriesExtensions(person),
    ],
    means: 'The inactive account is still there with all it holds.',
  });
  await day.step({
    request: lookup('/Users', 'userName', person.userName),
    okta: 'OKTA-18',
    status: [200],
    needs: '200 and the inactive user',
    advice: 'Do not hide inactive users from filters; Okta would create them a second time.',
    expect: [isList, findsOnly(id, 'OKTA-18')],
    means: 'Okta finds the inactive account when the person comes back, and makes no second one.',
  });
};

/** Switches a person on again: same id, same attributes. */
export const reactivate = async (day: Day, turn: Switch, person: Person, id: string): Promise<void> => {
  await turn(day, id, true);
  await day.step({
    request: read('/Users', id),
    okta: 'OKTA-29',
    status: [200],
    needs: '200 and the user, active, under the id that Okta has kept',
    advice: 'Reactivation changes active and nothing else.',
    expect: [
      idIs(id, 'OKTA-29'),
      activeIs(true, 'OKTA-29'),
      isUser(person),
      userNameIs(person.userName),
      ...carriesExtensions(person),
    ],
    means: 'The person is back under the same id, with the same attributes.',
  });
};

// "Test API Credentials" of Okta's Provisioning tab, and what a wrong token must give.
import type { Day } from '../day.ts';
import { isScimError } from '../expectations/error-answers.ts';
import { isList, isPageAt, totalOf } from '../expectations/list-answers.ts';
import { page } from '../requests.ts';

/** Gives whether the credentials were accepted; without that nothing else can be tried. */
export const testCredentials = async (day: Day): Promise<boolean> => {
  day.report.heading('Connect', 'the administrator pastes base URL and token and presses "Test API Credentials"');
  const probe = await day.step({
    request: page('/Users', 1, 2),
    okta: 'OKTA-11',
    status: [200],
    needs: '200 and a list of users',
    advice:
      'Check the token and the base URL: it ends in /scim/v2, and /Users below it lists the users of the organisation.',
    expect: [isList, isPageAt(1, 2)],
    means: (exchange) => `The credentials work; Okta shows a green tick. The directory has ${totalOf(exchange)} users.`,
  });
  if (probe.status !== 200) return false;
  await day.step({
    request: { ...page('/Users', 1, 2), token: 'not-the-token' },
    okta: 'OKTA-5',
    status: [401],
    needs: '401 for a wrong token',
    advice: 'Compare the whole token on every request and answer 401, not 400, 403 or an empty list.',
    expect: [isScimError('OKTA-5')],
    means: 'A mistyped token is refused at once, and Okta tells the administrator so.',
  });
  await day.step({
    request: page('/Groups', 1, 100),
    okta: 'OKTA-11',
    status: [200],
    needs: '200 and a list of groups, as "Import Groups" is ticked',
    advice: 'Serve /Groups below the base URL, also when there is no group yet.',
    expect: [isList, isPageAt(1, 100)],
    means: (exchange) => `Groups can be read too. There are ${totalOf(exchange)} of them.`,
  });
  return true;
};

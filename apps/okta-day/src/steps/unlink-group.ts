// "Unlink, delete the group in the app": the group goes, the people stay.
import type { Day } from '../day.ts';
import { isScimError } from '../expectations/error-answers.ts';
import { activeIs, idIs } from '../expectations/user-answers.ts';
import { read, remove } from '../requests.ts';
import type { PushedGroup } from './group-reads.ts';

/** Deletes the pushed group and looks that an active member is untouched. */
export const unlinkWithDelete = async (day: Day, group: PushedGroup, memberId: string): Promise<void> => {
  await day.step({
    request: remove('/Groups', group.id),
    okta: 'OKTA-62',
    status: [204],
    needs: '204 without a body',
    advice: 'Delete the group and its memberships and answer 204.',
    means: 'The group is unlinked and deleted here.',
  });
  await day.step({
    request: read('/Groups', group.id),
    okta: 'OKTA-61',
    status: [404],
    needs: '404 for a group that is gone, so that Okta creates it anew when it is pushed again',
    advice: 'Answer 404 with a SCIM error for an id that no longer exists.',
    expect: [isScimError('OKTA-61')],
    means: 'Okta can tell that the group is gone.',
  });
  await day.step({
    request: read('/Users', memberId),
    okta: 'OKTA-62',
    status: [200],
    needs: '200 and the former member, active as before',
    advice: 'Deleting a group never deletes or deactivates its members.',
    expect: [idIs(memberId, 'OKTA-62'), activeIs(true, 'OKTA-62')],
    means: 'The people who were in it keep their accounts.',
  });
};

// Reads that the steps of both kinds of group push share.
import type { Day } from '../day.ts';
import { findsNothing, findsOnly, isList } from '../expectations/list-answers.ts';
import { isGroup, membersAre } from '../expectations/group-answers.ts';
import { idIs } from '../expectations/user-answers.ts';
import { lookup, read } from '../requests.ts';

/** A group as Okta believes it to be. */
export interface PushedGroup {
  readonly id: string;
  readonly displayName: string;
}

const groupLookupAdvice =
  'Decode the query and compare displayName without regard to case; nothing found is an empty list.';

/** No group has this name yet. */
export const checkGroupAbsent = async (day: Day, displayName: string): Promise<void> => {
  await day.step({
    request: lookup('/Groups', 'displayName', displayName),
    okta: 'OKTA-52',
    status: [200],
    needs: '200 and an empty list for a group name that is free',
    advice: groupLookupAdvice,
    expect: [isList, findsNothing],
    means: 'Okta looks whether there is a group of this name to link to: not yet.',
  });
};

/** The group is found by its name in another case, as for linking to an existing group. */
export const checkGroupFound = async (day: Day, { id, displayName }: PushedGroup): Promise<void> => {
  await day.step({
    request: lookup('/Groups', 'displayName', displayName.toLowerCase()),
    okta: 'OKTA-63',
    status: [200],
    needs: '200 and the one group of this name',
    advice: groupLookupAdvice,
    expect: [isList, findsOnly(id, 'OKTA-63')],
    means: 'The group can be found by name and linked, so that no second one is made.',
  });
};

/** The group reads back with this name and exactly these members. */
export const checkGroup = async (
  day: Day,
  group: PushedGroup,
  memberIds: readonly string[],
  okta: string,
  means: string,
): Promise<void> => {
  await day.step({
    request: read('/Groups', group.id),
    okta: 'OKTA-61',
    status: [200],
    needs: '200 and the group with its members',
    advice: 'Serve the group with its name and its members array, also when it is empty.',
    expect: [idIs(group.id, 'OKTA-61'), isGroup(group.displayName), membersAre(memberIds, okta)],
    means,
  });
};

// Group push of OIN apps: an empty group is created, everything else is PATCH.
import { idOf } from '../day.ts';
import type { Day } from '../day.ts';
import { isGroup, membersAre } from '../expectations/group-answers.ts';
import type { Json } from '../json.ts';
import { create, groupUrn, patch } from '../requests.ts';
import { checkGroup, checkGroupAbsent, checkGroupFound } from './group-reads.ts';
import type { PushedGroup } from './group-reads.ts';

/** A member as Okta sends it: id and, as display, the user name. */
export interface Member {
  readonly id: string;
  readonly userName: string;
}

/** Names of a group before and after its renaming. */
export interface GroupNames {
  readonly groupName: string;
  readonly newGroupName: string;
}

/** The three people of a push; the third stands in for somebody who joins later. */
export type Members = readonly [Member, Member, Member];

const reference = ({ id, userName }: Member): Json => ({ value: id, display: userName });

/** Creates a group, gives it members, renames it; gives the group as it is then, with the first two as its members. */
export const pushGroupByPatch = async (day: Day, names: GroupNames, [first, second]: Members): Promise<PushedGroup> => {
  await checkGroupAbsent(day, names.groupName);
  const created = await day.step({
    request: create('/Groups', { schemas: [groupUrn], displayName: names.groupName, members: [] }),
    okta: 'OKTA-53',
    status: [201],
    needs: '201 and the new, still empty group',
    advice: 'Create a group without members when members is an empty list.',
    expect: [isGroup(names.groupName), membersAre([], 'OKTA-53')],
    means: 'The pushed group exists; its members follow.',
  });
  const group = { id: idOf(created), displayName: names.groupName };
  await patchGroup(day, group, nameOperation(group), {
    okta: 'OKTA-55',
    needs: '200 or 204 for a replace that repeats id and name',
    advice:
      'Ignore the id inside the value, and do not let a group collide with its own name; otherwise no membership follows.',
    means: 'Okta repeats the name of the group before each membership change; nothing changes.',
  });
  await patchGroup(day, group, [{ op: 'add', path: 'members', value: [reference(first), reference(second)] }], {
    okta: 'OKTA-56',
    needs: '200 or 204 for an add of two members',
    advice: 'Add the members by the ids that you gave out; display is the user name and no truth.',
    means: 'Two people join the group.',
  });
  await checkGroup(day, group, [first.id, second.id], 'OKTA-56', 'Both are in.');
  const renamed = { id: group.id, displayName: names.newGroupName };
  await patchGroup(day, group, nameOperation(renamed), {
    okta: 'OKTA-55',
    needs: '200 or 204 for a new name beside the id',
    advice: 'Ignore the id inside the value and change the name.',
    means: 'The group was renamed in Okta.',
  });
  await checkGroup(day, renamed, [first.id, second.id], 'OKTA-59', 'It has its new name and has kept its members.');
  await checkGroupFound(day, renamed);
  return renamed;
};

/** Membership changes in all their forms; the group ends with the first and the third as its members. */
export const changeMembersByPatch = async (
  day: Day,
  group: PushedGroup,
  [first, second, third]: Members,
): Promise<void> => {
  const delta = [
    { op: 'remove', path: `members[value eq ${JSON.stringify(second.id)}]` },
    { op: 'add', path: 'members', value: [reference(third)] },
  ];
  const need = {
    okta: 'OKTA-56',
    needs: '200 or 204 for a removal by filter and an addition in one request',
    advice: 'Understand members[value eq "id"] as a path, and apply the operations in their order.',
  };
  await patchGroup(day, group, delta, {
    ...need,
    means: 'One person leaves the group and another joins, in one request.',
  });
  await checkGroup(day, group, [first.id, third.id], 'OKTA-56', 'Exactly these two moved; the others stayed.');
  await patchGroup(day, group, delta, {
    ...need,
    okta: 'OKTA-67',
    needs: '200 or 204 for the same change once more',
    advice: 'Adding a present member and removing an absent one are successes without effect.',
    means: 'The same change again, as after a lost answer, does no harm.',
  });
  await checkGroup(day, group, [first.id, third.id], 'OKTA-67', 'Nobody is in the group twice, nobody is lost.');
  const push = {
    okta: 'OKTA-57',
    needs: '200 or 204 for a replace of all members',
    advice: 'Set the membership to exactly the list that was sent.',
  };
  const all = [first, second, third];
  await patchGroup(day, group, replaceMembers(all), { ...push, means: '"Push Now" sends the whole membership.' });
  await checkGroup(
    day,
    group,
    all.map(({ id }) => id),
    'OKTA-57',
    'The membership is what Okta has.',
  );
  await patchGroup(day, group, replaceMembers([]), {
    ...push,
    okta: 'OKTA-58',
    means: '"Push Now" of a group that is empty in Okta.',
  });
  await checkGroup(day, group, [], 'OKTA-58', 'The group is empty and still there.');
  await patchGroup(day, group, replaceMembers([first, third]), {
    ...push,
    means: 'Two people are assigned again and pushed.',
  });
  await checkGroup(day, group, [first.id, third.id], 'OKTA-57', 'They are in.');
};

const nameOperation = ({ id, displayName }: PushedGroup): readonly Json[] => [
  { op: 'replace', value: { id, displayName } },
];

const replaceMembers = (members: readonly Member[]): readonly Json[] => [
  { op: 'replace', path: 'members', value: members.map(reference) },
];

const patchGroup = async (
  day: Day,
  group: PushedGroup,
  operations: readonly Json[],
  words: { readonly okta: string; readonly needs: string; readonly advice: string; readonly means: string },
): Promise<void> => {
  await day.step({ request: patch('/Groups', group.id, operations), status: [200, 204], ...words });
};

// Group push of AIW apps: created with members, then GET and PUT of the whole group for every change.
import { idOf } from '../day.ts';
import type { Day } from '../day.ts';
import { isGroup, membersAre } from '../expectations/group-answers.ts';
import type { Json } from '../json.ts';
import { create, groupUrn, replace } from '../requests.ts';
import { checkGroup, checkGroupAbsent, checkGroupFound } from './group-reads.ts';
import type { PushedGroup } from './group-reads.ts';
import type { GroupNames, Member, Members } from './push-group-by-patch.ts';

const memberList = (members: readonly Member[]): readonly Json[] =>
  // Okta sends a display of null for people without one in its cache; here the last of several.
  members.map(({ id, userName }, position) => ({
    value: id,
    display: position > 0 && position === members.length - 1 ? null : userName,
  }));

/** Creates a group with two members, repeats it, renames it; gives the group as it is then. */
export const pushGroupByPut = async (day: Day, names: GroupNames, [first, second]: Members): Promise<PushedGroup> => {
  const members = [first, second];
  const ids = members.map(({ id }) => id);
  await checkGroupAbsent(day, names.groupName);
  const created = await day.step({
    request: create('/Groups', { schemas: [groupUrn], displayName: names.groupName, members: memberList(members) }),
    okta: 'OKTA-54',
    status: [201],
    needs: '201 and the new group with its members',
    advice: 'Take members in a create, with a display that may be null.',
    expect: [isGroup(names.groupName), membersAre(ids, 'OKTA-54')],
    means: 'The pushed group exists, with its two members.',
  });
  const group = { id: idOf(created), displayName: names.groupName };
  await checkGroup(day, group, ids, 'OKTA-54', 'Okta reads it back.');
  await putGroup(
    day,
    group,
    members,
    'The same content once more, as Okta sends it after each create: nothing changes.',
  );
  const renamed = { id: group.id, displayName: names.newGroupName };
  await putGroup(day, renamed, members, 'The group was renamed in Okta; its members stay.');
  await checkGroupFound(day, renamed);
  return renamed;
};

/** Membership changes by whole groups; the group ends with the first and the third as its members. */
export const changeMembersByPut = async (
  day: Day,
  group: PushedGroup,
  [first, second, third]: Members,
): Promise<void> => {
  await checkGroup(day, group, [first.id, second.id], 'OKTA-61', 'Okta reads the group before it changes it.');
  await putGroup(day, group, [first, third], 'One person leaves the group and another joins.');
  await checkGroup(day, group, [first.id, third.id], 'OKTA-60', 'The membership is what Okta has.');
  await putGroup(day, group, [first, second, third], '"Push Now" sends the whole membership.');
  await putGroup(day, group, [], 'A group that is empty in Okta becomes empty here.');
  await checkGroup(day, group, [], 'OKTA-60', 'The group is empty and still there.');
  await putGroup(day, group, [first, third], 'Two people are assigned again.');
};

const putGroup = async (day: Day, group: PushedGroup, members: readonly Member[], means: string): Promise<void> => {
  const { id, displayName } = group;
  await day.step({
    request: replace('/Groups', id, { schemas: [groupUrn], id, displayName, members: memberList(members) }),
    okta: 'OKTA-60',
    status: [200],
    needs: '200 and the whole group for a PUT of name and members',
    advice: 'Replace name and members; a group never collides with its own name, and a display may be null.',
    expect: [
      isGroup(displayName),
      membersAre(
        members.map((member) => member.id),
        'OKTA-60',
      ),
    ],
    means,
  });
};

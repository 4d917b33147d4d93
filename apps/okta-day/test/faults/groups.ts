// Faults in group push.
import { answering, altering, membersOf, operations } from '../support/faulty-answers.ts';
import type { Case } from '../support/faulty-answers.ts';
import { isRecord, refusal } from '../support/small-directory.ts';
import type { Fault } from '../support/small-server.ts';

const addingTwice = (): Fault =>
  answering(
    (asked) => operations(asked).some(({ op }) => op === 'add'),
    (asked, answer, { groups: stored }) => {
      const present = membersOf(stored.get(asked.id ?? '')).map(({ value }) => value);
      const added = operations(asked).flatMap(({ value }) => (Array.isArray(value) ? value.filter(isRecord) : []));
      return added.some(({ value }) => present.includes(value)) ? refusal(409, 'is a member already') : answer();
    },
  );

/** Faults in groups. */
export const groupFaults: readonly Case[] = [
  {
    fault: 'a membership change loses a member',
    okta: 'OKTA-56',
    alter: answering(
      (asked) => asked.endpoint === '/Groups' && operations(asked).length > 1,
      ({ id }, answer, { groups: stored }) => {
        const right = answer();
        const group = stored.get(id ?? '');
        if (group !== undefined) stored.set(id ?? '', { ...group, members: membersOf(group).slice(1) });
        return right;
      },
    ),
  },
  { fault: 'adding a present member is a conflict', okta: 'OKTA-67', alter: addingTwice() },
  {
    fault: 'the id inside the value is refused',
    okta: 'OKTA-55',
    alter: answering(
      (asked) => operations(asked).some(({ value }) => isRecord(value) && 'id' in value),
      () => refusal(400, 'id is readOnly'),
    ),
  },
  {
    fault: 'a rename empties the group',
    okta: 'OKTA-59',
    alter: answering(
      (asked) => asked.endpoint === '/Groups' && operations(asked).some(({ path }) => path === undefined),
      ({ id }, answer, { groups: stored }) => {
        answer();
        stored.set(id ?? '', { ...stored.get(id ?? ''), members: [] });
        return { status: 204 };
      },
    ),
  },
  {
    fault: 'an empty push is ignored',
    okta: 'OKTA-58',
    alter: answering(
      (asked) => operations(asked).some(({ value }) => Array.isArray(value) && value.length === 0),
      () => ({ status: 204 }),
    ),
  },
  {
    fault: 'an empty group cannot be created',
    okta: 'OKTA-53',
    alter: answering(
      ({ method, body }) => method === 'POST' && Array.isArray(body['members']) && body['members'].length === 0,
      () => refusal(400, 'no members'),
    ),
  },
  {
    fault: 'a group collides with its own name',
    okta: 'OKTA-60',
    alter: answering(
      ({ method, endpoint }) => method === 'PUT' && endpoint === '/Groups',
      () => refusal(409, 'That name is taken.'),
    ),
  },
  {
    fault: 'a display of null is refused',
    okta: 'OKTA-54',
    alter: answering(
      ({ endpoint, body }) => endpoint === '/Groups' && membersOf(body).some(({ display }) => display === null),
      () => refusal(400, 'display'),
    ),
  },
  {
    fault: 'a group is read without its members',
    okta: 'OKTA-54',
    alter: altering('/Groups', ({ members: _, ...rest }, { method }) =>
      method === 'GET' ? rest : { ...rest, members: [] },
    ),
  },
  {
    fault: 'unlinking is answered with 200 and text',
    okta: 'OKTA-62',
    alter: answering(
      ({ method, endpoint }) => method === 'DELETE' && endpoint === '/Groups',
      (_asked, answer) => (answer(), { status: 200, body: 'deleted', contentType: 'text/plain' }),
    ),
  },
  {
    fault: 'unlinking deactivates the members',
    okta: 'OKTA-62',
    alter: answering(
      ({ method, endpoint }) => method === 'DELETE' && endpoint === '/Groups',
      (_asked, answer, { users: stored }) => {
        for (const [id, user] of stored) stored.set(id, { ...user, active: false });
        return answer();
      },
    ),
  },
  {
    fault: 'a deleted group is still readable',
    okta: 'OKTA-61',
    alter: answering(
      ({ method, endpoint }) => method === 'DELETE' && endpoint === '/Groups',
      () => ({ status: 204 }),
    ),
  },
  {
    fault: 'a rename has no effect',
    okta: 'OKTA-53',
    alter: answering(
      (asked) => operations(asked).some(({ value }) => isRecord(value) && 'displayName' in value),
      () => ({ status: 204 }),
    ),
  },
];

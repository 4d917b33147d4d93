// Faults in what happens to users.
import { answering, altering, alteringLists, operations, withoutInactive } from '../support/faulty-answers.ts';
import type { Case } from '../support/faulty-answers.ts';
import { isRecord, refusal, type Answer, type Asked } from '../support/small-directory.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const looop = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

const hidingInactive = (asked: Asked, answer: () => Answer): Answer => {
  const right = answer();
  const hidden =
    asked.endpoint === '/Users' && asked.method === 'GET' && isRecord(right.body) && right.body['active'] === false;
  return hidden ? refusal(404, 'gone') : right;
};

/** Faults in users. */
export const userFaults: readonly Case[] = [
  {
    fault: 'userName is stored in small letters',
    okta: 'OKTA-17',
    alter: altering('/Users', (user) => ({ ...user, userName: String(user['userName']).toLowerCase() })),
  },
  {
    fault: 'the password comes back',
    okta: 'OKTA-22',
    alter: altering('/Users', (user, { body }) => ({ ...user, password: body['password'] ?? 'x' })),
  },
  {
    fault: 'active is text',
    okta: 'OKTA-20',
    alter: altering('/Users', (user) => ({ ...user, active: user['active'] === true ? 'True' : 'False' })),
  },
  {
    fault: 'a create is answered with 200',
    okta: 'OKTA-19',
    alter: answering(
      ({ method }) => method === 'POST',
      (_asked, answer) => ({ ...answer(), status: 200 }),
    ),
  },
  {
    fault: 'a create is answered without a body',
    okta: 'OKTA-3',
    alter: answering(
      ({ method }) => method === 'POST',
      (_asked, answer) => ({ status: answer().status, body: '' }),
    ),
  },
  {
    fault: 'the id holds bulkId',
    okta: 'OKTA-20',
    alter: altering('/Users', (user) => ({ ...user, id: `bulkId:${String(user['id'])}` })),
  },
  {
    fault: 'the two departments become one',
    okta: 'OKTA-37',
    alter: altering('/Users', (user) =>
      isRecord(user[looop]) && isRecord(user[enterprise])
        ? { ...user, [enterprise]: { ...user[enterprise], department: user[looop]['department'] } }
        : user,
    ),
  },
  {
    fault: 'the Looop attributes are dropped',
    okta: 'OKTA-40',
    alter: altering('/Users', ({ [looop]: _, ...rest }) => rest),
  },
  {
    fault: 'the same person can be created twice',
    okta: 'OKTA-21',
    alter: answering(
      ({ method, endpoint }) => method === 'POST' && endpoint === '/Users',
      ({ body }, answer, { users: stored }) => {
        const right = answer();
        if (right.status !== 409) return right;
        const twin = { ...body, id: `twin-${stored.size}` };
        stored.set(twin.id, twin);
        return { status: 201, body: twin };
      },
    ),
  },
  {
    fault: 'the manager of an employee number is refused',
    okta: 'OKTA-19',
    alter: answering(
      ({ method, body }) => method === 'POST' && isRecord(body[enterprise]),
      () => refusal(400, 'manager 77 is unknown'),
    ),
  },
  {
    fault: 'an inactive user cannot be read',
    okta: 'OKTA-23',
    alter: (asked, answer) => hidingInactive(asked, answer),
  },
  {
    fault: 'an inactive user is not found',
    okta: 'OKTA-18',
    alter: alteringLists((list, { query, endpoint }) =>
      endpoint === '/Users' && query.has('filter') ? withoutInactive(list) : list,
    ),
  },
  {
    fault: 'PATCH without a path is refused',
    okta: 'OKTA-27',
    alter: answering(
      (asked) => operations(asked).some(({ path }) => path === undefined),
      () => refusal(400, 'path is required'),
    ),
  },
  {
    fault: 'PATCH of users is not there',
    okta: 'OKTA-32',
    alter: answering(
      ({ method, endpoint }) => method === 'PATCH' && endpoint === '/Users',
      () => refusal(501, 'no PATCH'),
    ),
  },
  {
    fault: 'a PATCH has no effect',
    okta: 'OKTA-32',
    alter: answering(
      ({ method }) => method === 'PATCH',
      () => ({ status: 204 }),
    ),
  },
  {
    fault: 'a PUT has no effect',
    okta: 'OKTA-24',
    alter: answering(
      ({ method, endpoint }) => method === 'PUT' && endpoint === '/Users',
      ({ id }, _answer, { users: stored }) => ({ status: 200, body: stored.get(id ?? '') }),
    ),
  },
  {
    fault: 'a PUT that repeats id and meta is refused',
    okta: 'OKTA-24',
    alter: answering(
      ({ method, body }) => method === 'PUT' && 'meta' in body,
      () => refusal(400, 'meta is readOnly'),
    ),
  },
  {
    fault: 'empty text is refused',
    okta: 'OKTA-24',
    alter: answering(
      ({ method, body }) => method === 'PUT' && body['title'] === '',
      () => refusal(400, 'title is empty'),
    ),
  },
  {
    fault: 'a PUT creates',
    okta: 'OKTA-26',
    alter: answering(
      ({ method, id }) => method === 'PUT' && id === '00919288221112222',
      ({ body, id }) => ({ status: 201, body: { ...body, id } }),
    ),
  },
  {
    fault: 'reactivation makes a new user',
    okta: 'OKTA-29',
    alter: answering(
      ({ method, body }) => method === 'PUT' && body['active'] === true && body['title'] === '',
      ({ id }, answer, { users }) => {
        const { body } = answer();
        if (!isRecord(body) || id === undefined) return refusal(500, 'no body');
        users.delete(id);
        const renewed = { ...body, id: `${id}-again` };
        users.set(renewed.id, renewed);
        return { status: 200, body: renewed };
      },
    ),
    options: { apps: ['aiw'] },
  },
  {
    fault: 'a read gives somebody else',
    okta: 'OKTA-23',
    alter: altering('/Users', (user, { method, id }) =>
      method === 'GET' && id !== undefined ? { ...user, id: 'other' } : user,
    ),
  },
];

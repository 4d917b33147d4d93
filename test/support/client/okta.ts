// What Okta sends, as functions: the requests of its two kinds of apps, with made-up people.
import { expect } from 'vitest';
import { layOver, textAt, type Json, type JsonObject } from '@looop-scim/conformance';
import { PATCH_OP, type ScimAnswer, type ScimClient } from './scim-client.ts';
import { PASSWORD_MARK } from '../server/secrets-at-rest.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The body of Okta's create for a person (OKTA-19). */
export const person = (given: string, family: string, more: JsonObject = {}): JsonObject => {
  const address = `${given}.${family}@acme.example`.toLowerCase();
  return {
    schemas: [USER],
    userName: address,
    name: { givenName: given, familyName: family },
    emails: [{ primary: true, value: address, type: 'work' }],
    displayName: `${given} ${family}`,
    active: true,
    groups: [],
    password: `qT7x2Lm9-${PASSWORD_MARK}`,
    ...more,
  };
};

/** The body of a group with members by id. */
export const groupOf = (displayName: string, ids: readonly string[] = []): JsonObject => ({
  schemas: [GROUP],
  displayName,
  members: ids.map((value) => ({ value })),
});

/** Creates a user and returns the answer's body. */
export const createUser = async (client: ScimClient, body: JsonObject): Promise<JsonObject> => {
  const answer = await client.post('/Users', body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body as JsonObject; // a 201 has been held against the response contract by the client
};

/** Creates a user of a name and returns its id. */
export const createUserId = async (client: ScimClient, userName: string, more: JsonObject = {}): Promise<string> =>
  textAt(await createUser(client, { schemas: [USER], userName, ...more }), '/id');

/** Creates `count` users, some at a time, and returns their ids in the order of their numbers. */
export const createUsers = async (
  client: ScimClient,
  count: number,
  prefix: string,
  more: JsonObject = {},
): Promise<string[]> => {
  const ids: string[] = [];
  const lanes = Array.from({ length: 16 }, async (_none, lane) => {
    for (let number = lane; number < count; number += 16) {
      ids[number] = await createUserId(client, `${prefix}${number}@acme.example`, more);
    }
  });
  await Promise.all(lanes);
  return ids;
};

/** Creates a group and returns its id. */
export const createGroupId = async (client: ScimClient, name: string, ids: readonly string[] = []): Promise<string> => {
  const answer = await client.post('/Groups', groupOf(name, ids));
  expect(answer.status, answer.text).toBe(201);
  return textAt(answer.body, '/id');
};

/** The look-up before every provisioning of a user (OKTA-14). */
export const lookUpUser = (client: ScimClient, userName: string): Promise<ScimAnswer> =>
  client.get('/Users', { filter: `userName eq ${JSON.stringify(userName)}`, startIndex: 1, count: 100 });

/** The look-up of a group whose id is not known (OKTA-52). */
export const lookUpGroup = (client: ScimClient, name: string): Promise<ScimAnswer> =>
  client.get('/Groups', { filter: `displayName eq ${JSON.stringify(name)}`, startIndex: 1, count: 100 });

/** GET, then PUT of what was read with attributes laid over it (OKTA-24, OKTA-60). */
export const readAndPut = async (client: ScimClient, path: string, overlay: JsonObject): Promise<ScimAnswer> => {
  const read = await client.get(path);
  expect(read.status, read.text).toBe(200);
  return await client.put(path, layOver(read.body ?? null, overlay));
};

/** The deactivation and reactivation of an OIN app (OKTA-27). */
export const setActive = (client: ScimClient, id: string, active: boolean): Promise<ScimAnswer> =>
  client.patch(`/Users/${id}`, { op: 'replace', value: { active } });

/** The ids of a group's members, sorted. */
export const memberIds = async (client: ScimClient, groupId: string): Promise<string[]> => {
  const answer = await client.get(`/Groups/${groupId}`, { attributes: 'members' });
  expect(answer.status, answer.text).toBe(200);
  const body = answer.body as { readonly members?: readonly { readonly value: string }[] };
  return (body.members ?? []).map(({ value }) => value).toSorted();
};

/** Operations on members as OIN apps send them (OKTA-56, OKTA-57). */
export const addMembers = (...ids: readonly string[]): Json => ({
  op: 'add',
  path: 'members',
  value: ids.map((value) => ({ value })),
});
export const removeMember = (id: string): Json => ({ op: 'remove', path: `members[value eq "${id}"]` });
export const replaceMembers = (...ids: readonly string[]): Json => ({
  op: 'replace',
  path: 'members',
  value: ids.map((value) => ({ value })),
});

/** A PATCH body. */
export const patchBody = (...operations: readonly Json[]): JsonObject => ({
  schemas: [PATCH_OP],
  Operations: [...operations],
});

/** Expects a SCIM Error of a status, a scimType and words in its detail. */
export const expectError = (
  answer: ScimAnswer,
  status: number,
  scimType?: string,
  ...words: readonly string[]
): void => {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status) });
  if (scimType !== undefined) expect(answer.body).toMatchObject({ scimType });
  for (const word of words) expect(textAt(answer.body, '/detail')).toContain(word);
};

/** A GET that must succeed, by its body. */
export const read = async (
  client: ScimClient,
  path: string,
  query?: Readonly<Record<string, string | number>>,
): Promise<JsonObject> => {
  const answer = await client.get(path, query);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as JsonObject; // held against the response contract by the client
};

/** The ids of the resources that a filter finds, sorted. */
export const foundIds = async (client: ScimClient, endpoint: string, filter: string): Promise<string[]> => {
  const list = await read(client, endpoint, { filter, count: 1000 });
  return (list['Resources'] as readonly { readonly id: string }[]).map(({ id }) => id).toSorted();
};

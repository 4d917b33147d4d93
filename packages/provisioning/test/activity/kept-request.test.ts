// What is kept of a request: enough to run it again, no secret, and nothing of people that nobody could erase.
import { describe, expect, it } from 'vitest';
import { groupType, PATCH_OP, userType } from '@looop-scim/scim/schema';
import { KEPT_BODY_CHARACTERS, keptRequest, REDACTED } from '@looop-scim/provisioning/activity';

const SECRET = 'a very secret text';
const bodyOf = (body: unknown, isNameless = false) => keptRequest({ type: userType, body, isNameless }).body;
const groupBodyOf = (body: unknown) => keptRequest({ type: groupType, body, isNameless: false });
const patch = (...operations: readonly object[]) => ({ schemas: [PATCH_OP], Operations: operations });

describe('what is kept of a request', () => {
  it('is the body as it was sent', () => {
    const body = {
      schemas: ['x'],
      userName: 'ana',
      emails: [{ value: 'ana@acme.example', primary: 'True' }],
      active: null,
    };
    expect(bodyOf(body)).toEqual(body);
    expect(keptRequest({ type: userType, ifMatch: 'W/"1"', isNameless: false })).toEqual({ ifMatch: 'W/"1"' });
  });

  it.each([
    ['in a body', { userName: 'ana', password: SECRET }],
    ['in any case', { PassWord: SECRET }],
    ['under its URN', { 'urn:ietf:params:scim:schemas:core:2.0:User:password': SECRET }],
    ['within its schema', { 'urn:ietf:params:scim:schemas:core:2.0:User': { password: SECRET } }],
    ['as a list or an object', { password: [SECRET, { value: SECRET }] }],
    ['in a PATCH with its path', patch({ op: 'add', path: 'password', value: SECRET })],
    ['in a PATCH with its path in any spelling', patch({ OP: 'Add', Path: ' PASSWORD ', Value: SECRET })],
    ['in a PATCH without a path', patch({ op: 'add', value: { password: SECRET } })],
    ['as JSON within a text', patch({ op: 'add', value: `{"password":"${SECRET}"}` })],
    ['in a filter', patch({ op: 'remove', path: `emails[password eq "${SECRET}"]` })],
    ['of another name', { clientSecret: SECRET, Authorization: `Bearer ${SECRET}`, token: SECRET }],
  ])('has no secret %s', (_where, body) => {
    expect(JSON.stringify(keptRequest({ type: userType, body, isNameless: false }))).not.toContain(SECRET);
  });

  it('keeps the kind of a secret, so that it is understood as the one that was sent', () => {
    expect(bodyOf({ password: 7, secret: '', token: 'True' })).toEqual({ password: 0, secret: '', token: 'True' });
    expect(bodyOf({ password: SECRET })).toEqual({ password: REDACTED });
  });

  it('names no member of a group: its records stay when the member is deleted', () => {
    const member = { value: 'id', display: 'Ana Lima', $ref: 'https://x/Users/id', type: 'User' };
    const kept = { value: 'id', type: 'User' };
    expect(groupBodyOf({ displayName: 'Sales', members: [member] }).body).toEqual({
      displayName: 'Sales',
      members: [kept],
    });
    const added = patch({ op: 'add', path: 'members', value: [member] });
    expect(groupBodyOf(added).body).toEqual(patch({ op: 'add', path: 'members', value: [kept] }));
    const filtered = patch({ op: 'remove', path: 'members[display eq "Ana Lima"]' });
    expect(groupBodyOf(filtered)).toEqual({ isCut: true });
  });

  it('says nothing of a person whom nobody could name', () => {
    const body = { schemas: ['urn:x'], emails: [{ value: 'ana@acme.example', primary: true }], age: 41 };
    expect(bodyOf(body, true)).toEqual({ schemas: ['urn:x'], emails: [{ value: REDACTED, primary: true }], age: 0 });
  });

  it('is bounded in length and depth', () => {
    expect(
      keptRequest({ type: userType, body: { title: 'x'.repeat(KEPT_BODY_CHARACTERS) }, isNameless: false }),
    ).toEqual({
      isCut: true,
    });
    let deep: unknown = 'x';
    for (let depth = 0; depth < 50; depth += 1) deep = [deep];
    expect(keptRequest({ type: userType, body: deep, isNameless: false })).toEqual({ isCut: true });
  });

  it('holds whatever keys are called', () => {
    const body = JSON.parse('{"__proto__":{"password":"x"},"constructor":"y"}') as unknown;
    expect(JSON.stringify(bodyOf(body))).toBe(`{"__proto__":{"password":"${REDACTED}"},"constructor":"y"}`);
  });
});

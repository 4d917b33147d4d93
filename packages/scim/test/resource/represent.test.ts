import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { project } from '../../src/resource/project.ts';
import { bindProjection, isProjected, type ProjectionNames } from '../../src/resource/projection.ts';
import { represent } from '../../src/resource/represent.ts';
import type { Resource } from '../../src/resource/resource.ts';
import type { ResourceType } from '../../src/schema/resource-type.ts';
import { groupType, locate, userType } from './standard-types.ts';

const record = { id: '0199', version: 3, created: 1_793_523_600_000, lastModified: 1_793_523_661_234 };

const ana: Resource = {
  ...record,
  resourceType: 'User',
  document: {
    userName: 'ana',
    emails: [{ value: 'a@acme.example', type: 'work' }, { value: 'b@acme.example' }, { type: 'home' }],
    [LOOOP_USER_SCHEMA]: { area: 'North', department: 'Coaching' },
  },
  memberships: [{ id: 'g1', resourceType: 'Group', display: 'Coaches' }],
};

const coaches: Resource = {
  ...record,
  resourceType: 'Group',
  document: { displayName: 'Coaches' },
  memberships: [
    { id: 'u1', resourceType: 'User', display: 'Ana Pop' },
    { id: 'g2', resourceType: 'Group' },
  ],
};

const shown = (type: ResourceType, resource: Resource, names: ProjectionNames) =>
  project(type, represent(type, resource, locate), Result.getOrThrow(bindProjection(type, names)));

describe('represent', () => {
  it('shows schemas by content, id, document, groups and meta (RFC 7643 section 3, 3.1, 8.2)', () => {
    expect(represent(userType, ana, locate)).toEqual({
      schemas: [USER_SCHEMA, LOOOP_USER_SCHEMA],
      id: '0199',
      ...ana.document,
      groups: [{ value: 'g1', $ref: 'https://looop.example/scim/v2/Groups/g1', display: 'Coaches', type: 'direct' }],
      meta: {
        resourceType: 'User',
        created: '2026-11-01T09:00:00.000Z',
        lastModified: '2026-11-01T09:01:01.234Z',
        location: 'https://looop.example/scim/v2/Users/0199',
        version: 'W/"3"',
      },
    });
  });

  it('shows members with the type and the URI of their resource (RFC 7643 section 4.2)', () => {
    expect(represent(groupType, coaches, locate)['members']).toEqual([
      { value: 'u1', $ref: 'https://looop.example/scim/v2/Users/u1', type: 'User', display: 'Ana Pop' },
      { value: 'g2', $ref: 'https://looop.example/scim/v2/Groups/g2', type: 'Group' },
    ]);
  });

  it('shows an empty list of members, no empty list of groups, and neither when they were not read', () => {
    expect(represent(groupType, { ...coaches, memberships: [] }, locate)['members']).toEqual([]);
    expect(represent(userType, { ...ana, memberships: [] }, locate)).not.toHaveProperty('groups');
    const { memberships: _unread, ...rest } = coaches;
    expect(represent(groupType, rest, locate)).not.toHaveProperty('members');
    expect(represent(groupType, rest, locate)['schemas']).toEqual([GROUP_SCHEMA]);
  });
});

describe('project', () => {
  it('keeps schemas and id under attributes, and drops meta (RFC 7644 sections 3.4.2.5 and 3.9, LIB-10)', () => {
    expect(shown(userType, ana, { attributes: ['userName'] })).toEqual({
      schemas: [USER_SCHEMA, LOOOP_USER_SCHEMA],
      id: '0199',
      userName: 'ana',
    });
  });

  it('shows the parent of a sub-attribute with that sub-attribute alone (RFC 7644 section 3.9)', () => {
    expect(shown(userType, ana, { attributes: ['emails.value'] })['emails']).toEqual([
      { value: 'a@acme.example' },
      { value: 'b@acme.example' },
    ]);
    expect(shown(userType, ana, { attributes: ['META.location'] })['meta']).toEqual({
      location: 'https://looop.example/scim/v2/Users/0199',
    });
  });

  it('lets the URN of an extension name all of its attributes', () => {
    expect(shown(userType, ana, { attributes: [LOOOP_USER_SCHEMA] })[LOOOP_USER_SCHEMA]).toEqual({
      area: 'North',
      department: 'Coaching',
    });
    expect(shown(userType, ana, { excludedAttributes: [LOOOP_USER_SCHEMA] })).not.toHaveProperty(LOOOP_USER_SCHEMA);
  });

  it('tells department of one extension from that of the other (OKTA-40)', () => {
    const names = { attributes: [`${LOOOP_USER_SCHEMA}:department`, `${ENTERPRISE_USER_SCHEMA}:department`] };
    expect(shown(userType, ana, names)[LOOOP_USER_SCHEMA]).toEqual({ department: 'Coaching' });
  });

  it('leaves members out when they are excluded, so that they need not be read (RFC 7644 section 3.9, ENTRA-22)', () => {
    const projection = Result.getOrThrow(bindProjection(groupType, { excludedAttributes: ['members'] }));
    expect(project(groupType, represent(groupType, coaches, locate), projection)).not.toHaveProperty('members');
    expect(groupType.membership && isProjected(projection, groupType.membership)).toBe(false);
  });

  it('excludes nothing that is always returned (RFC 7643 section 7)', () => {
    expect(
      shown(userType, ana, { excludedAttributes: ['id', 'schemas', 'userName', 'meta', 'groups', 'emails'] }),
    ).toEqual({
      schemas: [USER_SCHEMA, LOOOP_USER_SCHEMA],
      id: '0199',
      [LOOOP_USER_SCHEMA]: { area: 'North', department: 'Coaching' },
    });
  });

  it('never shows a password, not even when it is named (RFC 7643 section 9.2)', () => {
    const leaky = { ...ana, document: { ...ana.document, password: 'qT7x2Lm9' } };
    expect(JSON.stringify(shown(userType, leaky, { attributes: ['password', 'userName'] }))).not.toContain('qT7x2Lm9');
    expect(JSON.stringify(shown(userType, leaky, {}))).not.toContain('qT7x2Lm9');
  });

  it('drops unknown names: with nothing but unknown ones the minimum is left', () => {
    expect(Object.keys(shown(userType, ana, { attributes: ['nonsense', '__proto__'] }))).toEqual(['schemas', 'id']);
    expect(shown(userType, ana, { excludedAttributes: ['nonsense'] })).toEqual(represent(userType, ana, locate));
  });

  it('shows nothing that no schema names (LIB-3)', () => {
    const stale = { ...ana, document: { ...ana.document, retired: 'x' } };
    expect(shown(userType, stale, {})).not.toHaveProperty('retired');
  });
});

describe('bindProjection', () => {
  it('refuses both parameters at once (RFC 7644 section 3.9)', () => {
    const failure = Result.flip(bindProjection(userType, { attributes: ['id'], excludedAttributes: ['name'] }));
    expect(Result.getOrThrow(failure)).toMatchObject({ _tag: 'InvalidValue', attribute: 'excludedAttributes' });
  });
});

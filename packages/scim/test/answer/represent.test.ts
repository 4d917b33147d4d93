import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { ENTERPRISE_USER_SCHEMA, GROUP_SCHEMA, LOOOP_USER_SCHEMA, USER_SCHEMA } from '../../src/schema/urns.ts';
import { project } from '../../src/answer/project.ts';
import { bindProjection, isProjected, type ProjectionNames } from '../../src/answer/projection.ts';
import { represent } from '../../src/answer/represent.ts';
import type { Resource } from '../../src/attribute/resource.ts';
import type { Complex } from '../../src/attribute/value.ts';
import { attribute } from '../../src/schema/characteristics.ts';
import { compileResourceType, type ResourceType } from '../../src/schema/resource-type.ts';
import { CATALOGUE, courseType } from '../support/course-type.ts';
import { groupType, locate, userType } from '../support/standard-types.ts';

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
    expect(represent(groupType, coaches, locate)['members']).toStrictEqual([
      { value: 'u1', $ref: 'https://looop.example/scim/v2/Users/u1', type: 'User', display: 'Ana Pop' },
      { value: 'g2', $ref: 'https://looop.example/scim/v2/Groups/g2', type: 'Group' },
    ]);
  });

  it('shows an empty list of members, no empty list of groups, and neither when they were not read', () => {
    expect(represent(groupType, { ...coaches, memberships: [] }, locate)['members']).toEqual([]);
    expect(represent(userType, { ...ana, memberships: [] }, locate)).not.toHaveProperty('groups');
    const unnamed = [{ id: 'g1', resourceType: 'Group' }];
    expect(represent(userType, { ...ana, memberships: unnamed }, locate)['groups']).toStrictEqual([
      { value: 'g1', $ref: 'https://looop.example/scim/v2/Groups/g1', type: 'direct' },
    ]);
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
    expect(Result.getOrThrow(failure)).toMatchObject({
      _tag: 'InvalidValue',
      attribute: 'excludedAttributes',
      reason: 'cannot be combined with attributes; leave one of the two out',
    });
  });

  it('takes a path with a filter for its attribute, whatever the filter says (RFC 7644 section 3.9)', () => {
    const named = (...attributes: readonly string[]) => Result.getOrThrow(bindProjection(userType, { attributes }));
    const emails = userType.attributes.get('emails');
    expect(named('emails[type eq "work"]')).toEqual({ kind: 'only', nodes: [emails] });
    expect(named(`${USER_SCHEMA}:Emails[type eq work]`)).toEqual({ kind: 'only', nodes: [emails] });
    expect(named('emails[type eq "work"].value')).toEqual({ kind: 'only', nodes: [emails?.children.get('value')] });
    expect(named('emails[type eq "work"].nonsense', 'nonsense[a pr]')).toEqual({ kind: 'only', nodes: [] });
  });

  it('leaves out what is no path and says so, or refuses it by policy', () => {
    const strict = { ignoreUnreadableNames: false };
    const title = userType.attributes.get('title');
    for (const [parameter, kind] of [
      ['attributes', 'only'],
      ['excludedAttributes', 'without'],
    ] as const) {
      const names = { [parameter]: ['title', 'em ails', 'emails[type'] };
      expect(Result.getOrThrow(bindProjection(userType, names))).toEqual({
        kind,
        nodes: [title],
        unreadable: ['em ails', 'emails[type'],
      });
      expect(Result.getOrThrow(Result.flip(bindProjection(userType, names, strict)))).toMatchObject({
        _tag: 'InvalidValue',
        attribute: parameter,
        reason: 'must list paths of attributes',
        received: 'em ails',
      });
      expect(Result.isSuccess(bindProjection(userType, { [parameter]: ['title', 'nonsense'] }, strict))).toBe(true);
    }
    const none = Result.getOrThrow(bindProjection(userType, { excludedAttributes: ['em ails'] }));
    expect(none).toEqual({ kind: 'default', unreadable: ['em ails'] });
  });

  it('counts an empty list as absent, and each attribute once', () => {
    const kindOf = (names: ProjectionNames) => Result.getOrThrow(bindProjection(userType, names));
    expect(kindOf({})).toEqual({ kind: 'default' });
    expect(kindOf({ attributes: [], excludedAttributes: [] })).toEqual({ kind: 'default' });
    expect(kindOf({ attributes: [], excludedAttributes: ['nonsense'] })).toEqual({ kind: 'default' });
    expect(kindOf({ attributes: ['nonsense'] })).toEqual({ kind: 'only', nodes: [] });
    const title = userType.attributes.get('title');
    expect(kindOf({ attributes: ['title', 'TITLE'] })).toEqual({ kind: 'only', nodes: [title] });
    expect(kindOf({ attributes: [], excludedAttributes: ['title'] })).toEqual({ kind: 'without', nodes: [title] });
  });
});

describe('returned (RFC 7643 section 7)', () => {
  const vault = {
    id: 'urn:example:Vault',
    name: 'Vault',
    description: '',
    attributes: [
      attribute({ name: 'note', returned: 'request' }),
      attribute({ name: 'code', returned: 'never' }),
      attribute({ name: 'tag', returned: 'always' }),
      attribute({
        name: 'lock',
        type: 'complex',
        subAttributes: [
          { name: 'open', type: 'boolean' },
          { name: 'hint', returned: 'request' },
          { name: 'pin', returned: 'never' },
        ],
      }),
      attribute({ name: 'safe', type: 'complex', returned: 'never', subAttributes: [{ name: 'size' }] }),
      attribute({
        name: 'doors',
        type: 'complex',
        multiValued: true,
        subAttributes: [{ name: 'side' }, { name: 'stamp', returned: 'always' }],
      }),
    ],
  };
  const vaultType = compileResourceType(
    { name: 'Vault', description: '', endpoint: '/Vaults', schema: vault.id, schemaExtensions: [] },
    vault,
    [],
  );
  const full: Complex = {
    id: 'v1',
    note: 'n',
    code: 'c',
    tag: 't',
    lock: { open: true, hint: 'h', pin: 'p' },
    safe: { size: 's' },
    doors: [{ side: 'left', stamp: '1' }, { side: 'right' }],
  };
  const cut = (names: ProjectionNames) => project(vaultType, full, Result.getOrThrow(bindProjection(vaultType, names)));

  it('shows by default neither what is shown on request nor what is never shown', () => {
    expect(cut({})).toEqual({ id: 'v1', tag: 't', lock: { open: true }, doors: full['doors'] });
  });

  it('shows what is named, with what is always shown', () => {
    expect(cut({ attributes: ['note'] })).toEqual({ id: 'v1', note: 'n', tag: 't', doors: [{ stamp: '1' }] });
    expect(cut({ attributes: ['code', 'safe', 'safe.size', 'lock.pin'] })).toEqual({
      id: 'v1',
      tag: 't',
      doors: [{ stamp: '1' }],
    });
    expect(cut({ attributes: ['lock'] })['lock']).toEqual({ open: true });
    expect(cut({ attributes: ['lock.hint'] })['lock']).toEqual({ hint: 'h' });
    expect(cut({ attributes: ['lock', 'lock.hint'] })['lock']).toEqual({ open: true, hint: 'h' });
    expect(cut({ attributes: ['doors.side'] })['doors']).toEqual(full['doors']);
  });

  it('leaves out what is excluded, but for what is always shown', () => {
    expect(cut({ excludedAttributes: ['lock', 'tag', 'doors.side', 'id'] })).toEqual({
      id: 'v1',
      tag: 't',
      doors: [{ stamp: '1' }],
    });
    expect(cut({ excludedAttributes: ['lock.open'] })).not.toHaveProperty('lock');
    expect(cut({ excludedAttributes: ['doors'] })['doors']).toEqual([{ stamp: '1' }]);
    expect(cut({ excludedAttributes: ['note', 'lock.hint'] })).toEqual(cut({}));
  });

  it('leaves out nothing but what is excluded inside an attribute of an extension', () => {
    const keeper = { value: 'u7', phone: '1' };
    const placed: Complex = { id: 'c1', [CATALOGUE]: { shelf: '3', keeper } };
    const names = { excludedAttributes: [`${CATALOGUE}:keeper.phone`] };
    const projection = Result.getOrThrow(bindProjection(courseType, names));
    expect(project(courseType, placed, projection)).toEqual({
      id: 'c1',
      [CATALOGUE]: { shelf: '3', keeper: { value: 'u7' } },
    });
  });

  it('shows no list whose elements have nothing to show', () => {
    expect(Object.keys(shown(userType, ana, { attributes: ['emails.display'] }))).toEqual(['schemas', 'id']);
    expect(Object.keys(cut({ attributes: ['lock.pin'] }))).toEqual(['id', 'tag', 'doors']);
  });

  it('gives back the very representation where nothing is left out, and keeps empty lists', () => {
    const small: Complex = { id: 'v1', tag: 't', doors: [] };
    expect(project(vaultType, small, { kind: 'default' })).toBe(small);
    const part = Result.getOrThrow(bindProjection(vaultType, { attributes: ['doors.stamp'] }));
    expect(project(vaultType, { ...small, note: 'n' }, part)).toEqual(small);
    expect(project(vaultType, { note: 'n' }, { kind: 'default' })).toEqual({});
    expect(project(vaultType, { doors: ['x', { side: 'left' }] }, part)).toEqual({ doors: ['x'] });
  });

  it('says of each attribute whether it need be read', () => {
    const isShown = (name: string, names: ProjectionNames) => {
      const node = vaultType.attributes.get(name);
      return node !== undefined && isProjected(Result.getOrThrow(bindProjection(vaultType, names)), node);
    };
    expect(['note', 'code', 'tag', 'lock', 'safe', 'doors'].map((name) => isShown(name, {}))).toEqual([
      false,
      false,
      true,
      true,
      false,
      true,
    ]);
    expect(isShown('lock', { attributes: ['title'] })).toBe(false);
    expect(isShown('lock', { attributes: ['lock.hint'] })).toBe(true);
    expect(isShown('lock', { excludedAttributes: ['lock'] })).toBe(false);
    expect(isShown('lock', { attributes: ['lock.pin'] })).toBe(false);
    const size = vaultType.attributes.get('safe')?.children.get('size');
    expect(size !== undefined && isProjected({ kind: 'only', nodes: [size] }, size)).toBe(false);
  });
});

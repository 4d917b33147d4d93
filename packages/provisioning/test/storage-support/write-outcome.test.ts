// The version rule: when a write counts the version up, and what its outcome shows.
import { describe, expect, it } from 'vitest';
import {
  byId,
  deletionOutcome,
  isRewritten,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  retellOutcome,
  unborn,
} from '@looop-scim/provisioning/storage-support';

const BEFORE = {
  resourceType: 'User',
  id: 'a',
  version: 3,
  created: 10,
  lastModified: 20,
  document: { userName: 'ana' },
};
const COUNTS = { membersAdded: [], membersRemoved: [], membersUnknown: [], membersNested: [] };

describe('a write', () => {
  it('of another document counts the version up, at its own time', () => {
    const document = { userName: 'ben' };
    expect(outcomeOf(BEFORE, { at: 30, document }, NO_MEMBERSHIP_CHANGE)).toStrictEqual({
      resource: { ...BEFORE, version: 4, lastModified: 30, document },
      changed: true,
      ...COUNTS,
    });
  });

  it('never goes back in time', () => {
    const { resource } = outcomeOf(BEFORE, { at: 5, document: {} }, NO_MEMBERSHIP_CHANGE);
    expect([resource.version, resource.lastModified]).toEqual([4, 20]);
  });

  it('of an equal document leaves version, time and the stored document', () => {
    const outcome = outcomeOf(BEFORE, { at: 30, document: { userName: 'ana' } }, NO_MEMBERSHIP_CHANGE);
    expect(outcome).toStrictEqual({ resource: BEFORE, changed: false, ...COUNTS });
    expect(outcome.resource.document).toBe(BEFORE.document);
  });

  it.each([
    [{ added: ['x'] }, true],
    [{ removed: ['x'] }, true],
    [{ unknown: ['x'] }, false],
  ])('with the membership change %j counts the version up: %j', (change, changed) => {
    const members = { ...NO_MEMBERSHIP_CHANGE, ...change };
    const outcome = outcomeOf(BEFORE, { at: 30, document: BEFORE.document }, members);
    expect([outcome.changed, outcome.resource.version, outcome.resource.lastModified]).toEqual(
      changed ? [true, 4, 30] : [false, 3, 20],
    );
    expect(outcome).toMatchObject({
      membersAdded: members.added,
      membersRemoved: members.removed,
      membersUnknown: members.unknown,
    });
  });

  it('shows groups among the members that changed, and memberships where they are given', () => {
    const memberships = [{ id: 'x', resourceType: 'Group' }];
    const members = { ...NO_MEMBERSHIP_CHANGE, added: ['x'], nested: ['x'] };
    const { resource, membersNested } = outcomeOf(BEFORE, { at: 30, document: BEFORE.document }, members, memberships);
    expect([resource.memberships, membersNested]).toEqual([memberships, ['x']]);
  });

  it('creates even an empty document', () => {
    const before = unborn('User', 'a', 7);
    expect(before).toEqual({ resourceType: 'User', id: 'a', version: 0, created: 7, lastModified: 7, document: {} });
    expect(isRewritten(before, { document: before.document })).toBe(true);
    expect(isRewritten(BEFORE, { document: BEFORE.document })).toBe(false);
    expect(isRewritten(BEFORE, { document: { ...BEFORE.document } })).toBe(false);
  });
});

it('a deletion shows the resource as it was, and so does telling of it again, which changes nothing', () => {
  expect(deletionOutcome(BEFORE)).toEqual({ resource: BEFORE, changed: true, ...COUNTS });
  expect(retellOutcome(BEFORE)).toEqual({ resource: BEFORE, changed: false, ...COUNTS });
});

it('resources are in the order of their ids', () => {
  const [a, b] = [{ id: 'a' }, { id: 'b' }];
  expect([byId(a, b), byId(b, a), byId(a, { id: 'a' })].map(Math.sign)).toEqual([-1, 1, 0]);
});

// Which requests are milestones of a set-up, and which values come from which request.
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { recordOfRead } from '../../src/activity/incomplete-read.ts';
import { isSetUp, withRecord } from '../../src/activity/milestones.ts';
import { valueOrigins } from '../../src/activity/value-origins.ts';
import { recordOf } from './support.ts';

const deactivates = { changes: [{ attribute: 'active', after: false }] };

describe('a request reaches', () => {
  it.each<[string, Partial<ActivityRecord>, readonly string[]]>([
    ['a write of a user', {}, ['contact', 'person']],
    ['one that changes nothing', { outcome: 'unchanged' }, ['contact', 'person']],
    ['a deactivation', deactivates, ['contact', 'deactivation', 'person']],
    ['a write of a group', { resourceType: 'Group' }, ['contact', 'group']],
    ['a write of something else', { resourceType: 'Printer' }, ['contact']],
    ['a deletion of a user', { operation: 'delete' }, ['contact']],
    ['a deletion of a group', { operation: 'delete', resourceType: 'Group' }, ['contact']],
    ['a read of users', { operation: 'read', outcome: 'answered' }, ['contact']],
    ['what was refused', { outcome: 'refused', ...deactivates }, ['contact']],
    ['what was refused for its token', { operation: 'authenticate', outcome: 'refused' }, []],
  ])('%s', (_what, given, milestones) => {
    const reached = withRecord({}, recordOf({ at: 5, ...given }));
    expect(reached).toEqual(Object.fromEntries(milestones.map((milestone) => [milestone, 5])));
  });

  it('a milestone at its first time, in whichever order requests are met', () => {
    const [early, late] = [recordOf({ at: 3 }), recordOf({ at: 5 })];
    for (const records of [
      [early, late],
      [late, early],
    ]) {
      expect(records.reduce(withRecord, {})).toEqual({ contact: 3, person: 3 });
    }
  });

  it('the end of a set-up with the last of them', () => {
    const all = { contact: 0, person: 0, deactivation: 0, group: 0 };
    expect(isSetUp(all)).toBe(true);
    for (const missing of Object.keys(all)) {
      expect(isSetUp(Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing)))).toBe(false);
    }
  });
});

describe('values', () => {
  it('come from requests that were applied alone, each from the newest', () => {
    const title = (at: number, outcome: ActivityRecord['outcome']) =>
      recordOf({ at, outcome, changes: [{ attribute: 'title', after: `${at}` }] });
    const origins = valueOrigins([
      title(9, 'refused'),
      title(8, 'unchanged'),
      title(7, 'applied'),
      title(6, 'applied'),
    ]);
    expect(origins.map(({ attribute, at }) => [attribute, at])).toEqual([['title', 7]]);
  });
});

describe('the record of a read', () => {
  const read = (names: readonly string[]) =>
    recordOfRead({ caller: { tokenFingerprint: 'abc', requestId: 'r' }, names }, 5);

  it('has each name once, in order, without a filter', () => {
    const names = ['ti tle', '[value eq "x"]', 'emails[value eq "x"]', 'emails[value eq "y"]', 'ti tle'];
    expect(read(names).ignored.map(({ attribute }) => attribute)).toEqual(['[...', 'emails[...', 'ti tle']);
  });

  it('of all types has no type', () => {
    expect(Object.keys(read(['ti tle'])).toSorted()).toEqual([
      ...['at', 'caller', 'changes', 'ignored', 'operation', 'outcome'],
    ]);
  });
});

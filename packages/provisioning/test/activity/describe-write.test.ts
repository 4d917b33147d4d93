// What is stored beside a write: its record, and its events.
import { describe, expect, it } from 'vitest';
import type { DirectoryEvent } from '@looop-scim/provisioning/events';
import type { WriteOutcome } from '@looop-scim/provisioning/ports';
import type { Complex } from '@looop-scim/scim/attribute';
import { describeWrite, type WriteNotes } from '../../src/activity/describe-write.ts';
import { OKTA } from './support.ts';

const notes: WriteNotes = {
  at: 7,
  caller: { tokenFingerprint: OKTA, requestId: 'request-1' },
  operation: 'patch',
  changes: [{ attribute: 'title', after: 'Coach' }],
  ignored: [{ attribute: 'custom_4', reason: 'unknown' }],
  describeEvents: () => [],
};

const outcomeOf = (document: Complex, given: Partial<WriteOutcome> = {}): WriteOutcome => ({
  resource: {
    ...{ resourceType: 'User', id: 'id-1', version: 3, created: 1, lastModified: 2, document },
    ...{ groups: [], members: [] },
  },
  changed: true,
  ...{ membersAdded: [], membersRemoved: [], membersUnknown: [], membersNested: [] },
  ...given,
});

const recorded = (given: Partial<WriteNotes>, outcome: WriteOutcome) =>
  describeWrite({ ...notes, ...given })(outcome).activity;

describe('the record of a write', () => {
  it('has who asked for what, and what became of it', () => {
    expect(recorded({}, outcomeOf({ userName: 'ana' }))).toEqual({
      at: 7,
      caller: { tokenFingerprint: OKTA, requestId: 'request-1' },
      operation: 'patch',
      resourceType: 'User',
      resourceId: 'id-1',
      resourceName: 'ana',
      outcome: 'applied',
      changes: [{ attribute: 'title', after: 'Coach' }],
      ignored: [{ attribute: 'custom_4', reason: 'unknown' }],
    });
    expect(recorded({}, outcomeOf({ userName: 'ana' }, { changed: false })).outcome).toBe('unchanged');
  });

  it('has the request where it is kept, with the version that it led to, and not with the caller', () => {
    const caller = { ...notes.caller, request: { body: { title: 'Coach' } } };
    const record = recorded({ caller }, outcomeOf({ userName: 'ana' }));
    expect(record).toMatchObject({ request: { body: { title: 'Coach' } }, resourceVersion: 3 });
    expect(record.caller).toEqual(notes.caller);
  });

  it('has the user name, else the display name, at most 256 characters of it', () => {
    const named = (document: Complex) => recorded({}, outcomeOf(document)).resourceName;
    expect(named({ userName: 'ana', displayName: 'Ana' })).toBe('ana');
    expect(named({ displayName: 'Sales' })).toBe('Sales');
    expect(named({ userName: 'x'.repeat(300) })).toBe('x'.repeat(256));
    expect(recorded({}, outcomeOf({}))).not.toHaveProperty('resourceName');
  });

  it('counts members that came, went, or are not known', () => {
    const outcome = outcomeOf(
      { displayName: 'Sales' },
      { membersAdded: ['a', 'b'], membersRemoved: ['c'], membersUnknown: ['x', 'y', 'z'] },
    );
    expect(recorded({}, outcome)).toMatchObject({
      membersAdded: { count: 2, ids: ['a', 'b'] },
      membersRemoved: { count: 1, ids: ['c'] },
      membersUnknown: { count: 3, ids: ['x', 'y', 'z'] },
    });
  });

  it('has its events beside it, made of the same outcome', () => {
    const outcome = outcomeOf({ userName: 'ana' });
    const seen: WriteOutcome[] = [];
    const events: readonly DirectoryEvent[] = [];
    const described = describeWrite({ ...notes, describeEvents: (one) => (seen.push(one), events) })(outcome);
    expect([seen, described.events === events]).toEqual([[outcome], true]);
  });
});

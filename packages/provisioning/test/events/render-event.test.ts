// The id of an event and what an event is as text.
import { describe, expect, it } from 'vitest';
import { eventId, renderEvent, sequenceOfEventId, type DirectoryEvent } from '@looop-scim/provisioning/events';
import { ACME } from './support.ts';

const event: DirectoryEvent = {
  ...{ type: 'user.updated', at: Date.UTC(2026, 0, 1), cause: { kind: 'scim' } },
  subject: { type: 'user', id: '0199f0a1-0000-7000-8000-0123456789ab' },
  data: { user: { id: '0199f0a1-0000-7000-8000-0123456789ab' } },
};

describe('the id of an event', () => {
  it('is made of its sequence, its time and the last group of its subject: what is never erased', () => {
    expect(eventId({ sequence: 17, event })).toBe(`evt_17_${Date.UTC(2026, 0, 1).toString(36)}0123456789ab`);
  });

  it.each([
    [`evt_17_abc`, 17],
    ['evt_9007199254740991_a', Number.MAX_SAFE_INTEGER],
    ['evt_9007199254740992_a', undefined],
    ['evt_12', undefined],
    ['evt__a', undefined],
    ['abc_17_a', undefined],
    ['evt-17_a', undefined],
    ['17', undefined],
  ])('%s names the sequence %s', (id, sequence) => expect(sequenceOfEventId(id)).toBe(sequence));
});

it('an event says whether it was erased, and nothing of it otherwise', () => {
  const rendered = (given: DirectoryEvent): unknown => JSON.parse(renderEvent(ACME, { sequence: 17, event: given }));
  const expected = {
    ...{ id: eventId({ sequence: 17, event }), type: 'user.updated', timestamp: '2026-01-01T00:00:00.000Z' },
    ...{ organisationId: ACME, sequence: 17, format: 2, cause: { kind: 'scim' }, data: event.data },
  };
  expect(rendered(event)).toEqual(expected);
  expect(rendered({ ...event, erased: true })).toEqual({ ...expected, erased: true });
});

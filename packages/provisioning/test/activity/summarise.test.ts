import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '../../src/activity/activity-record.ts';
import { makeSummaryBuilder } from '../../src/activity/summarise.ts';

const suggest = (resourceType: string, attribute: string): string | undefined =>
  resourceType === 'User' && attribute === 'custom_4' ? 'custom_1' : undefined;

const record = (given: Partial<ActivityRecord>): ActivityRecord => ({
  at: 10,
  caller: { tokenFingerprint: '0123456789abcdef', requestId: 'request-1' },
  operation: 'patch',
  resourceType: 'User',
  resourceId: 'ana',
  outcome: 'applied',
  changes: [],
  ignored: [],
  ...given,
});

const unknown = (...attributes: readonly string[]) => ({
  ignored: attributes.map((attribute) => ({ attribute, reason: 'unknown' as const })),
});

const summaryOf = (...records: readonly ActivityRecord[]) => {
  const builder = makeSummaryBuilder(5, suggest);
  records.forEach(builder.add);
  return builder.summary();
};

describe('the summary', () => {
  it('counts people, not requests, and says what was probably meant', () => {
    const people = Array.from({ length: 112 }, (_, index) =>
      record({ resourceId: `person-${index}`, ...unknown('custom_4') }),
    );
    const again = record({ resourceId: 'person-0', at: 20, ...unknown('Custom_4', 'shoeSize') });
    expect(summaryOf(...people, again)).toEqual({
      since: 5,
      unknownAttributes: [
        { resourceType: 'User', attribute: 'Custom_4', resources: 112, isAtLeast: false, last: 20 },
        { resourceType: 'User', attribute: 'shoeSize', resources: 1, isAtLeast: false, last: 20 },
      ],
      unknownMembers: [],
      unreadableNames: [],
      isPartial: false,
    });
    expect(summaryOf(...people).unknownAttributes[0]).toMatchObject({ attribute: 'custom_4', suggestion: 'custom_1' });
  });

  it('counts a person who could not be created by name, and tells types apart', () => {
    const { resourceId: _id, ...refused } = record({ outcome: 'refused', resourceName: 'ben', ...unknown('x') });
    const summary = summaryOf(refused, refused, record({ resourceType: 'Group', resourceId: 'g', ...unknown('x') }));
    expect(summary.unknownAttributes.map(({ resourceType, resources }) => [resourceType, resources])).toEqual([
      ['User', 1],
      ['Group', 1],
    ]);
  });

  it('leaves out readOnly attributes', () => {
    const echo = record({ ignored: [{ attribute: 'meta', reason: 'readOnly' }] });
    expect(summaryOf(echo).unknownAttributes).toEqual([]);
  });

  it('counts unknown members of a group, as far as they can be told apart', () => {
    const push = (ids: readonly string[], count = ids.length, at = 10) =>
      record({ at, resourceType: 'Group', resourceId: 'g', resourceName: 'Coaches', membersUnknown: { count, ids } });
    expect(summaryOf(push(['a', 'b']), push(['b', 'c'], 2, 30)).unknownMembers).toEqual([
      { groupId: 'g', groupName: 'Coaches', members: 3, isAtLeast: false, ids: ['a', 'b', 'c'], last: 30 },
    ]);
    expect(summaryOf(push(['a', 'b', 'c', 'd', 'e', 'f'], 150)).unknownMembers).toEqual([
      { groupId: 'g', groupName: 'Coaches', members: 150, isAtLeast: true, ids: ['a', 'b', 'c', 'd', 'e'], last: 10 },
    ]);
  });

  it('counts requests with names that cannot be read, of reads and of writes', () => {
    const unreadable = { ignored: [{ attribute: 'custom_4', reason: 'unreadable' as const }] };
    const read = { operation: 'read', outcome: 'answered', ...unreadable } as const;
    const { resourceType: _type, ...ofAllTypes } = record(read);
    const summary = summaryOf(
      record({ ...read, at: 10, repeated: { count: 12, last: 30 } }),
      record({ ...unreadable, at: 20 }),
      ofAllTypes,
    );
    expect(summary).toMatchObject({ unknownAttributes: [], isPartial: false });
    expect(summary.unreadableNames).toEqual([
      { name: 'custom_4', resourceType: 'User', requests: 13, last: 30, suggestion: 'custom_1' },
      { name: 'custom_4', requests: 1, last: 10 },
    ]);
  });

  it('takes bounded memory, and says where counting ended', () => {
    const builder = makeSummaryBuilder(0, suggest);
    for (let index = 0; index < 10_050; index += 1) builder.add(record({ resourceId: `p${index}`, ...unknown('x') }));
    expect(builder.summary().unknownAttributes).toEqual([
      { resourceType: 'User', attribute: 'x', resources: 10_000, isAtLeast: true, last: 10 },
    ]);
    for (let index = 0; index < 2000; index += 1) builder.add(record(unknown(`name-${index}`)));
    const { unknownAttributes, isPartial } = builder.summary();
    expect([unknownAttributes.length, isPartial]).toEqual([100, true]);
  });
});

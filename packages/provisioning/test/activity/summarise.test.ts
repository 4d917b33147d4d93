import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '../../src/activity/activity-record.ts';
import { makeSummaryBuilder } from '../../src/activity/summarise.ts';
import { recordOf } from './support.ts';

const suggest = (resourceType: string, attribute: string): string | undefined =>
  resourceType === 'User' && attribute === 'custom_4' ? 'custom_1' : undefined;

const record = (given: Partial<ActivityRecord>): ActivityRecord => recordOf({ at: 10, ...given });

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

describe('the order of a summary', () => {
  const of = (resourceId: string, at: number, ...attributes: readonly string[]) =>
    record({ resourceId, at, ...unknown(...attributes) });

  it('of attributes is that of how many people they were sent for, then of how late', () => {
    const records = [of('a', 1, 'rare'), of('a', 2, 'late'), of('a', 1, 'common'), of('b', 1, 'common')];
    for (const given of [records, records.toReversed()]) {
      expect(summaryOf(...given).unknownAttributes.map(({ attribute }) => attribute)).toEqual([
        'common',
        'late',
        'rare',
      ]);
    }
  });

  it('of groups is that of how many members are unknown, then of how late', () => {
    const group = (resourceId: string, at: number, ids: readonly string[], count = ids.length) =>
      record({ resourceType: 'Group', resourceId, at, membersUnknown: { count, ids } });
    const records = [
      group('few', 1, ['x']),
      group('late', 2, ['x']),
      group('many', 1, ['x', 'y']),
      group('most', 1, ['x'], 7),
    ];
    for (const given of [records, records.toReversed()]) {
      expect(summaryOf(...given).unknownMembers.map(({ groupId }) => groupId)).toEqual(['most', 'many', 'late', 'few']);
    }
  });

  it('of names is that of how many requests had them, then of how late', () => {
    const named = (name: string, at: number, count: number) =>
      record({ ignored: [{ attribute: name, reason: 'unreadable' }], at, repeated: { count, last: at } });
    const records = [named('rare', 1, 1), named('late', 2, 1), named('often', 1, 2)];
    for (const given of [records, records.toReversed()]) {
      expect(summaryOf(...given).unreadableNames.map(({ name }) => name)).toEqual(['often', 'late', 'rare']);
    }
  });
});

describe('what a summary shows of an entry', () => {
  it('is the newest spelling of an attribute, whatever the order of the records', () => {
    const [older, newer] = [record({ at: 5, ...unknown('Shoe') }), record({ at: 9, ...unknown('SHOE') })];
    for (const given of [
      [older, newer],
      [newer, older],
    ]) {
      expect(summaryOf(...given).unknownAttributes).toMatchObject([{ attribute: 'SHOE', resources: 1, last: 9 }]);
    }
    expect(summaryOf(older, { ...newer, at: 5 }).unknownAttributes[0]?.attribute).toBe('Shoe');
  });

  it('is the newest time of a group and of a name', () => {
    const ofGroup = (at: number) => record({ resourceType: 'Group', at, membersUnknown: { count: 1, ids: ['x'] } });
    expect(summaryOf(ofGroup(9), ofGroup(5)).unknownMembers[0]?.last).toBe(9);
    const ofName = (at: number) => record({ at, ignored: [{ attribute: 'em ails', reason: 'unreadable' }] });
    expect(summaryOf(ofName(9), ofName(5)).unreadableNames).toMatchObject([{ last: 9, requests: 2 }]);
  });

  it('is what there is: a group without a name, or with a name alone', () => {
    const { resourceId: _id, ...nameless } = record({
      resourceType: 'Group',
      membersUnknown: { count: 1, ids: ['x'] },
    });
    const entry = { members: 1, isAtLeast: false, ids: ['x'], last: 10 };
    expect(summaryOf({ ...nameless, resourceId: 'g' }).unknownMembers).toEqual([{ groupId: 'g', ...entry }]);
    expect(summaryOf({ ...nameless, resourceName: 'Sales' }).unknownMembers).toEqual([
      { groupName: 'Sales', ...entry },
    ]);
    expect(summaryOf(nameless).unknownMembers).toEqual([entry]);
  });

  it('tells names of one type from those of another one and of all types', () => {
    const ignored = [{ attribute: 'custom_4', reason: 'unreadable' as const }];
    const { resourceType: _type, ...ofAll } = record({ ignored });
    const names = summaryOf(ofAll, record({ ignored }), record({ ignored, resourceType: 'Group' })).unreadableNames;
    expect(names).toHaveLength(3);
    expect(names).toContainEqual({ name: 'custom_4', requests: 1, last: 10 });
    expect(names).toContainEqual({ name: 'custom_4', resourceType: 'Group', requests: 1, last: 10 });
  });

  it('is nothing of a record without a type, and of attributes of no type', () => {
    const { resourceType: _type, ...typeless } = record({ ...unknown('x'), outcome: 'refused' });
    expect(summaryOf(typeless).unknownAttributes).toEqual([]);
  });
});

describe('a summary is partial', () => {
  it.each([
    [100, false],
    [101, true],
  ])('when it has more than 100 entries of a kind: %i, %s', (count, isPartial) => {
    const index = Array.from({ length: count }, (_, one) => one);
    const kinds = [
      index.map((one) => record(unknown(`name-${one}`))),
      index.map((one) => record({ resourceId: `g-${one}`, membersUnknown: { count: 1, ids: ['x'] } })),
      index.map((one) => record({ ignored: [{ attribute: `n ${one}`, reason: 'unreadable' }] })),
    ];
    for (const records of kinds) {
      const { unknownAttributes, unknownMembers, unreadableNames, ...summary } = summaryOf(...records);
      expect(unknownAttributes.length + unknownMembers.length + unreadableNames.length).toBe(100);
      expect(summary.isPartial).toBe(isPartial);
    }
  });

  it('when a record does not list all that was left out', () => {
    expect(summaryOf(record({ ...unknown('x'), ignoredTotal: 120 })).isPartial).toBe(true);
  });

  it('when it has seen more than 1,000 kinds: those after them are not counted', () => {
    const known = Array.from({ length: 1000 }, (_, one) => record(unknown(`name-${one}`)));
    const again = record({ resourceId: 'ben', ...unknown('NAME-0') });
    const further = Array.from({ length: 3 }, (_, one) =>
      record({ resourceId: `p-${one}`, ...unknown('further', 'name-1') }),
    );
    const [first, second, ...others] = summaryOf(...known, again, ...further).unknownAttributes;
    expect([first, second]).toMatchObject([
      { attribute: 'name-1', resources: 4 },
      { attribute: 'name-0', resources: 2 },
    ]);
    expect(others.some(({ attribute }) => attribute === 'further')).toBe(false);
  });
});

it('a summary tells 200,000 people apart in all, and says where counting ended', () => {
  const builder = makeSummaryBuilder(0, suggest);
  const names = unknown(...Array.from({ length: 20 }, (_, name) => `n${name}`));
  for (let index = 0; index < 10_000; index += 1) builder.add(record({ resourceId: `${index}`, ...names }));
  builder.add(record({ resourceId: 'one more', at: 99, ...unknown('last') }));
  const { unknownAttributes } = builder.summary();
  expect(unknownAttributes.slice(0, 20).every(({ resources, isAtLeast }) => resources === 10_000 && !isAtLeast)).toBe(
    true,
  );
  expect(unknownAttributes[20]).toMatchObject({ attribute: 'last', resources: 0, isAtLeast: true });
});

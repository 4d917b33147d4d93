// Reading the activity of an organisation: how much a call reads, and where it says that there is more.
import { describe, expect, it } from 'vitest';
import { makeActivityReading, type ActivityRecord } from '@looop-scim/provisioning/activity';
import { makeSchemaRegistry, standardRegistry } from '@looop-scim/scim/schema';
import { run } from '../../../../test/support/run/run-effect.ts';
import { listedLog, OKTA, openPorts, openWithPeople, recordOf, recordsOf } from './support.ts';

/** The reading of records that are listed as they are given. */
const readingOf = async (records: readonly ActivityRecord[]) => {
  const { resources, activity } = await openPorts();
  const { page, entries, asked } = listedLog(records);
  return {
    reading: makeActivityReading({ registry: standardRegistry, resources, activity: { ...activity, page } }),
    entries,
    asked,
  };
};

const title = (after: string) => ({ changes: [{ attribute: 'title', after }] });

describe('a page', () => {
  it.each([
    [-1, 1],
    [0, 1],
    [1, 1],
    [1000, 1000],
    [1001, 1000],
  ])('of %i records has %i', async (limit, count) => {
    const { reading, entries } = await readingOf(recordsOf(1100));
    const page = await run(reading.page({ limit }));
    expect(page.entries).toHaveLength(count);
    expect(page.next).toBe(entries[count - 1]?.position);
  });

  it('is the last one where there is no further record', async () => {
    const { reading } = await readingOf(recordsOf(3));
    expect((await run(reading.page({ limit: 3 }))).next).toBeUndefined();
    expect(await run(reading.page({ limit: 2 }))).toMatchObject({ next: '0.1' });
    expect(Object.keys(await run(reading.page({ limit: 3 })))).toEqual(['entries']);
  });

  it('asks the storage for what its selection says, and no more', async () => {
    const { reading, asked } = await readingOf([]);
    await run(reading.page({ limit: 2, outcome: 'refused', since: 1, until: 9, position: '0.1' }));
    await run(reading.page({ limit: 2, user: 'nobody' }));
    await run(reading.page({ limit: 2, outcome: 'applied', client: OKTA, text: 'ana' }));
    expect(asked).toEqual([
      { outcome: 'refused', since: 1, until: 9, position: '0.1', limit: 3 },
      { resource: { id: 'nobody', name: 'nobody' }, limit: 3 },
      { outcome: 'applied', limit: 500 },
    ]);
  });

  it('of a client has its records alone, through any number of others', async () => {
    const mine = { caller: { tokenFingerprint: 'mine', requestId: 'r' } };
    const { reading, entries } = await readingOf(recordsOf(1200, (index) => (index % 600 === 599 ? mine : {})));
    const page = await run(reading.page({ limit: 10, client: 'mine' }));
    expect(page).toEqual({ entries: [entries[599], entries[1199]] });
  });
});

describe('a user who is named', () => {
  const selected = async (user: string, registry = standardRegistry) => {
    const { resources, activity } = await openWithPeople({ 'id-1': { userName: 'Ana' } });
    const { page, asked } = listedLog([]);
    const reading = makeActivityReading({ registry, resources, activity: { ...activity, page } });
    await run(reading.page({ limit: 1, user }));
    return asked[0];
  };

  it('is looked for by the id and by the name; by the text for both, where there is no such user', async () => {
    expect(await selected('ana')).toMatchObject({ resource: { id: 'id-1', name: 'ana' } });
    expect(await selected('id-1')).toMatchObject({ resource: { id: 'id-1', name: 'id-1' } });
    expect(await selected('ben')).toMatchObject({ resource: { id: 'ben', name: 'ben' } });
    expect(await selected('ana', makeSchemaRegistry([], []))).toMatchObject({ resource: { id: 'ana', name: 'ana' } });
  });

  it('is followed, with what is looked for', async () => {
    const { activity, resources } = await openWithPeople({ 'id-1': { userName: 'Ana' } });
    const reading = makeActivityReading({ registry: standardRegistry, resources, activity });
    const follower = await run(reading.follow({ user: 'ana', text: 'title' }));
    await run(activity.append(recordOf({ resourceId: 'id-1', ...title('Coach') })));
    await run(activity.append(recordOf({ resourceId: 'id-1' })));
    await run(activity.append(recordOf({ resourceId: 'id-2', ...title('Coach') })));
    expect((await run(follower.next())).map(({ record }) => record.changes.length)).toEqual([1]);
  });
});

describe('arrivals', () => {
  it('are the newest request of each attribute of a user', async () => {
    const { reading, asked } = await readingOf([
      recordOf({ at: 9, resourceType: 'Group', ...title('x') }),
      recordOf({ at: 8, ...title('x') }),
      recordOf({ at: 7, resourceId: 'ben', changes: [{ attribute: 'nickName' }, { attribute: 'title' }] }),
    ]);
    expect(await run(reading.arrivals())).toEqual({
      arrivals: [
        { attribute: 'title', at: 8 },
        { attribute: 'nickName', at: 7 },
      ],
      isPartial: false,
    });
    expect(asked).toEqual([{ outcome: 'applied', limit: 500 }]);
  });

  it('are looked for among 5,000 requests, page by page; the newest one of an attribute counts', async () => {
    const seen = async (count: number) => {
      const { reading, asked } = await readingOf(
        recordsOf(count, (index) => ({
          at: count - index,
          changes: [{ attribute: index === count - 1 ? 'oldest' : 'title' }],
        })),
      );
      const { arrivals, isPartial } = await run(reading.arrivals());
      return [arrivals.map(({ attribute, at }) => [attribute, at]), isPartial, asked.length];
    };
    expect(await seen(501)).toEqual([
      [
        ['title', 501],
        ['oldest', 1],
      ],
      false,
      2,
    ]);
    expect(await seen(4999)).toEqual([
      [
        ['title', 4999],
        ['oldest', 1],
      ],
      false,
      10,
    ]);
    expect(await seen(5001)).toEqual([[['title', 5001]], true, 10]);
  });
});

describe('origins of the values of a user', () => {
  it('are read from the newest 1,000 requests that were applied', async () => {
    const { reading, asked } = await readingOf(
      recordsOf(1001, (index) => ({ changes: [{ attribute: index === 1000 ? 'oldest' : 'title' }] })),
    );
    const { origins, isPartial } = await run(reading.origins('ana'));
    expect([origins.map(({ attribute }) => attribute), isPartial]).toEqual([['title'], true]);
    expect(asked).toEqual([{ outcome: 'applied', resource: { id: 'ana', name: 'ana' }, limit: 1001 }]);
    const whole = await readingOf(recordsOf(1000));
    expect((await run(whole.reading.origins('ana'))).isPartial).toBe(false);
  });
});

describe('a summary', () => {
  const unknown = { ignored: [{ attribute: 'x', reason: 'unknown' as const }] };
  const summaryOf = async (count: number, most?: number) => {
    const { reading, asked } = await readingOf(recordsOf(count, (index) => ({ resourceId: `${index}`, ...unknown })));
    const { unknownAttributes, isPartial } = await run(reading.summary(7, most));
    return { resources: unknownAttributes[0]?.resources, isPartial, asked };
  };

  it('reads page by page to the end', async () => {
    for (const count of [1, 499, 500, 501, 1000]) {
      const { resources, isPartial, asked } = await summaryOf(count);
      expect([resources, isPartial, asked.length]).toEqual([count, false, Math.floor(count / 500) + 1]);
    }
    const { asked } = await summaryOf(500);
    expect(asked).toEqual([
      { outcome: 'ignored', since: 7, limit: 500 },
      { outcome: 'ignored', since: 7, limit: 500, position: '0.499' },
    ]);
  });

  it('reads so many records at most, in whole pages, and says when it may have left some', async () => {
    expect(await summaryOf(1499, 1500)).toMatchObject({ resources: 1499, isPartial: false });
    expect(await summaryOf(1501, 1500)).toMatchObject({ resources: 1500, isPartial: true });
    expect(await summaryOf(600, 1)).toMatchObject({ resources: 500, isPartial: true });
    expect(await summaryOf(600, 0)).toMatchObject({ resources: undefined, isPartial: true });
  });

  it('suggests what was probably meant, of the types that there are', async () => {
    const ignored = [{ attribute: 'custom_4', reason: 'unknown' as const }];
    const { reading } = await readingOf([
      recordOf({ ignored }),
      recordOf({ ignored, resourceType: 'Printer', resourceId: 'p' }),
    ]);
    const { unknownAttributes } = await run(reading.summary(0));
    expect(unknownAttributes.map(({ suggestion }) => suggestion?.split(':').at(-1))).toEqual(['custom_1', undefined]);
  });
});

it('a record is read by its position', async () => {
  const { resources, activity } = await openPorts();
  await run(activity.append(recordOf({ at: 5 })));
  const reading = makeActivityReading({ registry: standardRegistry, resources, activity });
  const [entry] = (await run(reading.page({ limit: 1 }))).entries;
  expect(await run(reading.entry(entry?.position ?? ''))).toEqual(entry);
});

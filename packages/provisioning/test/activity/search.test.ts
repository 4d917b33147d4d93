// Reading the activity for what no index finds, and one record by its position: what is read, and where it ends.
import { describe, expect, it } from 'vitest';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import { failureOf, run } from '../../../../test/support/run/run-effect.ts';
import { readEntry } from '../../src/use-cases/activity-entry.ts';
import { lookedFor, searchActivity } from '../../src/use-cases/search-activity.ts';
import { listedLog, OKTA, openPorts, recordOf, recordsOf } from './support.ts';

/** The log reads from one port at a time. */
const logOf = async (records: readonly ActivityRecord[]) => {
  const { activity } = await openPorts();
  const { page, entries, asked } = listedLog(records);
  return { log: { ...activity, page }, entries, asked };
};

const isMeant = ({ resourceId }: ActivityRecord): boolean => resourceId === 'meant';
const search = (log: Parameters<typeof searchActivity>[0], limit: number, position?: string) =>
  run(searchActivity(log, {}, { isMeant, limit, position }));

describe('what is looked for', () => {
  const [mine, other] = [
    recordOf(),
    recordOf({ resourceId: 'ben', caller: { tokenFingerprint: 'another', requestId: 'request-2' } }),
  ];

  it.each([
    [{ client: OKTA }, [true, false]],
    [{ text: 'request' }, [true, true]],
    [{ text: 'request', client: 'another' }, [false, true]],
    [{ text: 'ana', client: 'another' }, [false, false]],
  ])('%j: %j', (selection, expected) => {
    expect([mine, other].map((record) => lookedFor(selection)?.(record))).toEqual(expected);
  });

  it('is nothing where neither a text nor a client is given: then an index answers', () => {
    expect(lookedFor({ outcome: 'refused', user: 'ana' })).toBeUndefined();
  });
});

describe('a search', () => {
  it('has every record that is meant once, page by page, in their order', async () => {
    const { log, entries } = await logOf(
      recordsOf(1200, (index) => (index % 100 === 0 ? { resourceId: 'meant' } : {})),
    );
    const found = [];
    let pages = 0;
    for (let position: string | undefined; ;) {
      const { entries: part, next } = await search(log, 5, position);
      [pages, position] = [pages + 1, next];
      found.push(...part);
      if (next === undefined) break;
    }
    expect(found).toEqual(entries.filter(({ record }) => isMeant(record)));
    expect(pages).toBe(3);
  });

  it('ends at the end of the records, also where the last read is full', async () => {
    for (const count of [0, 1, 499, 500, 501, 1000]) {
      const { log, asked } = await logOf(
        recordsOf(count, (index) => (index === count - 1 ? { resourceId: 'meant' } : {})),
      );
      const { entries, next } = await search(log, 2);
      expect([entries.length, next]).toEqual([Math.min(count, 1), undefined]);
      expect(asked).toHaveLength(Math.floor(count / 500) + 1);
    }
  });

  it('looks at 5,000 records a call, and says where it goes on', async () => {
    const { log, entries, asked } = await logOf(
      recordsOf(5600, (index) => (index === 5500 ? { resourceId: 'meant' } : {})),
    );
    const first = await search(log, 10);
    expect(first).toEqual({ entries: [], next: entries[4999]?.position });
    expect(asked).toHaveLength(10);
    expect((await search(log, 10, first.next)).entries).toEqual([entries[5500]]);
  });

  it('reads what its filter selects', async () => {
    const { log, asked } = await logOf([]);
    await run(searchActivity(log, { outcome: 'refused', since: 7 }, { isMeant, limit: 1, position: '1.2' }));
    expect(asked).toEqual([{ outcome: 'refused', since: 7, position: '1.2', limit: 500 }]);
  });
});

describe('the record at a position', () => {
  it('is found among any number of records of its time', async () => {
    const { activity } = await openPorts();
    for (const { at } of [{ at: 4 }, { at: 6 }]) await run(activity.append(recordOf({ at })));
    for (const record of recordsOf(1001, (index) => ({ at: 5, resourceId: `r${index}` }))) {
      await run(activity.append(record));
    }
    const all = await run(activity.page({ limit: 2000 }));
    for (const index of [0, 1, 500, 501, 1001, 1002]) {
      const entry = all[index];
      expect(await run(readEntry(activity, entry?.position ?? ''))).toEqual(entry);
    }
    expect(await run(readEntry(activity, '5.9999'))).toBeUndefined();
    expect(await run(readEntry(activity, '7.1'))).toBeUndefined();
    expect(await failureOf(readEntry(activity, 'nowhere'))).toMatchObject({ _tag: 'InvalidPosition' });
  });

  it('is looked for among records of its time alone', async () => {
    // Refusals that were repeated at that time, and began before it, come after them.
    const { log, asked } = await logOf([
      ...recordsOf(400, () => ({ at: 5 })),
      ...recordsOf(700, () => ({ at: 1, outcome: 'refused', repeated: { count: 2, last: 5 } })),
    ]);
    expect(await run(readEntry(log, '5.gone'))).toBeUndefined();
    expect(asked).toEqual([{ since: 5, until: 6, limit: 500 }]);
  });

  it('is read for once, where there are few of its time', async () => {
    const { log, asked } = await logOf(recordsOf(3, () => ({ at: 5 })));
    expect(await run(readEntry(log, '5.gone'))).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('is looked for on, where all that was read is of its time', async () => {
    const { log, entries, asked } = await logOf(recordsOf(700, () => ({ at: 5 })));
    expect(await run(readEntry(log, '5.699'))).toEqual(entries[699]);
    expect(asked.map(({ position }) => position)).toEqual([undefined, '5.499']);
  });
});

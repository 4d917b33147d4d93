// Requests by time: the hours of a storage, and the spans of a chart.
import { Effect } from 'effect';
import { describe, expect, it } from 'vitest';
import type { HourCount } from '@looop-scim/provisioning/ports';
import { run } from '../../../../test/support/run/run-effect.ts';
import { countedByHour, HOUR_MS, hourOf } from '../../src/activity/hours.ts';
import { makeActivityCounts } from '../../src/use-cases/count-activity.ts';
import { recordOf } from './support.ts';

const DAY_MS = 24 * HOUR_MS;
const none = { applied: 0, unchanged: 0, answered: 0, refused: 0 };

describe('hours', () => {
  it('begin at whole hours, also before 1970', () => {
    expect([0, HOUR_MS - 1, HOUR_MS, -1].map(hourOf)).toEqual([0, 0, HOUR_MS, -HOUR_MS]);
  });

  it('count requests of one outcome together, a repeated one as often as it was made', () => {
    const records = [
      recordOf({ at: 2 * HOUR_MS }),
      recordOf({ at: 3 * HOUR_MS - 1 }),
      recordOf({ at: 2 * HOUR_MS, outcome: 'refused', repeated: { count: 7, last: 9 * HOUR_MS } }),
      recordOf({ at: 2 * HOUR_MS, outcome: 'refused' }),
      recordOf({ at: 3 * HOUR_MS }),
    ];
    expect(countedByHour(records, 0, DAY_MS)).toEqual([
      { hour: 2 * HOUR_MS, outcome: 'applied', count: 2 },
      { hour: 2 * HOUR_MS, outcome: 'refused', count: 8 },
      { hour: 3 * HOUR_MS, outcome: 'applied', count: 1 },
    ]);
  });

  it('are those that begin at the first time or later, and before the second one', () => {
    const records = [1, 2, 3, 4].map((hour) => recordOf({ at: hour * HOUR_MS + 5 }));
    const hoursOf = (since: number, until: number) =>
      countedByHour(records, since, until).map(({ hour }) => hour / HOUR_MS);
    expect(hoursOf(2 * HOUR_MS, 4 * HOUR_MS)).toEqual([2, 3]);
    expect(hoursOf(2 * HOUR_MS + 1, 4 * HOUR_MS + 1)).toEqual([3, 4]);
  });
});

describe('the counts of a chart', () => {
  const countsOf = (hours: readonly HourCount[]) => {
    const asked: (readonly number[])[] = [];
    const counts = makeActivityCounts({
      countByHour: (since, until) => {
        asked.push([since, until]);
        return Effect.succeed(hours);
      },
    });
    return { counts, asked };
  };

  it('have every span, with the sums of its hours by outcome', async () => {
    const { counts, asked } = countsOf([
      { hour: DAY_MS, outcome: 'applied', count: 2 },
      { hour: 2 * DAY_MS - HOUR_MS, outcome: 'applied', count: 3 },
      { hour: DAY_MS, outcome: 'refused', count: 5 },
      { hour: 3 * DAY_MS, outcome: 'answered', count: 7 },
      { hour: 3 * DAY_MS, outcome: 'unchanged', count: 11 },
      // Not of these days.
      { hour: 5 * DAY_MS, outcome: 'applied', count: 13 },
    ]);
    const { spans } = await run(counts({ since: DAY_MS + 1, until: 3 * DAY_MS + 1, spanMs: DAY_MS }));
    expect(spans).toEqual([
      { ...none, at: DAY_MS, applied: 5, refused: 5 },
      { ...none, at: 2 * DAY_MS },
      { ...none, at: 3 * DAY_MS, answered: 7, unchanged: 11 },
    ]);
    expect(asked).toEqual([[DAY_MS, 4 * DAY_MS]]);
  });

  it('end where a span ends, and are those of 400 spans at most: the last ones', async () => {
    const { counts, asked } = countsOf([]);
    const firstAndLast = async (since: number, until: number) => {
      const { spans } = await run(counts({ since, until, spanMs: HOUR_MS }));
      return [spans.length, spans[0]?.at, spans.at(-1)?.at].map((one, index) =>
        index === 0 ? one : (one ?? 0) / HOUR_MS,
      );
    };
    expect(await firstAndLast(0, 2 * HOUR_MS)).toEqual([2, 0, 1]);
    expect(await firstAndLast(0, 400 * HOUR_MS)).toEqual([400, 0, 399]);
    expect(await firstAndLast(0, 1000 * HOUR_MS)).toEqual([400, 600, 999]);
    expect(asked.at(-1)).toEqual([600 * HOUR_MS, 1000 * HOUR_MS]);
  });
});

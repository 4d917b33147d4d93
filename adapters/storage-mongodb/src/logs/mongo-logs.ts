// Activity and directory events as they are read. What acknowledged writes still have to record is recorded first.
import * as Result from 'effect/Result';
import type { DirectoryEvent, EarlierEvent } from '@looop-scim/provisioning/events';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { ActivityLog, DirectoryEventLog, EarlierEventLog, InvalidPosition } from '@looop-scim/provisioning/ports';
import { parsePosition, type ActivityPosition } from '@looop-scim/provisioning/storage-support';
import type { Collections } from '../collections.ts';
import type { Calls } from '../calls.ts';
import { entryOf } from './activity-document.ts';
import { hoursPipeline, pageQuery, type HourDocument } from './activity-query.ts';
import type { AppendCounted } from './append-counted.ts';
import { eventText } from './event-document.ts';
import { lastSequence, oldestSequence, type EventLogName } from './event-sequence.ts';

/** What the logs need. */
export interface LogAccess {
  readonly collections: Collections;
  readonly calls: Calls;
  readonly appendCounted: AppendCounted;
  /** Finishes every write of an organisation. */
  readonly finishAll: (organisation: OrganisationId) => Promise<void>;
}

/** The position of a text, if there is one. */
const positionOf = (text: string | undefined): Result.Result<ActivityPosition | undefined, InvalidPosition> =>
  text === undefined ? Result.succeed(undefined) : parsePosition(text);

/** Makes the activity log of an organisation. */
export const makeActivityLog = (
  organisation: OrganisationId,
  { collections, calls, appendCounted, finishAll }: LogAccess,
): ActivityLog => {
  const { activity } = collections;
  return {
    append: (record) =>
      calls.write(async () => {
        await appendCounted(organisation, record);
        return Result.void;
      }),
    page: ({ position, limit, ...filter }) =>
      calls.read(async () => {
        const from = positionOf(position);
        if (Result.isFailure(from)) return Result.fail(from.failure);
        await finishAll(organisation);
        if (limit < 1) return Result.succeed([]);
        const query = pageQuery(organisation, filter, from.success);
        const found = await activity.find(query).sort({ at: -1, w: -1 }).limit(limit).toArray();
        return Result.succeed(found.map(entryOf));
      }),
    countByHour: (since, until) =>
      calls.read(async () => {
        await finishAll(organisation);
        const found = await activity.aggregate<HourDocument>(hoursPipeline(organisation, since, until)).toArray();
        return Result.succeed(found.map(({ _id: { hour, outcome }, count }) => ({ hour, outcome, count })));
      }),
    after: ({ position, limit }) =>
      calls.read(async () => {
        const from = positionOf(position);
        if (Result.isFailure(from)) return Result.fail(from.failure);
        await finishAll(organisation);
        if (limit < 1) return Result.succeed([]);
        const after = from.success === undefined ? {} : { w: { $gt: from.success.key } };
        const found = await activity
          .find({ o: organisation, ...after })
          .sort({ w: 1 })
          .limit(limit)
          .toArray();
        return Result.succeed(found.map(entryOf));
      }),
  };
};

/** Numbers and texts of the events of a log after a number. */
const textsAfter = async (
  collections: Collections,
  { name, organisation }: { readonly name: EventLogName; readonly organisation: OrganisationId },
  sequence: number,
  limit: number,
): Promise<readonly { readonly sequence: number; readonly text: string }[]> => {
  if (limit < 1) return [];
  const found = await collections[name]
    .find({ o: organisation, seq: { $gt: sequence } })
    .sort({ seq: 1 })
    .limit(limit)
    .toArray();
  return await Promise.all(
    found.map(async (document) => ({
      sequence: document.seq,
      text: await eventText(collections, document),
    })),
  );
};

/** Makes the event log of an organisation. */
export const makeEventLog = (
  organisation: OrganisationId,
  { collections, calls, finishAll }: LogAccess,
): DirectoryEventLog => {
  const read = <Answer>(work: () => Promise<Answer>) =>
    calls.read(async () => {
      await finishAll(organisation);
      return Result.succeed(await work());
    });
  const last = () => lastSequence(collections, 'feed', organisation);
  return {
    after: (sequence, limit) =>
      read(async () => {
        const found = await textsAfter(collections, { name: 'feed', organisation }, sequence, limit);
        // Written by the recorder alone.
        return found.map(({ sequence: number, text }) => ({
          sequence: number,
          event: JSON.parse(text) as DirectoryEvent,
        }));
      }),
    last: () => read(last),
    oldest: () => read(async () => (await oldestSequence(collections, organisation)) ?? (await last()) + 1),
  };
};

/** Makes the log of the events that earlier versions wrote. */
export const makeEarlierEventLog = (
  organisation: OrganisationId,
  { collections, calls }: Pick<LogAccess, 'collections' | 'calls'>,
): EarlierEventLog => ({
  after: (sequence, limit) =>
    calls.read(async () => {
      const found = await textsAfter(collections, { name: 'events', organisation }, sequence, limit);
      // Written by earlier versions alone.
      return Result.succeed(
        found.map(({ sequence: number, text }) => ({ sequence: number, event: JSON.parse(text) as EarlierEvent })),
      );
    }),
});

// Activity and directory events as they are read. What acknowledged writes still have to record is recorded first.
import * as Result from 'effect/Result';
import type {
  ActivityLog,
  DirectoryEvent,
  DirectoryEventLog,
  InvalidPosition,
  SequencedEvent,
  OrganisationId,
} from '@looop-scim/provisioning';
import { parsePosition, type ActivityPosition } from '@looop-scim/provisioning/storage-support';
import type { Collections, EventDocument } from '../collections.ts';
import type { Calls } from '../calls.ts';
import { readPieces } from '../pieces.ts';
import { entryOf } from './activity-document.ts';
import { pageQuery } from './activity-query.ts';
import type { AppendCounted } from './append-counted.ts';

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

const eventOf = async (
  collections: Collections,
  { o: organisation, seq, key, event }: EventDocument,
): Promise<SequencedEvent> => {
  const text = event ?? (await readPieces(collections, { o: organisation, key }));
  if (text === undefined) throw new Error(`Event ${seq} has lost its text`);
  return { sequence: seq, event: JSON.parse(text) as DirectoryEvent };
};

/** Makes the event log of an organisation. */
export const makeEventLog = (
  organisation: OrganisationId,
  { collections, calls, finishAll }: LogAccess,
): DirectoryEventLog => ({
  after: (sequence, limit) =>
    calls.read(async () => {
      await finishAll(organisation);
      if (limit < 1) return Result.succeed([]);
      const found = await collections.events
        .find({ o: organisation, seq: { $gt: sequence } })
        .sort({ seq: 1 })
        .limit(limit)
        .toArray();
      return Result.succeed(await Promise.all(found.map((document) => eventOf(collections, document))));
    }),
});

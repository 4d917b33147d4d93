// Activity and directory events as they are read. What acknowledged writes still have to record is recorded first.
import * as Result from 'effect/Result';
import type {
  ActivityLog,
  ActivityRecord,
  DirectoryEvent,
  DirectoryEventLog,
  SequencedEvent,
  OrganisationId,
} from '@looop-scim/provisioning';
import type { Collections, EventDocument } from '../collections.ts';
import type { Calls } from '../calls.ts';
import { readPieces } from '../pieces.ts';

/** What the logs need. */
export interface LogAccess {
  readonly collections: Collections;
  readonly calls: Calls;
  readonly nextWriteId: () => string;
  /** Finishes every write of an organisation. */
  readonly finishAll: (organisation: OrganisationId) => Promise<void>;
}

/** Makes the activity log of an organisation. */
export const makeActivityLog = (
  organisation: OrganisationId,
  { collections, calls, nextWriteId, finishAll }: LogAccess,
): ActivityLog => ({
  append: (record) =>
    calls.write(async () => {
      await collections.activity.insertOne({ o: organisation, w: nextWriteId(), record: JSON.stringify(record) });
      return Result.void;
    }),
  newest: (limit) =>
    calls.read(async () => {
      await finishAll(organisation);
      if (limit < 1) return Result.succeed([]);
      const found = await collections.activity.find({ o: organisation }).sort({ w: -1 }).limit(limit).toArray();
      // Written by this adapter alone, from the same type.
      return Result.succeed(found.map(({ record }) => JSON.parse(record) as ActivityRecord));
    }),
});

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

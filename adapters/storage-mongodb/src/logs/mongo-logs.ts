// Activity and directory events as they are read. What acknowledged writes still have to record is recorded first.
import * as Result from 'effect/Result';
import type {
  ActivityLog,
  ActivityRecord,
  DirectoryEvent,
  DirectoryEventLog,
  SequencedEvent,
} from '@looop-scim/provisioning';
import type { Collections, EventDocument } from '../collections.ts';
import type { Calls } from '../calls.ts';
import { readPieces } from '../pieces.ts';

/** What the logs need. */
export interface LogAccess {
  readonly collections: Collections;
  readonly calls: Calls;
  readonly nextWriteId: () => string;
  /** Finishes every intent of an organisation. */
  readonly finishAll: (o: string) => Promise<void>;
}

/** Makes the activity log of an organisation. */
export const makeActivityLog = (o: string, { collections, calls, nextWriteId, finishAll }: LogAccess): ActivityLog => ({
  append: (record) =>
    calls.write(async () => {
      await collections.activity.insertOne({ o, w: nextWriteId(), record: JSON.stringify(record) });
      return Result.void;
    }),
  newest: (limit) =>
    calls.read(async () => {
      await finishAll(o);
      if (limit < 1) return Result.succeed([]);
      const found = await collections.activity.find({ o }).sort({ w: -1 }).limit(limit).toArray();
      // Written by this adapter alone, from the same type.
      return Result.succeed(found.map(({ record }) => JSON.parse(record) as ActivityRecord));
    }),
});

const eventOf = async (collections: Collections, { o, seq, key, event }: EventDocument): Promise<SequencedEvent> => {
  const text = event ?? (await readPieces(collections, { o, key }));
  if (text === undefined) throw new Error(`Event ${seq} has lost its text`);
  return { sequence: seq, event: JSON.parse(text) as DirectoryEvent };
};

/** Makes the event log of an organisation. */
export const makeEventLog = (o: string, { collections, calls, finishAll }: LogAccess): DirectoryEventLog => ({
  after: (sequence, limit) =>
    calls.read(async () => {
      await finishAll(o);
      if (limit < 1) return Result.succeed([]);
      const found = await collections.events
        .find({ o, seq: { $gt: sequence } })
        .sort({ seq: 1 })
        .limit(limit)
        .toArray();
      return Result.succeed(await Promise.all(found.map((document) => eventOf(collections, document))));
    }),
});

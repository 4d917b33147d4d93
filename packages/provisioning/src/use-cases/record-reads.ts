// Reads of which something was left out are recorded, too: counted in this process, and stored beside the requests. A client
// that reads often must not cause one write for each read.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { Projection } from '@looop-scim/scim/answer';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import { activityFields, REPETITION_WINDOW_MS } from '../activity/activity-fields.ts';
import type { ActivityRecord, Caller } from '../activity/activity-record.ts';
import { recordOfRead, type IncompleteRead } from '../activity/incomplete-read.ts';
import type { OrganisationId } from '../organisation/organisation.ts';
import type { ActivityLog } from '../ports/outbound/activity-log.ts';
import type { NoteRead, ScimDependencies } from './dependencies.ts';

/** Kinds of reads of one organisation that are counted before they are stored; beyond it further ones are left out. */
const MAX_WAITING_PER_ORGANISATION = 20;
/** Those of all organisations. */
const MAX_WAITING = 1000;
/** Counts are stored this often at most. */
const STORE_EVERY_MS = 10_000;

/** The recording of reads of all organisations. */
export interface ReadRecording {
  readonly noteReadOf: (id: OrganisationId) => NoteRead;
  /** Stores the counts that wait; called at the end, and now and then. */
  readonly flush: Effect.Effect<void, StorageUnavailable>;
}

interface Waiting {
  readonly organisation: OrganisationId;
  readonly record: ActivityRecord;
}

const timesOf = ({ at, repeated }: ActivityRecord) => repeated ?? { count: 1, last: at };

/** Two records of one kind as one. */
const counted = (first: ActivityRecord, second: ActivityRecord): ActivityRecord => {
  const [one, other] = [timesOf(first), timesOf(second)];
  const at = Math.min(first.at, second.at);
  return { ...first, at, repeated: { count: one.count + other.count, last: Math.max(one.last, other.last) } };
};

/** Records a read at once, beside the request: for whoever serves few. */
const makeNoteRead =
  (activity: Pick<ActivityLog, 'append'>): NoteRead =>
  (read) =>
    Effect.gen(function* () {
      const record = recordOfRead(read, yield* Clock.currentTimeMillis);
      yield* Effect.forkDetach(Effect.ignore(activity.append(record)), { startImmediately: true });
    });

/** Makes the note of what a projection could not understand. */
export const makeNoteProjection = ({ noteRead, activity }: Pick<ScimDependencies, 'noteRead' | 'activity'>) => {
  const note = noteRead ?? makeNoteRead(activity);
  return ({ unreadable }: Projection, caller: Caller, type?: ResourceType): Effect.Effect<void> =>
    unreadable === undefined
      ? Effect.void
      : note({ caller, ...(type !== undefined && { resourceType: type.name }), names: unreadable });
};

/** Makes the recording of reads. What cannot be stored is tried again for ten minutes. */
export const makeReadRecording = (activityOf: (id: OrganisationId) => Pick<ActivityLog, 'append'>): ReadRecording => {
  let waiting = new Map<string, Waiting>();
  let perOrganisation = new Map<OrganisationId, number>();
  let storedAt = Number.NEGATIVE_INFINITY;

  const add = ({ organisation, record }: Waiting): void => {
    const key = JSON.stringify([organisation, activityFields(record).repetitionKey]);
    const known = waiting.get(key);
    if (known !== undefined) {
      waiting.set(key, { organisation, record: counted(known.record, record) });
      return;
    }
    const kinds = perOrganisation.get(organisation) ?? 0;
    if (kinds >= MAX_WAITING_PER_ORGANISATION || waiting.size >= MAX_WAITING) return;
    perOrganisation.set(organisation, kinds + 1);
    waiting.set(key, { organisation, record });
  };

  /** Has what was not stored wait again, the one that failed last: an organisation that was deleted holds up nobody else. */
  const putBack = (now: number, [failed, ...rest]: readonly Waiting[]): void => {
    const isRecent = ({ record }: Waiting): boolean => now - record.at < REPETITION_WINDOW_MS;
    for (const one of [...rest, ...(failed === undefined ? [] : [failed])]) if (isRecent(one)) add(one);
  };

  const flush = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    const taken = [...waiting.values()];
    [waiting, perOrganisation] = [new Map(), new Map()];
    for (const [index, { organisation, record }] of taken.entries()) {
      const stored = activityOf(organisation).append(record);
      yield* Effect.tapError(stored, () => Effect.sync(() => putBack(now, taken.slice(index))));
    }
  });

  const flushIfDue = (now: number): Effect.Effect<void> => {
    if (now - storedAt < STORE_EVERY_MS) return Effect.void;
    storedAt = now;
    return Effect.asVoid(Effect.forkDetach(Effect.ignore(flush), { startImmediately: true }));
  };

  return {
    noteReadOf: (organisation) =>
      Effect.fnUntraced(function* (read: IncompleteRead) {
        const now = yield* Clock.currentTimeMillis;
        add({ organisation, record: recordOfRead(read, now) });
        yield* flushIfDue(now);
      }),
    flush,
  };
};

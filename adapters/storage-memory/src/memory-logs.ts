// Activity, directory events and unknown tokens in memory. Records are looked through one by one: the reference for storages that
// have indexes.
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { DirectoryEvent, SequencedEvent } from '@looop-scim/provisioning/events';
import {
  MAX_UNKNOWN_TOKENS,
  type ActivityEntry,
  type ActivityLog,
  type DirectoryEventLog,
  type EarlierEventLog,
  type LogBounds,
  type UnknownToken,
  type UnknownTokenLog,
} from '@looop-scim/provisioning/ports';
import {
  activityFields,
  activityNameKey,
  countedByHour,
  eraseActivity,
  eraseDeletion,
  eraseEvent,
  parsePosition,
  printPosition,
  selectsRecord,
} from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import { frozenCopy } from './frozen-copy.ts';
import type { WhileOpen } from './while-open.ts';

/** A record with the number under which it was stored. */
export interface StoredActivity {
  readonly number: number;
  readonly record: ActivityRecord;
  /** The same for requests that are counted as one. */
  readonly repetitionKey?: string;
}

/** What is recorded of one organisation, in the order of storing. */
export interface Logs {
  activity: StoredActivity[];
  events: SequencedEvent[];
  /** The numbers that were issued last; they are not issued again. */
  lastActivity: number;
  lastEvent: number;
}

/** Logs without an entry. */
export const emptyLogs = (): Logs => ({ activity: [], events: [], lastActivity: 0, lastEvent: 0 });

/** Stores a record; later ones with the same key are counted in it. */
export const addActivity = (logs: Logs, record: ActivityRecord, repetitionKey?: string): void => {
  const stored = { record: frozenCopy(record), ...(repetitionKey !== undefined && { repetitionKey }) };
  logs.lastActivity += 1;
  logs.activity.push({ number: logs.lastActivity, ...stored });
};

/** Stores events. */
export const addEvents = (logs: Logs, events: readonly DirectoryEvent[]): void => {
  for (const event of events) {
    logs.lastEvent += 1;
    logs.events.push({ sequence: logs.lastEvent, event: frozenCopy(event) });
  }
};

/** Takes the values of a resource that was deleted out of the activity, and out of its events before the deletion. */
export const eraseFrom = (logs: Logs, id: string, name: string | undefined): void => {
  const key = name === undefined ? undefined : activityNameKey(name);
  const isAbout = (record: ActivityRecord): boolean => {
    const { resourceId, existingId, nameKey } = activityFields(record);
    return resourceId === id || existingId === id || (key !== undefined && nameKey === key);
  };
  logs.activity = logs.activity.map((stored) =>
    isAbout(stored.record) ? { number: stored.number, record: frozenCopy(eraseActivity(stored.record)) } : stored,
  );
  logs.events = logs.events.map((entry) => {
    const { type, subject } = entry.event;
    if (subject.id !== id || type === 'user.deleted') return entry;
    return { ...entry, event: frozenCopy(eraseEvent(entry.event)) };
  });
};

/** How often there was what a record tells of, and when the last time was. */
const timesOf = ({ at, repeated }: ActivityRecord) => repeated ?? { count: 1, last: at };

/** Counts a request where one of its kind is recorded; false when there is none. */
const isCounted = (logs: Logs, record: ActivityRecord, repetitionKey: string | undefined): boolean => {
  if (repetitionKey === undefined) return false;
  const index = logs.activity.findLastIndex((stored) => stored.repetitionKey === repetitionKey);
  const found = logs.activity[index];
  if (found === undefined) return false;
  const [known, more] = [timesOf(found.record), timesOf(record)];
  const repeated = { count: known.count + more.count, last: Math.max(known.last, more.last) };
  logs.activity[index] = { ...found, record: frozenCopy({ ...found.record, repeated }) };
  return true;
};

const entryOf = ({ number, record }: StoredActivity): ActivityEntry => ({
  position: printPosition({ at: record.at, key: String(number) }),
  record,
});

const newestFirst = (left: StoredActivity, right: StoredActivity): number =>
  right.record.at - left.record.at || right.number - left.number;

/** Makes the activity log of an organisation. */
export const makeMemoryActivityLog = (logs: Logs, whileOpen: WhileOpen): ActivityLog => ({
  append: (record) =>
    whileOpen(() => {
      const isErased = logs.activity.some(
        (stored) => stored.record.erased !== undefined && stored.record.resourceId === record.resourceId,
      );
      const kept = isErased && record.resourceId !== undefined ? eraseActivity(record) : record;
      const { repetitionKey } = activityFields(kept);
      if (!isCounted(logs, kept, repetitionKey)) addActivity(logs, kept, repetitionKey);
      return Result.void;
    }),
  page: ({ position, limit, ...filter }) =>
    whileOpen(() =>
      Result.gen(function* () {
        const from = position === undefined ? undefined : yield* parsePosition(position);
        const isAfter = ({ number, record }: StoredActivity): boolean =>
          from === undefined || record.at < from.at || (record.at === from.at && number < Number(from.key));
        return logs.activity
          .filter((stored) => isAfter(stored) && selectsRecord(filter, stored.record))
          .toSorted(newestFirst)
          .slice(0, Math.max(limit, 0))
          .map(entryOf);
      }),
    ),
  countByHour: (since, until) =>
    whileOpen(() => {
      const records = logs.activity.map(({ record }) => record);
      return Result.succeed(countedByHour(records, since, until));
    }),
  after: ({ position, limit }) =>
    whileOpen(() =>
      Result.gen(function* () {
        const from = position === undefined ? undefined : yield* parsePosition(position);
        const after = Number(from?.key ?? 0);
        return logs.activity
          .filter(({ number }) => number > after)
          .slice(0, Math.max(limit, 0))
          .map(entryOf);
      }),
    ),
});

/** Makes the event log of an organisation. */
export const makeMemoryEventLog = (logs: Logs, whileOpen: WhileOpen): DirectoryEventLog => ({
  after: (sequence, limit) =>
    whileOpen(() =>
      Result.succeed(logs.events.filter((entry) => entry.sequence > sequence).slice(0, Math.max(limit, 0))),
    ),
  last: () => whileOpen(() => Result.succeed(logs.lastEvent)),
  oldest: () => whileOpen(() => Result.succeed(logs.events[0]?.sequence ?? logs.lastEvent + 1)),
});

/** The events of earlier versions, of which no storage in memory has any. */
export const makeMemoryEarlierEvents = (whileOpen: WhileOpen): EarlierEventLog => ({
  after: () => whileOpen(() => Result.succeed([])),
});

/** Takes the last profiles out of the events of deletions before a time. */
const forgetProfiles = (logs: Logs, before: number): void => {
  logs.events = logs.events.map((entry) => {
    const { type, at, erased } = entry.event;
    const isKept = type !== 'user.deleted' || erased !== undefined || at >= before;
    return isKept ? entry : { ...entry, event: frozenCopy(eraseDeletion(entry.event)) };
  });
};

/** Removes what is older than the bounds; of the events only what is at the beginning of the log. */
export const trim = (logs: Logs, { activityBefore, eventsBefore, lastProfilesBefore }: LogBounds): void => {
  if (activityBefore !== undefined) logs.activity = logs.activity.filter(({ record }) => record.at >= activityBefore);
  if (eventsBefore !== undefined) {
    const first = logs.events.findIndex(({ event }) => event.at >= eventsBefore);
    logs.events = first === -1 ? [] : logs.events.slice(first);
  }
  if (lastProfilesBefore !== undefined) forgetProfiles(logs, lastProfilesBefore);
};

/** Unknown tokens, and their removal. */
export interface MemoryUnknownTokens {
  readonly log: UnknownTokenLog;
  readonly removeBefore: (at: number) => void;
}

const lastFirst = (left: UnknownToken, right: UnknownToken): number =>
  right.last - left.last || (left.fingerprintPrefix < right.fingerprintPrefix ? -1 : 1);

/** Makes the count of unknown tokens. */
export const makeMemoryUnknownTokens = (whileOpen: WhileOpen): MemoryUnknownTokens => {
  let kept: readonly UnknownToken[] = [];
  const add = (token: UnknownToken): void => {
    const known = kept.find(({ fingerprintPrefix }) => fingerprintPrefix === token.fingerprintPrefix);
    const counted = {
      ...token,
      count: token.count + (known?.count ?? 0),
      first: Math.min(token.first, known?.first ?? token.first),
      last: Math.max(token.last, known?.last ?? token.last),
    };
    kept = [...kept.filter((one) => one !== known), counted].toSorted(lastFirst).slice(0, MAX_UNKNOWN_TOKENS);
  };
  return {
    log: {
      add: (tokens) =>
        whileOpen(() => {
          tokens.forEach(add);
          return Result.void;
        }),
      list: () => whileOpen(() => Result.succeed(kept)),
    },
    removeBefore: (at) => {
      kept = kept.filter(({ last }) => last >= at);
    },
  };
};

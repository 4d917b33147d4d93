// Records of low volume in memory.
import {
  VersionConflict,
  type RecordContent,
  type RecordKind,
  type RecordStore,
  type StoredRecord,
} from '@looop-scim/provisioning/ports';
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { WhileOpen } from './while-open.ts';

/** Records of each kind by key. */
export type Records = Map<RecordKind, Map<string, StoredRecord>>;

const hasEnded = ({ expiresAt }: RecordContent, now: number): boolean => expiresAt !== undefined && expiresAt <= now;

/** Keys are ASCII, so that the order of strings is that of their bytes. */
const byKey = (one: StoredRecord, other: StoredRecord): number => (one.key < other.key ? -1 : 1);

/** Makes the store of records over a map. */
export const makeMemoryRecords = (records: Records, whileOpen: WhileOpen): RecordStore => {
  const ofKind = (kind: RecordKind): Map<string, StoredRecord> => {
    const kept = records.get(kind) ?? new Map<string, StoredRecord>();
    records.set(kind, kept);
    return kept;
  };
  /** A step that is told the time. */
  const timed = <Answer, Failure>(step: (now: number) => Result.Result<Answer, Failure>) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => whileOpen(() => step(now)));
  const found = (kind: RecordKind, key: string, now: number): StoredRecord | undefined => {
    const kept = records.get(kind)?.get(key);
    return kept === undefined || hasEnded(kept, now) ? undefined : kept;
  };

  return {
    read: (kind, key) => timed((now) => Result.succeed(found(kind, key, now))),
    write: (kind, key, { content, expiresAt }, expected) =>
      timed((now) => {
        const current = found(kind, key, now)?.version ?? 0;
        if (current !== expected) return Result.fail(new VersionConflict({ expected, current }));
        // One that has ended and lies there still is counted on.
        const version = (records.get(kind)?.get(key)?.version ?? 0) + 1;
        const stored = Object.freeze({ key, version, content, ...(expiresAt !== undefined && { expiresAt }) });
        ofKind(kind).set(key, stored);
        return Result.succeed(stored);
      }),
    remove: (kind, key, expected) =>
      timed((now) => {
        const current = found(kind, key, now)?.version ?? 0;
        if (current !== expected || current === 0) return Result.fail(new VersionConflict({ expected, current }));
        records.get(kind)?.delete(key);
        return Result.void;
      }),
    page: (kind, { after = '', prefix = '', limit }) =>
      timed((now) => {
        const kept = [...(records.get(kind)?.values() ?? [])].filter(
          (record) => record.key > after && record.key.startsWith(prefix) && !hasEnded(record, now),
        );
        return Result.succeed(kept.toSorted(byKey).slice(0, Math.max(0, limit)));
      }),
  };
};

/** Removes the records whose end has come by then. */
export const removeEnded = (records: Records, expiredBy: number): void => {
  for (const kept of records.values()) {
    for (const [key, record] of kept) if (hasEnded(record, expiredBy)) kept.delete(key);
  }
};

/** Removes at most `limit` records; answers how many. */
export const forgetRecords = (records: Records, limit: number): number => {
  let removed = 0;
  for (const kept of records.values()) {
    for (const key of [...kept.keys()].slice(0, limit - removed)) {
      kept.delete(key);
      removed += 1;
    }
  }
  return removed;
};

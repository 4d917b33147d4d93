// Records as values: what is stored as JSON, read back and changed by compare-and-set.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { RecordContent, RecordKind, RecordStore } from '../../ports/outbound/record-store.ts';
import type { VersionConflict } from '../../ports/outbound/revision-store.ts';

/** A value with the version of its record; version 0 stands for none. */
export interface Versioned<Value> {
  readonly value: Value | undefined;
  readonly version: number;
}

/** A value that is stored, and when it ends. */
export interface Kept<Value> {
  readonly value: Value;
  readonly expiresAt?: number;
}

/** Values of one kind by key. */
export interface StoredJson<Value> {
  readonly read: (key: string) => Effect.Effect<Versioned<Value>, StorageUnavailable>;
  readonly write: (
    key: string,
    kept: Kept<Value>,
    expected: number,
  ) => Effect.Effect<void, VersionConflict | StorageUnavailable>;
  readonly remove: (key: string, expected: number) => Effect.Effect<void, VersionConflict | StorageUnavailable>;
  /**
   * Replaces a value by what `decide` makes of it (undefined: there is none), and begins anew when somebody else has written
   * meanwhile. Fails as `decide` does; then nothing was stored.
   */
  readonly change: <Failure>(
    key: string,
    decide: (value: Value | undefined) => Effect.Effect<Kept<Value>, Failure>,
  ) => Effect.Effect<Value, Failure | StorageUnavailable>;
  /** Removes whatever is there. */
  readonly clear: (key: string) => Effect.Effect<void, StorageUnavailable>;
  readonly page: (page: {
    readonly after?: string;
    readonly prefix?: string;
    readonly limit: number;
  }) => Effect.Effect<readonly { readonly key: string; readonly value: Value }[], StorageUnavailable>;
}

const contentOf = <Value>({ value, expiresAt }: Kept<Value>): RecordContent => ({
  content: JSON.stringify(value),
  ...(expiresAt !== undefined && { expiresAt }),
});

/** Makes the values of a kind. What cannot be read was not written by this software: that is a defect. */
export const makeStoredJson = <Value>(records: RecordStore, kind: RecordKind): StoredJson<Value> => {
  const read: StoredJson<Value>['read'] = (key) =>
    Effect.map(records.read(kind, key), (stored) =>
      stored === undefined
        ? { value: undefined, version: 0 }
        : { value: JSON.parse(stored.content) as Value, version: stored.version },
    );
  const write: StoredJson<Value>['write'] = (key, kept, expected) =>
    Effect.asVoid(records.write(kind, key, contentOf(kept), expected));
  const remove: StoredJson<Value>['remove'] = (key, expected) => records.remove(kind, key, expected);

  /** Whether a write was made; not, when somebody else has written meanwhile. */
  const unlessConflict = (writing: Effect.Effect<void, VersionConflict | StorageUnavailable>) =>
    writing.pipe(
      Effect.as(true),
      Effect.catchTag('VersionConflict', () => Effect.succeed(false)),
    );

  return {
    read,
    write,
    remove,
    // Of those who compete one succeeds each time, so that the loops end.
    change: (key, decide) =>
      Effect.gen(function* () {
        for (;;) {
          const { value, version } = yield* read(key);
          const kept = yield* decide(value);
          if (yield* unlessConflict(write(key, kept, version))) return kept.value;
        }
      }),
    clear: (key) =>
      Effect.gen(function* () {
        for (;;) {
          const { version } = yield* read(key);
          if (version === 0 || (yield* unlessConflict(remove(key, version)))) return;
        }
      }),
    page: (page) =>
      Effect.map(records.page(kind, page), (found) =>
        found.map(({ key, content }) => ({ key, value: JSON.parse(content) as Value })),
      ),
  };
};

// Records of low volume. Each is one document, and one statement that names its version is the commit.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import {
  VersionConflict,
  type RecordKind,
  type RecordPage,
  type RecordStore,
  type StoredRecord,
} from '@looop-scim/provisioning/ports';
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Collection } from 'mongodb';
import type { Calls } from './calls.ts';
import type { Collections, RecordDocument } from './collections.ts';
import { isDuplicateKey } from './mongo-error.ts';

/** Comes after every character of a key. */
const LAST = '\u007f';

const recordOf = ({ key, version, content, expires }: RecordDocument): StoredRecord => ({
  key,
  version,
  content,
  ...(expires !== undefined && { expiresAt: expires }),
});

/** A call that is told the time. */
const timed = <Answer, Failure>(call: (now: number) => Effect.Effect<Answer, Failure>) =>
  Effect.flatMap(Clock.currentTimeMillis, call);

/** What all documents of an owner have: the organisation, or nothing. */
interface Owner {
  readonly o?: OrganisationId;
}

/** What is read and written of one owner's records. */
const makeDocuments = (records: Collection<RecordDocument & Owner>, owner: Owner) => {
  /** The document of a key, and the version that callers see of it: 0 when it has ended. */
  const look = async (kind: RecordKind, key: string, now: number) => {
    const document = await records.findOne({ ...owner, kind, key });
    if (document === null) return { document: undefined, current: 0 };
    return { document, current: document.expires !== undefined && document.expires <= now ? 0 : document.version };
  };

  return {
    look,
    /** Whether the document was put in the place of the one with the version before; not when somebody else was first. */
    put: async (document: RecordDocument): Promise<boolean> => {
      const { kind, key, version } = document;
      if (version > 1) {
        const before = { ...owner, kind, key, version: version - 1 };
        return (await records.replaceOne(before, { ...owner, ...document })).matchedCount === 1;
      }
      try {
        await records.insertOne({ ...owner, ...document });
        return true;
      } catch (cause) {
        if (isDuplicateKey(cause)) return false;
        throw cause;
      }
    },
    conflict: async (kind: RecordKind, key: string, { expected, now }: { expected: number; now: number }) =>
      Result.fail(new VersionConflict({ expected, current: (await look(kind, key, now)).current })),
    /** Those that have not ended, by key. */
    page: async (kind: RecordKind, { after = '', prefix = '', limit }: RecordPage, now: number) => {
      // To the driver no limit at all.
      if (limit < 1) return [];
      const key = { $gt: after, $gte: prefix, $lt: `${prefix}${LAST}` };
      const kept = { $or: [{ expires: { $exists: false } }, { expires: { $gt: now } }] };
      const found = records.find({ ...owner, kind, key, ...kept }).sort({ key: 1 });
      return (await found.limit(limit).toArray()).map(recordOf);
    },
  };
};

const makeRecords = <Stored extends RecordDocument>(
  documents: Collection<Stored>,
  calls: Calls,
  owner: Owner,
): RecordStore => {
  // The fields of the owner are those of the collection: an organisation, or none.
  const records = documents as unknown as Collection<RecordDocument & Owner>;
  const { look, put, conflict, page } = makeDocuments(records, owner);
  return {
    read: (kind, key) =>
      timed((now) =>
        calls.read(async () => {
          const { document, current } = await look(kind, key, now);
          return Result.succeed(document === undefined || current === 0 ? undefined : recordOf(document));
        }),
      ),
    write: (kind, key, { content, expiresAt }, expected) =>
      timed((now) =>
        calls.write(async () => {
          const { document, current } = await look(kind, key, now);
          if (current !== expected) return Result.fail(new VersionConflict({ expected, current }));
          // One that has ended and lies there still is counted on.
          const version = (document?.version ?? 0) + 1;
          const stored = { kind, key, version, content, ...(expiresAt !== undefined && { expires: expiresAt }) };
          return (await put(stored)) ? Result.succeed(recordOf(stored)) : await conflict(kind, key, { expected, now });
        }),
      ),
    remove: (kind, key, expected) =>
      timed((now) =>
        calls.write(async () => {
          const { current } = await look(kind, key, now);
          if (current !== expected || current === 0) return Result.fail(new VersionConflict({ expected, current }));
          const { deletedCount } = await records.deleteOne({ ...owner, kind, key, version: expected });
          return deletedCount === 1 ? Result.void : await conflict(kind, key, { expected, now });
        }),
      ),
    page: (kind, wanted) => timed((now) => calls.read(async () => Result.succeed(await page(kind, wanted, now)))),
  };
};

/** Makes the records of an organisation. */
export const makeMongoRecords = ({ records }: Collections, calls: Calls, o: OrganisationId): RecordStore =>
  makeRecords(records, calls, { o });

/** Makes the records of the installation. */
export const makeInstallationRecords = ({ installationRecords }: Collections, calls: Calls): RecordStore =>
  makeRecords(installationRecords, calls, {});

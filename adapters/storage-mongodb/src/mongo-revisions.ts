// Revisions of settings. One insert is the commit; the unique index on the version lets one of several savers succeed.
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import {
  MAX_REVISIONS,
  VersionConflict,
  type Revision,
  type RevisionKind,
  type RevisionStore,
} from '@looop-scim/provisioning/ports';
import * as Result from 'effect/Result';
import type { Calls } from './calls.ts';
import type { Collections, RevisionDocument } from './collections.ts';
import { isDuplicateKey } from './mongo-error.ts';

const revisionOf = ({ version, at, author, content }: RevisionDocument): Revision => ({ version, at, author, content });

/** Makes the revisions of an organisation. */
export const makeMongoRevisions = ({ revisions }: Collections, calls: Calls, o: OrganisationId): RevisionStore => {
  const before = async (kind: RevisionKind, first: number, limit: number): Promise<readonly Revision[]> => {
    // To the driver no limit at all.
    if (limit < 1) return [];
    const found = revisions.find({ o, kind, version: { $lt: first } }).sort({ version: -1 });
    return (await found.limit(limit).toArray()).map(revisionOf);
  };
  const newest = async (kind: RevisionKind): Promise<Revision | undefined> =>
    (await before(kind, Number.POSITIVE_INFINITY, 1))[0];

  /** Whether the revision was stored; not when there is one of this version already. */
  const insert = async (kind: RevisionKind, revision: Revision): Promise<boolean> => {
    try {
      await revisions.insertOne({ o, kind, ...revision });
      return true;
    } catch (cause) {
      if (isDuplicateKey(cause)) return false;
      throw cause;
    }
  };

  return {
    append: (kind, revision, expected) =>
      calls.write(async () => {
        const current = (await newest(kind))?.version ?? 0;
        const conflict = (version: number) => Result.fail(new VersionConflict({ expected, current: version }));
        if (current !== expected) return conflict(current);
        const stored = { version: current + 1, ...revision };
        if (!(await insert(kind, stored))) return conflict((await newest(kind))?.version ?? stored.version);
        const last = stored.version - MAX_REVISIONS;
        // A process that stops here leaves them to the next append.
        if (last > 0) await revisions.deleteMany({ o, kind, version: { $lte: last } });
        return Result.succeed(stored);
      }),
    newest: (kind) => calls.read(async () => Result.succeed(await newest(kind))),
    read: (kind, version) =>
      calls.read(async () => {
        const found = await revisions.findOne({ o, kind, version });
        return Result.succeed(found === null ? undefined : revisionOf(found));
      }),
    page: (kind, { before: first = Number.POSITIVE_INFINITY, limit }) =>
      calls.read(async () => Result.succeed(await before(kind, first, limit))),
  };
};

// Revisions of settings in memory.
import {
  MAX_REVISIONS,
  VersionConflict,
  type Revision,
  type RevisionKind,
  type RevisionStore,
} from '@looop-scim/provisioning/ports';
import * as Result from 'effect/Result';
import type { WhileOpen } from './while-open.ts';

/** Revisions of each kind, the oldest first. */
export type Revisions = Map<RevisionKind, readonly Revision[]>;

/** Makes the store of revisions over a map. */
export const makeMemoryRevisions = (revisions: Revisions, whileOpen: WhileOpen): RevisionStore => {
  const ofKind = (kind: RevisionKind): readonly Revision[] => revisions.get(kind) ?? [];
  return {
    append: (kind, revision, expected) =>
      whileOpen(() => {
        const kept = ofKind(kind);
        const current = kept.at(-1)?.version ?? 0;
        if (current !== expected) return Result.fail(new VersionConflict({ expected, current }));
        const stored = Object.freeze({ version: current + 1, ...revision });
        revisions.set(kind, [...kept, stored].slice(-MAX_REVISIONS));
        return Result.succeed(stored);
      }),
    newest: (kind) => whileOpen(() => Result.succeed(ofKind(kind).at(-1))),
    read: (kind, version) => whileOpen(() => Result.succeed(ofKind(kind).find((each) => each.version === version))),
    page: (kind, { before = Number.POSITIVE_INFINITY, limit }) =>
      whileOpen(() => {
        const earlier = ofKind(kind).filter(({ version }) => version < before);
        return Result.succeed(earlier.toReversed().slice(0, limit));
      }),
  };
};

/** Removes at most `limit` revisions; answers how many. */
export const forgetRevisions = (revisions: Revisions, limit: number): number => {
  let removed = 0;
  for (const [kind, kept] of revisions) {
    const left = kept.slice(limit - removed);
    removed += kept.length - left.length;
    revisions.set(kind, left);
  }
  return removed;
};

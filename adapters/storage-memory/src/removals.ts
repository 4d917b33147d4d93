// Organisations that were deleted, until nothing is left of them.
import { StorageUnavailable } from '@looop-scim/scim/errors';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import * as Result from 'effect/Result';
import type { DirectoryState } from './directory-state.ts';
import { forgetRecords } from './memory-records.ts';
import { forgetRevisions } from './memory-revisions.ts';
import type { WhileOpen } from './while-open.ts';

/** Empties the front of a list by at most `limit` entries; answers by how many. */
const shorten = (list: unknown[], limit: number): number => list.splice(0, limit).length;

const forget = ({ resources }: DirectoryState, limit: number): number => {
  const ids = [...resources.keys()].slice(0, limit);
  for (const id of ids) resources.delete(id);
  return ids.length;
};

const purge = (state: DirectoryState, limit: number): number => {
  let removed = forget(state, limit);
  removed += shorten(state.logs.activity, limit - removed);
  removed += shorten(state.logs.events, limit - removed);
  removed += forgetRevisions(state.revisions, limit - removed);
  removed += forgetRecords(state.records, limit - removed);
  return removed;
};

/** What is to be removed. */
export interface Removals {
  readonly add: (id: OrganisationId) => void;
  /** The gate of an organisation's ports: shut once it is deleted, so that no late write is left behind. */
  readonly gateOf: (id: OrganisationId) => WhileOpen;
  /** Removes at most `limit` records; answers how many there were. */
  readonly step: (limit: number) => number;
}

/** Makes the removals of a storage whose organisations are in `directories`. */
export const makeRemovals = (directories: Map<OrganisationId, DirectoryState>, whileOpen: WhileOpen): Removals => {
  const deleted = new Set<OrganisationId>();
  return {
    add: (id) => void deleted.add(id),
    gateOf:
      (id) =>
      <Answer, Failure>(step: () => Result.Result<Answer, Failure>) =>
        whileOpen((): Result.Result<Answer, Failure | StorageUnavailable> =>
          deleted.has(id)
            ? Result.fail(new StorageUnavailable({ cause: 'the organisation was deleted', retryAfterSeconds: 5 }))
            : step(),
        ),
    step: (limit) => {
      let removed = 0;
      for (const [id, state] of directories) {
        if (!deleted.has(id)) continue;
        removed += purge(state, limit - removed);
        // The step after the last record finds the directory empty, and takes it away.
        if (removed === limit) break;
        directories.delete(id);
      }
      return removed;
    },
  };
};

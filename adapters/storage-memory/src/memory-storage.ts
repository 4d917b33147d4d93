// The storage in memory, opened: nothing survives it.
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { plainSchema } from '@looop-scim/provisioning/attributes';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import type { OrganisationStorage, Storage } from '@looop-scim/provisioning/ports';
import { bindSchema, type BoundSchema } from '@looop-scim/provisioning/storage-support';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { emptyDirectory, type DirectoryState } from './directory-state.ts';
import {
  makeMemoryActivityLog,
  makeMemoryEarlierEvents,
  makeMemoryEventLog,
  makeMemoryUnknownTokens,
  trim,
} from './memory-logs.ts';
import {
  makeMemoryOrganisationStore,
  makeMemoryTokenStore,
  type Organisations,
  type Tokens,
} from './memory-organisation-store.ts';
import { makeMemoryRecords, removeEnded, type Records } from './memory-records.ts';
import { makeMemoryRevisions } from './memory-revisions.ts';
import { makeMemoryResourceRepository } from './memory-resource-repository.ts';
import { makeRemovals } from './removals.ts';
import { makeGate, type WhileOpen } from './while-open.ts';

/** What the storage serves. */
export interface MemoryStorageOptions {
  readonly registry: SchemaRegistry;
}

/** The ports of one organisation. */
const portsOf = (state: DirectoryState, schema: BoundSchema, whileOpen: WhileOpen): OrganisationStorage => ({
  resources: makeMemoryResourceRepository({ schema, state, whileOpen }),
  activity: makeMemoryActivityLog(state.logs, whileOpen),
  events: makeMemoryEventLog(state.logs, whileOpen),
  earlierEvents: makeMemoryEarlierEvents(whileOpen),
  revisions: makeMemoryRevisions(state.revisions, whileOpen),
  records: makeMemoryRecords(state.records, whileOpen),
});

/**
 * Opens an empty storage in memory: the reference implementation of the ports, for tests and for reading.
 * Writes are atomic because each is one synchronous step that computes everything before it assigns anything.
 */
export const openMemoryStorage = ({ registry }: MemoryStorageOptions): Effect.Effect<Storage> =>
  Effect.sync(() => {
    const { whileOpen, shut } = makeGate();
    const organisations: Organisations = new Map();
    const tokens: Tokens = new Map();
    const unknownTokens = makeMemoryUnknownTokens(whileOpen);
    const records: Records = new Map();
    const directories = new Map<OrganisationId, DirectoryState>();
    const removals = makeRemovals(directories, whileOpen);
    const removed = (id: OrganisationId): void => {
      for (const [hash, token] of tokens) if (token.organisationId === id) tokens.delete(hash);
      removals.add(id);
    };
    const plain = bindSchema(plainSchema(registry));
    let secret: string | undefined;
    const directoryOf = (id: OrganisationId): DirectoryState => {
      const state = directories.get(id) ?? emptyDirectory(registry);
      directories.set(id, state);
      return state;
    };
    return {
      isolation: 'snapshot',
      organisations: makeMemoryOrganisationStore(organisations, whileOpen, removed),
      tokens: makeMemoryTokenStore(organisations, tokens, whileOpen),
      forOrganisation: (id, schema) =>
        portsOf(directoryOf(id), schema === undefined ? plain : bindSchema(schema), removals.gateOf(id)),
      installationSecret: (fresh) =>
        whileOpen(() => {
          secret ??= fresh;
          return Result.succeed(secret);
        }),
      ping: () => whileOpen(() => Result.void),
      purgeRemoved: (limit) => whileOpen(() => Result.succeed(removals.step(limit))),
      unknownTokens: unknownTokens.log,
      records: makeMemoryRecords(records, whileOpen),
      trimLogs: (bounds) =>
        whileOpen(() => {
          for (const { logs } of directories.values()) trim(logs, bounds);
          const { expiredBy } = bounds;
          if (expiredBy !== undefined) {
            for (const each of [records, ...[...directories.values()].map((state) => state.records)])
              removeEnded(each, expiredBy);
          }
          if (bounds.activityBefore !== undefined) unknownTokens.removeBefore(bounds.activityBefore);
          return Result.succeed(false);
        }),
      close: () => shut,
    };
  });

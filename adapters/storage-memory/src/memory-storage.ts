// The storage in memory, opened: nothing survives it.
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { OrganisationId, Storage } from '@looop-scim/provisioning';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { emptyDirectory, type DirectoryState } from './directory-state.ts';
import { frozenCopy } from './frozen-copy.ts';
import { makeMemoryOrganisationStore, makeMemoryTokenStore, type Organisations } from './memory-organisation-store.ts';
import { makeMemoryResourceRepository } from './memory-resource-repository.ts';
import { makeGate } from './while-open.ts';

/** What the storage serves. */
export interface MemoryStorageOptions {
  readonly registry: SchemaRegistry;
}

/**
 * Opens an empty storage in memory: the reference implementation of the ports, for tests and for reading.
 * Writes are atomic because each is one synchronous step that computes everything before it assigns anything.
 */
export const openMemoryStorage = ({ registry }: MemoryStorageOptions): Effect.Effect<Storage> =>
  Effect.sync(() => {
    const { whileOpen, shut } = makeGate();
    const organisations: Organisations = new Map();
    const directories = new Map<OrganisationId, DirectoryState>();
    let secret: string | undefined;
    const directoryOf = (id: OrganisationId): DirectoryState => {
      const state = directories.get(id) ?? emptyDirectory(registry);
      directories.set(id, state);
      return state;
    };
    return {
      isolation: 'snapshot',
      organisations: makeMemoryOrganisationStore(organisations, whileOpen),
      tokens: makeMemoryTokenStore(organisations, whileOpen),
      forOrganisation: (id) => {
        const state = directoryOf(id);
        return {
          resources: makeMemoryResourceRepository({ registry, state, whileOpen }),
          activity: {
            append: (record) =>
              whileOpen(() => {
                state.activity.push(frozenCopy(record));
                return Result.void;
              }),
            newest: (limit) => whileOpen(() => Result.succeed(state.activity.toReversed().slice(0, limit))),
          },
          events: {
            after: (sequence, limit) =>
              whileOpen(() =>
                Result.succeed(state.events.filter((entry) => entry.sequence > sequence).slice(0, limit)),
              ),
          },
        };
      },
      installationSecret: (fresh) =>
        whileOpen(() => {
          secret ??= fresh;
          return Result.succeed(secret);
        }),
      close: () => shut,
    };
  });

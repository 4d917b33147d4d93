// The jobs of organisations on a storage in memory, at a time that a test moves.
import { Effect } from 'effect';
import { TestClock } from 'effect/testing';
import {
  makeJobDesk,
  makeJobService,
  queuedJobs,
  type ClaimedJob,
  type ImportRequest,
  type ImportUpload,
} from '@looop-scim/provisioning/directory';
import { organisationId, type OrganisationId } from '@looop-scim/provisioning/organisation';
import type { RecordStore, Storage } from '@looop-scim/provisioning/ports';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openMemoryStorage, uuidV7Generator } from '../../../../test/support/domain-parts.ts';
import { run } from '../../../../test/support/run/run-effect.ts';

export const START = Date.UTC(2026, 10, 27);
export const MINUTE_MS = 60_000;
export const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000ab');
export const OTHER = organisationId('0199f0a1-0000-7000-8000-0000000000cd');

export const request: ImportRequest = {
  ...{ of: 'users', match: 'userName', dryRun: false, clearBlank: false, format: 'csv', delimiter: ',' },
};

/** The jobs of an organisation. */
export const deskOf = (storage: Storage, organisation: OrganisationId, other: Partial<RecordStore> = {}) => {
  const queued: string[] = [];
  const { records } = storage.forOrganisation(organisation);
  const deps = {
    ...{ organisation, registry: standardRegistry, records: { ...records, ...other }, queue: storage.records },
    ...{ ids: uuidV7Generator, queued: (id: string) => void queued.push(id) },
  };
  const service = makeJobService(deps);
  const upload = Effect.fnUntraced(function* (given: Partial<ImportRequest> = {}, idempotencyKey?: string) {
    const submission = { request: { ...request, ...given }, author: 'test' };
    const begun = yield* service.submitImport({
      ...submission,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    return begun;
  });
  return {
    ...{ service, desk: makeJobDesk(deps), queued, records, upload },
    /** An import that waits to be done. */
    submit: Effect.fnUntraced(function* (text = 'userName\nana\n') {
      const begun = (yield* upload()) as ImportUpload;
      yield* begun.append(text);
      return (yield* begun.finish()).id;
    }),
    keys: Effect.map(records.page('job', { limit: 1000 }), (all) => all.map(({ key }) => key)),
  };
};

export type Desk = ReturnType<typeof deskOf>;

export const played = (play: (acme: Desk, storage: Storage) => Effect.Effect<void, unknown>): Promise<void> =>
  run(
    Effect.gen(function* () {
      yield* TestClock.setTime(START);
      const storage = yield* openMemoryStorage({ registry: standardRegistry });
      yield* play(deskOf(storage, ACME), storage);
    }).pipe(Effect.provide(TestClock.layer())),
  );

export const claimed = Effect.fnUntraced(function* ({ desk }: Desk, id: string, owner = 'first') {
  const found: ClaimedJob | undefined = yield* desk.claim(id, owner);
  if (found === undefined) throw new TypeError('nobody may do it');
  return found;
});

export const queueOf = (storage: Storage) => Effect.orDie(queuedJobs(storage.records));

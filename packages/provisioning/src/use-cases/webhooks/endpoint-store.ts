// Webhook endpoints as records.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { parseEndpoint, printEndpoint, type WebhookEndpoint } from '../../delivery/webhook-endpoint.ts';
import { NoSuchEntry } from '../../ports/outbound/organisation-store.ts';
import type { RecordStore, StoredRecord } from '../../ports/outbound/record-store.ts';
import { VersionConflict } from '../../ports/outbound/revision-store.ts';

const KIND = 'webhookEndpoint';

/** More than an organisation may have: two that are created at once may both be counted as the last one. */
const MAX_LISTED = 100;

/** An endpoint, and the version of its record. */
export interface KeptEndpoint {
  readonly endpoint: WebhookEndpoint;
  readonly version: number;
}

/** The endpoints of an organisation. */
export interface EndpointStore {
  readonly read: (id: string) => Effect.Effect<KeptEndpoint | undefined, StorageUnavailable>;
  readonly find: (id: string) => Effect.Effect<KeptEndpoint, NoSuchEntry | StorageUnavailable>;
  /** The oldest first. */
  readonly list: Effect.Effect<readonly KeptEndpoint[], StorageUnavailable>;
  /** Stores an endpoint in place of the one with the version `expected`; 0: a new one. */
  readonly write: (
    endpoint: WebhookEndpoint,
    expected: number,
  ) => Effect.Effect<KeptEndpoint, VersionConflict | StorageUnavailable>;
  /** Changes an endpoint, whatever others do to it at the same time: the change is made anew then. */
  readonly change: <Failure = never>(
    id: string,
    change: (endpoint: WebhookEndpoint) => Effect.Effect<WebhookEndpoint, Failure>,
  ) => Effect.Effect<WebhookEndpoint, Failure | NoSuchEntry | StorageUnavailable>;
  readonly remove: (id: string) => Effect.Effect<void, NoSuchEntry | StorageUnavailable>;
}

const keptOf = ({ content, version }: StoredRecord): KeptEndpoint => ({ endpoint: parseEndpoint(content), version });

/** Makes the store of an organisation's endpoints. */
export const makeEndpointStore = (records: RecordStore): EndpointStore => {
  const read: EndpointStore['read'] = (id) =>
    Effect.map(records.read(KIND, id), (found) => (found === undefined ? undefined : keptOf(found)));

  const find: EndpointStore['find'] = (id) =>
    Effect.flatMap(read(id), (found) =>
      found === undefined ? Effect.fail(new NoSuchEntry({ what: 'webhook', name: id })) : Effect.succeed(found),
    );

  const write: EndpointStore['write'] = (endpoint, expected) =>
    Effect.map(records.write(KIND, endpoint.id, { content: printEndpoint(endpoint) }, expected), keptOf);

  /** Attempts something until nobody else was first. */
  const untilFirst = Effect.fnUntraced(function* <Answer, Failure>(
    attempt: Effect.Effect<Answer, Failure | VersionConflict>,
  ): Effect.fn.Return<Answer, Failure> {
    for (;;) {
      const outcome = yield* Effect.result(attempt);
      if (Result.isSuccess(outcome)) return outcome.success;
      if (!(outcome.failure instanceof VersionConflict)) return yield* Effect.fail(outcome.failure);
    }
  });

  return {
    read,
    find,
    list: Effect.map(records.page(KIND, { limit: MAX_LISTED }), (all) => all.map(keptOf)),
    write,
    change: (id, change) =>
      untilFirst(
        Effect.flatMap(find(id), ({ endpoint, version }) =>
          Effect.flatMap(change(endpoint), (next) => Effect.as(write(next, version), next)),
        ),
      ),
    remove: (id) => untilFirst(Effect.flatMap(find(id), ({ version }) => records.remove(KIND, id, version))),
  };
};

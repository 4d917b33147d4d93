// Delivers for all organisations, for as long as it runs. Which organisations have endpoints is in records of the installation.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as FiberMap from 'effect/FiberMap';
import * as Semaphore from 'effect/Semaphore';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { isDue } from '../../delivery/delivery-progress.ts';
import { organisationId, type OrganisationId } from '../../organisation/organisation.ts';
import type { Storage } from '../../ports/outbound/storage.ts';
import { deliverEndpoint, type DeliveryDependencies } from './deliver-endpoint.ts';
import { makeEndpointStore } from './endpoint-store.ts';

/** Between two looks at what is due; after a look that took longer, ten times as long as it took. */
const LOOK_EVERY_MS = 1000;
const IDLE_PARTS = 10;
/** Between two looks at which organisations are there. */
const ORGANISATIONS_EVERY_MS = 60_000;

const ORGANISATIONS_AT_ONCE = 500;
const LOOKS_AT_ONCE = 4;
/** Endpoints that one process serves at the same time. */
const SERVED_AT_ONCE = 64;

const KIND = 'webhookOrganisation';

/** Told of what whoever runs the service should know. */
export interface DeliveryReport {
  /** The storage does not answer; told once, until it does. */
  readonly failed: (failure: StorageUnavailable) => void;
  /** The storage answers again. */
  readonly recovered: () => void;
  /** A defect: one endpoint, or the looking for what is due, has failed and is tried again. Told once an endpoint. */
  readonly broken: (defect: unknown, endpointId: string | undefined) => void;
}

/** What delivering works with. */
export interface WebhookWork {
  readonly storage: Pick<Storage, 'records' | 'organisations'>;
  readonly deliveryOf: (organisation: OrganisationId) => DeliveryDependencies;
  readonly report: DeliveryReport;
}

/** The organisations that have, or had, endpoints. */
const organisationsIn = Effect.fnUntraced(function* ({
  records,
}: WebhookWork['storage']): Effect.fn.Return<readonly OrganisationId[], StorageUnavailable> {
  const all: OrganisationId[] = [];
  for (let after = ''; ;) {
    const page = yield* records.page(KIND, { after, limit: ORGANISATIONS_AT_ONCE });
    all.push(...page.map(({ key }) => organisationId(key)));
    const last = page.at(-1);
    if (last === undefined || page.length < ORGANISATIONS_AT_ONCE) return all;
    after = last.key;
  }
});

/** Forgets organisations that were deleted. The list is asked for after the records, so that no new one is taken for deleted. */
const forgetDeleted = Effect.fnUntraced(function* (
  { records, organisations }: WebhookWork['storage'],
  noted: readonly OrganisationId[],
): Effect.fn.Return<void, StorageUnavailable> {
  const there = new Set((yield* organisations.list()).map(({ id }) => id));
  for (const id of noted) {
    if (there.has(id)) continue;
    const record = yield* records.read(KIND, id);
    if (record !== undefined)
      yield* records.remove(KIND, id, record.version).pipe(Effect.catchTag('VersionConflict', () => Effect.void));
  }
});

/** Keeps failures of the storage and defects from ending the work, and tells of them. */
const makeSurviving = (report: DeliveryReport) => {
  let isFailing = false;
  const broken = new Set<string | undefined>();
  return (effect: Effect.Effect<void, StorageUnavailable>, endpointId?: string): Effect.Effect<void> =>
    effect.pipe(
      Effect.match({
        onSuccess: () => {
          if (isFailing) report.recovered();
          isFailing = false;
        },
        onFailure: (failure) => {
          if (!isFailing) report.failed(failure);
          isFailing = true;
        },
      }),
      Effect.catchDefect((defect) =>
        Effect.sync(() => {
          if (!broken.has(endpointId)) report.broken(defect, endpointId);
          broken.add(endpointId);
        }),
      ),
    );
};

/** Begins to deliver for an endpoint, unless this process does so already. */
type Begin = (deps: DeliveryDependencies, endpointId: string, last: number) => Effect.Effect<void>;

/** Looks at the endpoints of an organisation, and begins to deliver where something is due. */
const lookAt = Effect.fnUntraced(function* (
  deps: DeliveryDependencies,
  begin: Begin,
): Effect.fn.Return<void, StorageUnavailable> {
  const kept = yield* makeEndpointStore(deps.records).list;
  const active = kept.filter(({ endpoint }) => endpoint.status.kind === 'active');
  if (active.length === 0) return;
  const last = yield* deps.feed.position();
  const now = yield* Clock.currentTimeMillis;
  for (const { endpoint } of active) if (isDue(endpoint, last, now)) yield* begin(deps, endpoint.id, last);
});

/** Looks for what is due, without end; whoever runs it interrupts it, and the deliveries with it. */
export const deliverWebhooks = ({ storage, deliveryOf, report }: WebhookWork): Effect.Effect<never> =>
  Effect.scoped(
    Effect.gen(function* () {
      const served = yield* FiberMap.make<string>();
      const places = yield* Semaphore.make(SERVED_AT_ONCE);
      const surviving = makeSurviving(report);
      let organisationsAt = 0;

      const begin: Begin = (deps, endpointId, last) => {
        const delivering = surviving(deliverEndpoint(deps, endpointId, last), endpointId);
        const key = `${deps.organisationId} ${endpointId}`;
        return Effect.asVoid(FiberMap.run(served, key, places.withPermits(1)(delivering), { onlyIfMissing: true }));
      };

      const look = Effect.gen(function* () {
        const noted = yield* organisationsIn(storage);
        const now = yield* Clock.currentTimeMillis;
        if (now - organisationsAt >= ORGANISATIONS_EVERY_MS) {
          yield* forgetDeleted(storage, noted);
          organisationsAt = now;
        }
        yield* Effect.forEach(noted, (id) => lookAt(deliveryOf(id), begin), {
          concurrency: LOOKS_AT_ONCE,
          discard: true,
        });
      });

      return yield* Effect.forever(
        Effect.gen(function* () {
          const from = yield* Clock.currentTimeMillis;
          yield* surviving(look);
          const tookMs = (yield* Clock.currentTimeMillis) - from;
          yield* Effect.sleep(Math.max(LOOK_EVERY_MS, IDLE_PARTS * tookMs));
        }),
      );
    }),
  );

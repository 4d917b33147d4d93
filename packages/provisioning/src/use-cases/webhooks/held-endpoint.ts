// An endpoint that a process has the right to deliver for. The right is in the record of the endpoint: whoever has lost it, because
// it slept or somebody paused the endpoint, finds another record and changes nothing.
import * as Clock from 'effect/Clock';
import * as Data from 'effect/Data';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { isDue } from '../../delivery/delivery-progress.ts';
import type { WebhookEndpoint } from '../../delivery/webhook-endpoint.ts';
import type { EndpointStore, KeptEndpoint } from './endpoint-store.ts';

/** How long the right lasts, unless it is renewed. */
export const LEASE_MS = 45_000;

/** How much of it must be left when a message is sent: an attempt takes 15 seconds at most. */
const NEEDED_MS = 20_000;

/** Somebody else may deliver now. */
export class LeaseLost extends Data.TaggedError('LeaseLost')<object> {}

/** What an endpoint becomes. */
export type Step = (endpoint: WebhookEndpoint) => WebhookEndpoint;

/** An endpoint in hand. */
export interface HeldEndpoint {
  /** As it was stored last. */
  readonly now: () => WebhookEndpoint;
  /**
   * Stores the next step, with the right renewed. When the platform has changed the endpoint meanwhile, the step is made from what it is
   * now, if `fits` says so of it; else nothing is stored and the answer is false. Fails: `LeaseLost`.
   */
  readonly store: (
    step: Step,
    fits?: (endpoint: WebhookEndpoint) => boolean,
  ) => Effect.Effect<boolean, LeaseLost | StorageUnavailable>;
  /** Makes sure that an attempt ends while the right lasts. Fails: `LeaseLost`. */
  readonly ensure: Effect.Effect<void, LeaseLost | StorageUnavailable>;
  /** Gives the right up, if it is still there. */
  readonly release: Effect.Effect<void>;
}

const withoutLease = ({ lease: _lease, ...endpoint }: WebhookEndpoint): WebhookEndpoint => endpoint;

/** Whether a step has given the right up by itself: whoever goes on may be another process. */
const gaveUp = ({ lease }: WebhookEndpoint): boolean => lease === undefined;

const makeHeld = (endpoints: EndpointStore, claimed: KeptEndpoint, holder: string): HeldEndpoint => {
  let held = claimed;

  const renewed = (endpoint: WebhookEndpoint, now: number): WebhookEndpoint =>
    gaveUp(endpoint) ? endpoint : { ...endpoint, lease: { holder, until: now + LEASE_MS } };

  const store: HeldEndpoint['store'] = Effect.fnUntraced(function* (step, fits = () => true) {
    for (;;) {
      const next = renewed(step(held.endpoint), yield* Clock.currentTimeMillis);
      const outcome = yield* Effect.result(endpoints.write(next, held.version));
      if (Result.isSuccess(outcome)) {
        held = outcome.success;
        return true;
      }
      if (outcome.failure._tag === 'StorageUnavailable') return yield* outcome.failure;
      const current = yield* endpoints.read(held.endpoint.id);
      if (current?.endpoint.lease?.holder !== holder) return yield* new LeaseLost();
      held = current;
      if (!fits(held.endpoint)) return false;
    }
  });

  return {
    now: () => held.endpoint,
    store,
    ensure: Effect.gen(function* () {
      const { lease } = held.endpoint;
      if (lease === undefined) return yield* new LeaseLost();
      // Also when it has run out: while nobody else has taken the record, it can be had again.
      if (lease.until - (yield* Clock.currentTimeMillis) < NEEDED_MS) yield* store((endpoint) => endpoint);
    }),
    release: Effect.suspend(() =>
      gaveUp(held.endpoint) ? Effect.void : Effect.ignore(endpoints.write(withoutLease(held.endpoint), held.version)),
    ),
  };
};

/** Takes the right to deliver for an endpoint that is due; undefined when it is not, or when somebody else has it. */
export const claimEndpoint = Effect.fnUntraced(function* (
  endpoints: EndpointStore,
  id: string,
  { holder, last }: { readonly holder: string; readonly last: number },
): Effect.fn.Return<HeldEndpoint | undefined, StorageUnavailable> {
  const found = yield* endpoints.read(id);
  const now = yield* Clock.currentTimeMillis;
  if (found === undefined || !isDue(found.endpoint, last, now)) return undefined;
  const claimed = { ...found.endpoint, lease: { holder, until: now + LEASE_MS } };
  const outcome = yield* Effect.result(endpoints.write(claimed, found.version));
  if (Result.isSuccess(outcome)) return makeHeld(endpoints, outcome.success, holder);
  return outcome.failure._tag === 'VersionConflict' ? undefined : yield* outcome.failure;
});

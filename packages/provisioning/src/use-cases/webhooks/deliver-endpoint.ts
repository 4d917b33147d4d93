// Delivers what waits for one endpoint: one message at a time, in order, until there is nothing left to do at the moment.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { WebhookDependencies } from './administer-webhooks.ts';
import { makeDeliveryLog } from './delivery-log.ts';
import { makeEndpointStore } from './endpoint-store.ts';
import { claimEndpoint } from './held-endpoint.ts';
import { type Delivering, type StoppedEndpoint, type TurnFailure } from './send-message.ts';
import { nextTurn } from './turns.ts';

/** How long one endpoint is served before others have their turn. */
const SERVED_FOR_MS = 60_000;

/** What the delivery works with. */
export interface DeliveryDependencies extends WebhookDependencies {
  /** Told of an endpoint that needs somebody. */
  readonly report?: (stopped: StoppedEndpoint) => void;
}

/** Turns until something has to wait. */
const serve = Effect.fnUntraced(function* (delivering: Delivering): Effect.fn.Return<void, TurnFailure> {
  const until = (yield* Clock.currentTimeMillis) + SERVED_FOR_MS;
  for (;;) {
    if (!(yield* nextTurn(delivering))) return;
    // Whatever keeps an endpoint waiting, or stops it, gives the right up.
    if (delivering.held.now().lease === undefined || (yield* Clock.currentTimeMillis) >= until) return;
  }
});

/**
 * Delivers what waits for an endpoint, if it is due and no other process does; `last` is the end of the feed. It ends when nothing is
 * left, when a message has to wait, after a minute, or when the right to deliver is lost. It may be interrupted: a message that was on
 * its way is sent again later.
 */
export const deliverEndpoint = Effect.fnUntraced(function* (
  { report = () => undefined, ...deps }: DeliveryDependencies,
  endpointId: string,
  last: number,
): Effect.fn.Return<void, StorageUnavailable> {
  const holder = yield* deps.ids.next;
  const held = yield* claimEndpoint(makeEndpointStore(deps.records), endpointId, { holder, last });
  if (held === undefined) return;
  yield* serve({ deps, held, log: makeDeliveryLog(deps.records, deps.deliveryDays), report }).pipe(
    Effect.ensuring(held.release),
    Effect.catchTag('LeaseLost', () => Effect.void),
  );
});

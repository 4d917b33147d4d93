// One message of an endpoint: it is sent, and what the receiver answers becomes the next state of the endpoint.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Random from 'effect/Random';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { afterFailure, setAside } from '../../delivery/delivery-progress.ts';
import { secretsAt } from '../../delivery/endpoint-changes.ts';
import { verdictOf, type Verdict } from '../../delivery/verdict.ts';
import { attemptOf, deliveryKey, type DeliveryOutcome } from '../../delivery/webhook-delivery.ts';
import type { WebhookEndpoint } from '../../delivery/webhook-endpoint.ts';
import type { FeedEvent } from '../../ports/inbound/event-feed.ts';
import type { WebhookAnswer } from '../../ports/outbound/webhook-sender.ts';
import type { WebhookDependencies } from './administer-webhooks.ts';
import type { DeliveryLog, DeliveryNote, FirstDelivery } from './delivery-log.ts';
import type { HeldEndpoint, LeaseLost } from './held-endpoint.ts';
import type { OutgoingMessage } from './messages.ts';

/** An endpoint that has stopped by itself. */
export interface StoppedEndpoint {
  readonly endpointId: string;
  readonly why: 'failures' | 'eventsExpired' | 'tooManySetAside' | 'gone';
}

/** What a turn of an endpoint works with. */
export interface Delivering {
  readonly deps: WebhookDependencies;
  readonly held: HeldEndpoint;
  readonly log: DeliveryLog;
  readonly report: (stopped: StoppedEndpoint) => void;
}

/** How the work of a turn ends before its time. */
export type TurnFailure = LeaseLost | StorageUnavailable;

/** A message that is sent for an endpoint. */
export interface Sending {
  readonly message: OutgoingMessage;
  readonly first: Omit<FirstDelivery, 'at'>;
  /** Undefined for a notification. */
  readonly event?: FeedEvent;
  /** Of the event, or the one that is announced. */
  readonly sequence: number;
  /** The endpoint once the message was accepted. */
  readonly accepted: (endpoint: WebhookEndpoint, now: number) => WebhookEndpoint;
}

/** Whether an endpoint is served. */
export const isActive = ({ status }: WebhookEndpoint): boolean => status.kind === 'active';

const stopOf = ({ status }: WebhookEndpoint): StoppedEndpoint['why'] | undefined => {
  if (status.kind === 'disabled') return 'gone';
  return status.kind === 'paused' && status.reason !== 'administrator' ? status.reason : undefined;
};

/** Tells of an endpoint that has stopped. */
export const reportStop = ({ held, report }: Delivering): void => {
  const why = stopOf(held.now());
  if (why !== undefined) report({ endpointId: held.now().id, why });
};

/** Notes what became of a message; `endpoint` is as it was when the message was sent. */
export const noteDelivery = ({ log }: Delivering, given: Omit<DeliveryNote, 'key'>, { id, retry }: WebhookEndpoint) =>
  log.note(id, { ...given, ...(retry !== undefined && { key: retry.deliveryKey }) });

const outcomeOf = (verdict: Verdict, endpoint: WebhookEndpoint, { sequence }: Sending): DeliveryOutcome => {
  if (verdict === 'accepted') return 'accepted';
  if (endpoint.retry !== undefined) return 'retrying';
  return endpoint.deadLetters.some((letter) => letter.sequence === sequence) ? 'setAside' : 'failed';
};

/** What an attempt makes of the endpoint. */
const stepOf = (
  before: WebhookEndpoint,
  sending: Sending,
  attempt: { readonly answer: WebhookAnswer; readonly at: number; readonly now: number; readonly chance: number },
) => {
  const { answer, at, now, chance } = attempt;
  const verdict = verdictOf(answer);
  const { event, sequence, message } = sending;
  const key = before.retry?.deliveryKey ?? deliveryKey(before.id, { at, messageId: message.id });
  return (endpoint: WebhookEndpoint): WebhookEndpoint =>
    verdict === 'accepted'
      ? sending.accepted(endpoint, now)
      : afterFailure(endpoint, {
          ...{ sequence, event, verdict, deliveryKey: key, at, now, chance },
          retryAfterSeconds: answer.kind === 'answered' ? answer.retryAfterSeconds : undefined,
        });
};

/** Keeps what an attempt has come to, unless the platform has put the endpoint elsewhere meanwhile. */
const conclude = Effect.fnUntraced(function* (
  delivering: Delivering,
  sending: Sending,
  { answer, at }: { readonly answer: WebhookAnswer; readonly at: number },
): Effect.fn.Return<boolean, TurnFailure> {
  const { held } = delivering;
  const before = held.now();
  const now = yield* Clock.currentTimeMillis;
  const step = stepOf(before, sending, { answer, at, now, chance: yield* Random.next });
  const after = step(before);
  const verdict = verdictOf(answer);
  const noted = {
    first: { ...sending.first, at },
    attempt: attemptOf(answer, at, sending.event?.event.data),
    outcome: outcomeOf(verdict, after, sending),
    ...(after.retry !== undefined && { nextAttemptAt: after.retry.nextAt }),
  };
  const isSame = ({ position, replaying }: WebhookEndpoint): boolean =>
    position === before.position && replaying === before.replaying;
  const stored = held.store(step, isSame);
  const [isStored] = yield* Effect.all([stored, noteDelivery(delivering, noted, before)], { concurrency: 2 });
  reportStop(delivering);
  return isStored && verdict === 'accepted';
}, Effect.uninterruptible);

/** Sends a message; true when it was accepted and the endpoint has moved. */
export const send = Effect.fnUntraced(function* (
  delivering: Delivering,
  sending: Sending,
): Effect.fn.Return<boolean, TurnFailure> {
  const { deps, held } = delivering;
  yield* held.ensure;
  const { settings } = held.now();
  const at = yield* Clock.currentTimeMillis;
  const { id, text: body } = sending.message;
  const answer = yield* deps.sender.send({ url: settings.url, id, at, body, secrets: secretsAt(held.now(), at) });
  return yield* conclude(delivering, sending, { answer, at });
});

const firstOf = ({ id, sequence, event: { type, subject } }: FeedEvent): Sending['first'] => ({
  messageId: id,
  ...{ type, sequence, subject },
});

/** Sends an event. */
export const sendEvent = (delivering: Delivering, event: FeedEvent, accepted: Sending['accepted']) =>
  send(delivering, { message: event, first: firstOf(event), event, sequence: event.sequence, accepted });

/** Puts an event aside whose subject is blocked; false when the endpoint has stopped, or was put elsewhere. */
export const putAside = Effect.fnUntraced(function* (
  delivering: Delivering,
  event: FeedEvent,
): Effect.fn.Return<boolean, TurnFailure> {
  const { held } = delivering;
  const now = yield* Clock.currentTimeMillis;
  const before = held.now();
  const isStored = yield* held.store(
    (endpoint) => setAside(endpoint, event, now),
    ({ position }) => position === before.position,
  );
  reportStop(delivering);
  if (!isStored || !isActive(held.now())) return false;
  yield* noteDelivery(delivering, { first: { ...firstOf(event), at: now }, outcome: 'setAside' }, before);
  return true;
});

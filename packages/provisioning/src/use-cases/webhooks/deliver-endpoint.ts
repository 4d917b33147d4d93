// Delivers what waits for one endpoint: one message at a time, in order, until there is nothing left to do at the moment.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Random from 'effect/Random';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import {
  afterFailure,
  isBlocked,
  movedTo,
  notifiedOf,
  paused,
  setAside,
  withoutDeadLetter,
} from '../../delivery/delivery-progress.ts';
import { secretsAt } from '../../delivery/endpoint-changes.ts';
import { verdictOf } from '../../delivery/verdict.ts';
import { attemptOf, deliveryKey, type DeliveryOutcome } from '../../delivery/webhook-delivery.ts';
import type { DeadLetter, WebhookEndpoint } from '../../delivery/webhook-endpoint.ts';
import type { CursorExpired, FeedEvent, FeedPage } from '../../ports/inbound/event-feed.ts';
import type { WebhookAnswer } from '../../ports/outbound/webhook-sender.ts';
import type { WebhookDependencies } from './administer-webhooks.ts';
import { makeDeliveryLog, type DeliveryNote, type FirstDelivery } from './delivery-log.ts';
import { makeEndpointStore } from './endpoint-store.ts';
import { claimEndpoint, type HeldEndpoint, type LeaseLost, type Step } from './held-endpoint.ts';
import { feedAdvanced, type OutgoingMessage } from './messages.ts';

/** Events that are read at once: each may have some hundred thousand characters. */
const PORTION = 20;
/** How long one endpoint is served before others have their turn. */
const TURN_MS = 60_000;

/** An endpoint that has stopped by itself. */
export interface StoppedEndpoint {
  readonly endpointId: string;
  readonly why: 'failures' | 'eventsExpired' | 'tooManySetAside' | 'gone';
}

/** What the delivery works with. */
export interface DeliveryDependencies extends WebhookDependencies {
  /** Told of an endpoint that needs somebody. */
  readonly report?: (stopped: StoppedEndpoint) => void;
}

type Failure = LeaseLost | StorageUnavailable;

/** Whether there may be more to do at once. */
type Turn = Effect.Effect<boolean, Failure>;

/** A message that is sent for an endpoint. */
interface Sending {
  readonly message: OutgoingMessage;
  readonly first: Omit<FirstDelivery, 'at'>;
  readonly event?: FeedEvent;
  readonly sequence: number;
  readonly accepted: (endpoint: WebhookEndpoint, now: number) => WebhookEndpoint;
}

const firstOf = ({ id, sequence, event: { type, subject } }: FeedEvent): Sending['first'] => ({
  messageId: id,
  type,
  sequence,
  subject,
});

const isActive = ({ status }: WebhookEndpoint): boolean => status.kind === 'active';

const stopOf = ({ status }: WebhookEndpoint): StoppedEndpoint['why'] | undefined => {
  if (status.kind === 'disabled') return 'gone';
  return status.kind === 'paused' && status.reason !== 'administrator' ? status.reason : undefined;
};

/** What became of a message that was not accepted. */
const outcomeOf = (endpoint: WebhookEndpoint, { sequence }: Sending): DeliveryOutcome => {
  if (endpoint.retry !== undefined) return 'retrying';
  return endpoint.deadLetters.some((letter) => letter.sequence === sequence) ? 'setAside' : 'failed';
};

const withoutLease = ({ lease: _lease, ...endpoint }: WebhookEndpoint): WebhookEndpoint => endpoint;

/** The work of one turn. */
const makeTurn = (deps: DeliveryDependencies, held: HeldEndpoint) => {
  const { organisationId, feed, sender, report = () => undefined } = deps;
  const { id } = held.now();
  const log = makeDeliveryLog(deps.records, deps.deliveryDays);

  const reportStop = (): void => {
    const why = stopOf(held.now());
    if (why !== undefined) report({ endpointId: id, why });
  };

  const note = (given: Omit<DeliveryNote, 'key'>) => {
    const key = held.now().retry?.deliveryKey;
    return log.note(id, { ...given, ...(key !== undefined && { key }) });
  };

  /** Keeps what an attempt has come to, unless somebody has sent the endpoint elsewhere meanwhile. */
  const conclude = Effect.fnUntraced(function* (
    sending: Sending,
    answer: WebhookAnswer,
    at: number,
  ): Effect.fn.Return<boolean, Failure> {
    const before = held.now();
    const now = yield* Clock.currentTimeMillis;
    const chance = yield* Random.next;
    const verdict = verdictOf(answer);
    const { event, sequence, message } = sending;
    const asked = answer.kind === 'answered' && answer.retryAfterSeconds !== undefined;
    const key = before.retry?.deliveryKey ?? deliveryKey(id, { at, messageId: message.id });
    const step: Step = (endpoint) =>
      verdict === 'accepted'
        ? sending.accepted(endpoint, now)
        : afterFailure(endpoint, {
            ...{ sequence, verdict, deliveryKey: key, at, now, chance },
            ...(event !== undefined && { event }),
            ...(asked && { retryAfterSeconds: answer.retryAfterSeconds }),
          });
    const after = step(before);
    const attempt = attemptOf(answer, at, event?.event.data);
    const told = {
      first: { ...sending.first, at },
      attempt,
      outcome: verdict === 'accepted' ? ('accepted' as const) : outcomeOf(after, sending),
      ...(after.retry !== undefined && { nextAttemptAt: after.retry.nextAt }),
    };
    const isSame = ({ position, replaying }: WebhookEndpoint) =>
      position === before.position && replaying === before.replaying;
    const [isStored] = yield* Effect.all([held.store(step, isSame), log.note(id, { ...told, key })], { concurrency: 2 });
    reportStop();
    return isStored && verdict === 'accepted';
  }, Effect.uninterruptible);

  /** Sends a message; true when it was accepted and the endpoint has moved. */
  const send = Effect.fnUntraced(function* (sending: Sending): Effect.fn.Return<boolean, Failure> {
    yield* held.ensure;
    const { settings } = held.now();
    const at = yield* Clock.currentTimeMillis;
    const { id: messageId, text: body } = sending.message;
    const secrets = secretsAt(held.now(), at);
    const answer = yield* sender.send({ url: settings.url, id: messageId, at, body, secrets });
    return yield* conclude(sending, answer, at);
  });

  const sendEvent = (event: FeedEvent, accepted: Sending['accepted']) =>
    send({ message: event, first: firstOf(event), event, sequence: event.sequence, accepted });

  const putAside = Effect.fnUntraced(function* (event: FeedEvent): Effect.fn.Return<boolean, Failure> {
    const now = yield* Clock.currentTimeMillis;
    const { position } = held.now();
    const isStored = yield* held.store(
      (endpoint) => setAside(endpoint, event, now),
      (endpoint) => endpoint.position === position,
    );
    reportStop();
    if (!isStored || !isActive(held.now())) return false;
    yield* note({ first: { ...firstOf(event), at: now }, outcome: 'setAside' });
    return true;
  });

  const expired = Effect.fnUntraced(function* (): Effect.fn.Return<boolean, Failure> {
    const now = yield* Clock.currentTimeMillis;
    yield* held.store((endpoint) => paused(endpoint, 'eventsExpired', now));
    reportStop();
    return false;
  });

  /** One portion of the feed. */
  const nextEvents = Effect.fnUntraced(function* ({ events, next, hasMore }: FeedPage): Effect.fn.Return<boolean, Failure> {
    const lastOne = events.at(-1);
    /** Up to where an event leads: the last one past those of other types behind it. */
    const endOf = (event: FeedEvent) => (event === lastOne ? next : event.sequence);
    for (const event of events) {
      if (isBlocked(held.now(), event)) {
        if (!(yield* putAside(event))) return isActive(held.now());
        continue;
      }
      const isEnd = event === lastOne && !hasMore;
      const moved = (endpoint: WebhookEndpoint): WebhookEndpoint => {
        const after = movedTo(endpoint, endOf(event));
        return isEnd ? withoutLease(after) : after;
      };
      if (!(yield* sendEvent(event, moved))) return held.now().lease !== undefined;
      if (isEnd) return false;
    }
    if (next > held.now().position) yield* held.store((endpoint) => movedTo(endpoint, Math.max(next, endpoint.position)));
    return hasMore;
  });

  const readEvents = (after: number, limit: number) => {
    const { types } = held.now().settings;
    return feed.read({ after, limit, ...(types !== undefined && { types: new Set(types) }) });
  };

  const eventsTurn: Turn = Effect.suspend(() =>
    readEvents(held.now().position, PORTION).pipe(
      Effect.map((page) => ({ page })),
      Effect.catchTag('CursorExpired', () => Effect.succeed({ page: undefined })),
      Effect.flatMap(({ page }) => (page === undefined ? expired() : nextEvents(page))),
    ),
  );

  /** Whether something of the endpoint's types has come after its position. */
  const hasNews = Effect.fnUntraced(function* (): Effect.fn.Return<boolean, CursorExpired | StorageUnavailable> {
    let after = held.now().position;
    for (;;) {
      const page = yield* readEvents(after, 1);
      if (page.events.length > 0) return true;
      if (!page.hasMore) return false;
      after = page.next;
    }
  });

  const notifyTurn: Turn = Effect.gen(function* () {
    const last = yield* feed.position();
    // Where the feed does not go on from the position, the receiver has to know all the more.
    const isNews = yield* Effect.catchTag(hasNews(), 'CursorExpired', () => Effect.succeed(true));
    if (!isNews) {
      yield* held.store((endpoint) => withoutLease(movedTo(endpoint, last)));
      return false;
    }
    const message = feedAdvanced(organisationId, last, yield* Clock.currentTimeMillis);
    const first = { messageId: message.id, type: 'feed.advanced', sequence: last } as const;
    const accepted: Sending['accepted'] = (endpoint, now) => withoutLease(notifiedOf(endpoint, last, now));
    yield* send({ message, first, sequence: last, accepted });
    return false;
  });

  /** The oldest event that was set aside; the feed may have it no more. */
  const deadLetterTurn = Effect.fnUntraced(function* (letter: DeadLetter): Effect.fn.Return<boolean, Failure> {
    const { sequence, type } = letter;
    const page = yield* feed
      .read({ after: sequence - 1, limit: 1 })
      .pipe(Effect.catchTag('CursorExpired', () => Effect.succeed({ events: [] as readonly FeedEvent[] })));
    const event = page.events.find((one) => one.sequence === sequence);
    const done: Step = (endpoint) => withoutDeadLetter(endpoint, sequence);
    if (event !== undefined) return yield* Effect.map(sendEvent(event, done), () => held.now().lease !== undefined);
    const at = yield* Clock.currentTimeMillis;
    yield* note({ first: { messageId: `evt_${sequence}`, type, sequence, at }, outcome: 'expired' });
    yield* held.store(done);
    return true;
  });

  const turn: Turn = Effect.suspend(() => {
    const endpoint = held.now();
    const [letter] = endpoint.deadLetters;
    if (endpoint.replaying && letter !== undefined) return deadLetterTurn(letter);
    return endpoint.settings.mode === 'notify' ? notifyTurn : eventsTurn;
  });

  return Effect.gen(function* () {
    const until = (yield* Clock.currentTimeMillis) + TURN_MS;
    for (;;) {
      const isMore = yield* turn;
      const { retry, notBefore = 0, ...endpoint } = held.now();
      const now = yield* Clock.currentTimeMillis;
      const waits = Math.max(retry?.nextAt ?? 0, notBefore) > now;
      if (!isMore || !isActive(endpoint) || endpoint.lease === undefined || waits || now >= until) return;
    }
  });
};

/**
 * Delivers what waits for an endpoint, if it is due and no other process does; `last` is the end of the feed. It ends when nothing is
 * left, when a message has to wait, after a minute, or when the right to deliver is lost. It may be interrupted: a message that was on
 * its way is sent again later.
 */
export const deliverEndpoint = Effect.fnUntraced(function* (
  deps: DeliveryDependencies,
  endpointId: string,
  last: number,
): Effect.fn.Return<void, StorageUnavailable> {
  const endpoints = makeEndpointStore(deps.records);
  const holder = yield* deps.ids.next;
  const held = yield* claimEndpoint(endpoints, endpointId, { holder, last });
  if (held === undefined) return;
  yield* makeTurn(deps, held).pipe(
    Effect.ensuring(held.release),
    Effect.catchTag('LeaseLost', () => Effect.void),
  );
});

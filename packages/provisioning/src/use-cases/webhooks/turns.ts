// What comes next for an endpoint: events of the feed, a notification, or what was set aside. Each turn says whether there may be
// more to do at once.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { isBlocked, movedTo, notifiedOf, paused, withoutDeadLetter } from '../../delivery/delivery-progress.ts';
import type { DeadLetter, WebhookEndpoint } from '../../delivery/webhook-endpoint.ts';
import type { CursorExpired, FeedEvent, FeedPage } from '../../ports/inbound/event-feed.ts';
import type { Step } from './held-endpoint.ts';
import { feedAdvanced } from './messages.ts';
import {
  noteDelivery,
  putAside,
  reportStop,
  send,
  sendEvent,
  type Delivering,
  type Sending,
  type TurnFailure,
} from './send-message.ts';

/** Events that are read at once: each may have some hundred thousand characters. */
const PORTION = 20;

type Turn = Effect.Effect<boolean, TurnFailure>;

const withoutLease = ({ lease: _lease, ...endpoint }: WebhookEndpoint): WebhookEndpoint => endpoint;

const readEvents = ({ deps, held }: Delivering, after: number, limit: number) => {
  const { types } = held.now().settings;
  return deps.feed.read({ after, limit, ...(types !== undefined && { types: new Set(types) }) });
};

/** Sends, or sets aside, the events of a page. */
const servePage = Effect.fnUntraced(function* (
  delivering: Delivering,
  { events, next, hasMore }: FeedPage,
): Effect.fn.Return<boolean, TurnFailure> {
  const { held } = delivering;
  const last = events.at(-1);
  for (const event of events) {
    if (isBlocked(held.now(), event)) {
      if (!(yield* putAside(delivering, event))) return true;
      continue;
    }
    const isEnd = event === last && !hasMore;
    // The last one leads past those of other types behind it, and with nothing left the right to deliver is given back.
    const accepted = (endpoint: WebhookEndpoint): WebhookEndpoint => {
      const after = movedTo(endpoint, event === last ? next : event.sequence);
      return isEnd ? withoutLease(after) : after;
    };
    if (!(yield* sendEvent(delivering, event, accepted))) return true;
  }
  if (next > held.now().position) yield* held.store((endpoint) => movedTo(endpoint, Math.max(next, endpoint.position)));
  return hasMore;
});

/** The events that come next are not kept any more: nothing is skipped without somebody's knowing. */
const expired = Effect.fnUntraced(function* (delivering: Delivering): Effect.fn.Return<boolean, TurnFailure> {
  const now = yield* Clock.currentTimeMillis;
  yield* delivering.held.store((endpoint) => paused(endpoint, 'eventsExpired', now));
  reportStop(delivering);
  return false;
});

const eventsTurn = (delivering: Delivering): Turn =>
  readEvents(delivering, delivering.held.now().position, PORTION).pipe(
    Effect.map((page) => ({ page })),
    Effect.catchTag('CursorExpired', () => Effect.succeed({ page: undefined })),
    Effect.flatMap(({ page }) => (page === undefined ? expired(delivering) : servePage(delivering, page))),
  );

/** Whether something of the endpoint's types has come after its position. */
const hasNews = Effect.fnUntraced(function* (
  delivering: Delivering,
): Effect.fn.Return<boolean, CursorExpired | StorageUnavailable> {
  let after = delivering.held.now().position;
  for (;;) {
    const page = yield* readEvents(delivering, after, 1);
    if (page.events.length > 0) return true;
    if (!page.hasMore) return false;
    after = page.next;
  }
});

const notifyTurn = Effect.fnUntraced(function* (delivering: Delivering): Effect.fn.Return<boolean, TurnFailure> {
  const { deps, held } = delivering;
  const last = yield* deps.feed.position();
  // Where the feed does not go on from the position, the receiver has to know all the more.
  const isNews = yield* Effect.catchTag(hasNews(delivering), 'CursorExpired', () => Effect.succeed(true));
  if (!isNews) {
    yield* held.store((endpoint) => withoutLease(movedTo(endpoint, last)));
    return false;
  }
  const message = feedAdvanced(deps.organisationId, last, yield* Clock.currentTimeMillis);
  const first = { messageId: message.id, type: 'feed.advanced', sequence: last } as const;
  const accepted: Sending['accepted'] = (endpoint, now) => withoutLease(notifiedOf(endpoint, last, now));
  yield* send(delivering, { message, first, sequence: last, accepted });
  return false;
});

/** The oldest event that was set aside; the feed may have it no more. */
const deadLetterTurn = Effect.fnUntraced(function* (
  delivering: Delivering,
  { sequence, type }: DeadLetter,
): Effect.fn.Return<boolean, TurnFailure> {
  const { deps, held } = delivering;
  const page = yield* deps.feed
    .read({ after: sequence - 1, limit: 1 })
    .pipe(Effect.catchTag('CursorExpired', () => Effect.succeed({ events: [] as readonly FeedEvent[] })));
  // Whatever else the feed has: this one is asked for, and no other one is sent in its place.
  const event = page.events.find((one) => one.sequence === sequence);
  const done: Step = (endpoint) => withoutDeadLetter(endpoint, sequence);
  if (event !== undefined) {
    yield* sendEvent(delivering, event, done);
    return true;
  }
  const at = yield* Clock.currentTimeMillis;
  const first = { messageId: `evt_${sequence}`, type, sequence, at };
  yield* noteDelivery(delivering, { first, outcome: 'expired' }, held.now());
  yield* held.store(done);
  return true;
});

/** Does what comes next. */
export const nextTurn = (delivering: Delivering): Turn =>
  Effect.suspend(() => {
    const { replaying, deadLetters, settings } = delivering.held.now();
    const [letter] = deadLetters;
    if (replaying && letter !== undefined) return deadLetterTurn(delivering, letter);
    return settings.mode === 'notify' ? notifyTurn(delivering) : eventsTurn(delivering);
  });

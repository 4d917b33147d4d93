// The feed as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
import { Readable } from 'node:stream';
import * as Effect from 'effect/Effect';
import * as Exit from 'effect/Exit';
import type { EventFeed, FeedEvent, FeedPage, FeedRequest } from '@looop-scim/provisioning';

/** Milliseconds without an event after which the stream says that it is there: proxies end what is silent. */
const SILENT_MS = 15_000;
/** Milliseconds after which a client is to come back. */
const RETRY_MS = 2_000;

/** JSON has no line ends outside of its escapes, so that a text is one line. */
const message = ({ sequence, event, text }: FeedEvent): string =>
  `id: ${sequence}\nevent: ${event.type}\ndata: ${text}\n\n`;

/** Nothing happened; the position still moves past events of other types. */
const silence = ({ next }: FeedPage): string => `: nothing new\nid: ${next}\n\n`;

/** The texts of the stream, from a page that was read on, until `ended` or until the feed fails: then the client comes back. */
const texts = async function* (
  feed: EventFeed,
  request: FeedRequest,
  first: FeedPage,
  ended: Effect.Effect<void>,
): AsyncGenerator<string, void> {
  yield `retry: ${RETRY_MS}\n\n`;
  let page = first;
  for (;;) {
    for (const event of page.events) yield message(event);
    if (page.events.length === 0 && !page.hasMore) yield silence(page);
    const waiting = feed.readOrWait({ ...request, after: page.next }, SILENT_MS);
    const exit = await Effect.runPromiseExit(Effect.raceFirst(waiting, Effect.as(ended, undefined)));
    if (!Exit.isSuccess(exit) || exit.value === undefined) return;
    page = exit.value;
  }
};

/** Makes the stream. Nothing is read ahead of a client that does not read. */
export const eventStream = (
  feed: EventFeed,
  request: FeedRequest,
  first: FeedPage,
  ended: Effect.Effect<void>,
): Readable => Readable.from(texts(feed, request, first, ended), { objectMode: true, highWaterMark: 1 });

// The feed as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
import { Readable } from 'node:stream';
import * as Effect from 'effect/Effect';
import type { EventFeed, FeedEvent, FeedFailure, FeedPage, FeedRequest } from '@looop-scim/provisioning/events';
import { run } from './run.ts';

/** Milliseconds without an event after which the stream says that it is there: proxies end what is silent. */
const SILENT_MS = 15_000;
/** Milliseconds after which a client is to come back. */
const RETRY_MS = 2_000;

/** JSON has no line ends outside of its escapes, so that a text is one line. */
const message = ({ sequence, event, text }: FeedEvent): string =>
  `id: ${sequence}\nevent: ${event.type}\ndata: ${text}\n\n`;

/** Nothing happened; the position still moves past events of other types. */
const silence = ({ next }: FeedPage): string => `: nothing new\nid: ${next}\n\n`;

/** The next page; undefined when the stream has to end. */
const nextPage = async (
  waiting: Effect.Effect<FeedPage, FeedFailure>,
  ended: Effect.Effect<void>,
): Promise<FeedPage | undefined> => {
  const page = Effect.raceFirst(waiting, Effect.as(ended, undefined));
  // A position that is not known any more, or a storage that does not answer: whoever comes back is told.
  return await run(Effect.match(page, { onSuccess: (next) => next, onFailure: () => undefined }));
};

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
    const next = await nextPage(waiting, ended);
    if (next === undefined) return;
    page = next;
  }
};

/** Makes the stream. Nothing is read ahead of a client that does not read. */
export const eventStream = (
  feed: EventFeed,
  request: FeedRequest,
  first: FeedPage,
  ended: Effect.Effect<void>,
): Readable => Readable.from(texts(feed, request, first, ended), { objectMode: true, highWaterMark: 1 });

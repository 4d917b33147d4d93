// The feed: what changed, in order; as pages, as a long poll, and as a stream.
import * as Effect from 'effect/Effect';
import {
  EVENT_TYPES,
  MAX_FEED_EVENTS,
  type EventFeed,
  type EventType,
  type FeedPage,
} from '@looop-scim/provisioning/events';
import { Type, type Static } from 'typebox';
import { InvalidRequest, type ApiFailure } from '../api-failures.ts';
import { Event } from '../event-schemas.ts';
import { eventStream } from '../event-stream.ts';
import { operation, type Answer, type Call, type Operation } from '../operation.ts';
import { strict } from '../schema-parts.ts';
import { NONE, PAGE_LIMIT } from '../schemas.ts';

/** Seconds that a request may wait. */
const MOST_WAIT_SECONDS = 30;

/** Digits of a sequence. */
const MOST_DIGITS = 15;

const EventQuery = strict({
  after: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Sequence or id of the last event that you have, or a feedPosition. Absent: from the first event.',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_FEED_EVENTS, default: PAGE_LIMIT, description: 'A page may be shorter.' }),
  ),
  types: Type.Optional(
    Type.String({
      maxLength: 1000,
      description: 'Types of events, separated by commas; the position moves past others.',
    }),
  ),
  wait: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MOST_WAIT_SECONDS,
      default: 0,
      description: 'Seconds to wait for an event while there is none.',
    }),
  ),
});

const EventPage = strict({
  events: Type.Array(Event),
  next: Type.Integer({ minimum: 0, description: 'Send it as after to read on.' }),
  hasMore: Type.Boolean({ description: 'Whether there is more already.' }),
});

const invalid = (name: string, detail: string) =>
  Effect.fail(new InvalidRequest({ faults: [{ part: 'querystring', pointer: `/${name}`, detail }] }));

const isDigits = (text: string): boolean =>
  text.length <= MOST_DIGITS && [...text].every((digit) => digit >= '0' && digit <= '9');

/** The position that a text names: a sequence, or the id of an event. */
const positionOf = (feed: EventFeed, text: string) =>
  isDigits(text)
    ? Effect.succeed(Number(text))
    : Effect.flatMap(feed.positionOf(text), (position) =>
        position === undefined
          ? invalid('after', 'must be the sequence or the id of an event')
          : Effect.succeed(position),
      );

const isType = (text: string): text is EventType => (EVENT_TYPES as readonly string[]).includes(text);

const typesOf = (text: string | undefined): Effect.Effect<ReadonlySet<EventType> | undefined, InvalidRequest> => {
  if (text === undefined) return Effect.succeed(undefined);
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isType(name));
  if (unknown !== undefined) {
    return invalid('types', `${JSON.stringify(unknown)} is no type of events; there are ${EVENT_TYPES.join(', ')}`);
  }
  return Effect.succeed(new Set(names.filter(isType)));
};

/** JSON of a page: the texts of the events as they are. */
const pageText = ({ events, next, hasMore }: FeedPage): string =>
  `{"events":[${events.map(({ text }) => text).join(',')}],"next":${next},"hasMore":${hasMore}}`;

/** Reads a page, waits for one, or begins a stream. */
const listEvents = Effect.fnUntraced(function* ({
  query,
  key: { feed },
  connection,
}: Pick<Call<unknown, Static<typeof EventQuery>, unknown>, 'query' | 'key' | 'connection'>): Effect.fn.Return<
  Answer,
  ApiFailure
> {
  const { takesStream, lastEventId, beginWaiting } = connection;
  const text = (takesStream ? lastEventId : undefined) ?? query.after;
  const after = text === undefined ? 0 : yield* positionOf(feed, text);
  const types = yield* typesOf(query.types);
  const request = { after, limit: query.limit ?? PAGE_LIMIT, ...(types !== undefined && { types }) };
  const page = yield* feed.read(request);
  const wait = query.wait ?? 0;
  if (!takesStream && (page.events.length > 0 || wait === 0)) return { json: pageText(page) };
  const ended = yield* Effect.fromResult(beginWaiting());
  if (takesStream) return { stream: eventStream(feed, request, page, ended) };
  const waited = feed.readOrWait({ ...request, after: page.next }, wait * 1000);
  // Whoever waits is answered when the server ends.
  return { json: pageText(yield* Effect.raceFirst(waited, Effect.as(ended, page))) };
});

/** The operations about events. */
export const eventOperations: readonly Operation[] = [
  operation({
    id: 'listEvents',
    method: 'GET',
    path: '/events',
    tag: 'Events',
    summary: 'Read what changed',
    description:
      'Events in the order of the commits, without gaps. With Accept: text/event-stream they come as server-sent events: id is the ' +
      'sequence, Last-Event-ID resumes. Begin with the feedPosition of the lists of people and groups.',
    params: NONE,
    query: EventQuery,
    answer: EventPage,
    problems: ['cursor-expired'],
    run: listEvents,
  }),
];

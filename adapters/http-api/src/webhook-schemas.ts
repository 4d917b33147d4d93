// What requests and answers about webhooks look like.
import { Type } from 'typebox';
import { EVENT_TYPES } from '@looop-scim/provisioning/events';
import { FAILURE_POLICIES, WEBHOOK_MODES } from '@looop-scim/provisioning/webhooks';
import { strict } from './schema-parts.ts';
import { PAGE_LIMIT, PageQuery } from './schemas.ts';

const time = (description: string) => Type.String({ format: 'date-time', description });
const sequence = (description: string) => Type.Integer({ minimum: 0, description });

const SETTINGS = {
  url: Type.String({ minLength: 1, maxLength: 2048, description: 'https:// URL of the receiver.' }),
  description: Type.String({ maxLength: 200 }),
  types: Type.Array(Type.Enum([...EVENT_TYPES]), {
    minItems: 1,
    maxItems: EVENT_TYPES.length,
    description: 'Types of events that are sent; without it all.',
  }),
  mode: Type.Enum([...WEBHOOK_MODES], {
    description:
      'events: each event is a message. notify: a message feed.advanced says that the feed has something new.',
  }),
  onFailure: Type.Enum([...FAILURE_POLICIES], {
    description:
      'pause: the endpoint waits, nothing is skipped. setAside: an event that the receiver refuses is set aside with all later ' +
      'events of its subjects, and the others go on.',
  }),
};

/** An endpoint in a path. */
export const WebhookParams = strict({ webhookId: Type.String({ minLength: 1 }) });

/** A new endpoint. */
export const NewWebhook = strict({
  url: SETTINGS.url,
  description: Type.Optional(SETTINGS.description),
  types: Type.Optional(SETTINGS.types),
  mode: Type.Optional(SETTINGS.mode),
  onFailure: Type.Optional(SETTINGS.onFailure),
  after: Type.Optional(
    sequence('Sends what comes after this sequence or feedPosition; without it, what happens from now on.'),
  ),
});

/** Other settings. */
export const WebhookChange = Type.Object(
  {
    url: Type.Optional(SETTINGS.url),
    description: Type.Optional(Type.Union([SETTINGS.description, Type.Null()])),
    types: Type.Optional(Type.Union([SETTINGS.types, Type.Null()])),
    mode: Type.Optional(SETTINGS.mode),
    onFailure: Type.Optional(SETTINGS.onFailure),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    description: 'New settings; null takes description or types away. RFC 7396.',
  },
);

/** What is sent again. */
export const ReplayRequest = Type.Union(
  [
    strict({ after: sequence('Everything after this sequence is sent again.') }),
    strict({ setAside: Type.Literal(true, { description: 'What was set aside is sent, before anything else.' }) }),
  ],
  { description: 'Either of the two.' },
);

/** An endpoint. */
export const Webhook = strict({
  id: Type.String(),
  url: SETTINGS.url,
  description: Type.Optional(SETTINGS.description),
  types: Type.Optional(SETTINGS.types),
  mode: SETTINGS.mode,
  onFailure: SETTINGS.onFailure,
  createdAt: time('When the endpoint was made.'),
  status: Type.Enum(['active', 'paused', 'disabled'], { description: 'disabled: the receiver answered 410.' }),
  statusReason: Type.Optional(
    Type.Enum(['administrator', 'failures', 'eventsExpired', 'tooManySetAside'], { description: 'Why it is paused.' }),
  ),
  statusSince: Type.Optional(time('Since when it is paused or disabled.')),
  position: sequence('Sequence of the last event that is done with.'),
  feedPosition: sequence('The end of the feed: what is between waits.'),
  retry: Type.Optional(
    strict({
      sequence: sequence('The event that was not accepted yet.'),
      attempts: Type.Integer({ minimum: 1 }),
      firstAttemptAt: time('When it was sent first.'),
      nextAttemptAt: time('When it is sent again.'),
    }),
  ),
  setAside: Type.Array(
    strict({ sequence: sequence('Of the event.'), type: Type.Enum([...EVENT_TYPES]), setAsideAt: time('When.') }),
    { description: 'Events that were set aside, the oldest first.' },
  ),
  replaying: Type.Boolean({ description: 'Whether what was set aside is being sent.' }),
  olderSecretUntil: Type.Optional(time('Until when messages carry a signature of an older secret, too.')),
});

/** An endpoint with its secret. */
export const WebhookWithSecret = strict({
  webhook: Webhook,
  secret: Type.String({ description: 'To verify signatures with. It is shown this once.' }),
});

/** All endpoints. */
export const WebhookList = strict({ webhooks: Type.Array(Webhook) });

/** A message with its attempts. */
export const Delivery = strict({
  messageId: Type.String({ description: 'webhook-id: the id of the event.' }),
  type: Type.String({ description: 'Type of the event, feed.advanced, or webhook.test.' }),
  sequence: Type.Optional(sequence('Of the event.')),
  subject: Type.Optional(strict({ type: Type.Enum(['user', 'group']), id: Type.String() })),
  firstAttemptAt: time('When it was sent first.'),
  outcome: Type.Enum(['accepted', 'retrying', 'failed', 'setAside', 'expired'], {
    description: 'expired: it was set aside, and the event is not kept any more.',
  }),
  nextAttemptAt: Type.Optional(time('When it is sent again.')),
  attemptCount: Type.Integer({ minimum: 0 }),
  attempts: Type.Array(
    strict({
      at: time('When it was sent.'),
      durationMs: Type.Integer({ minimum: 0 }),
      status: Type.Optional(Type.Integer({ description: 'What the receiver answered.' })),
      failure: Type.Optional(
        Type.Enum(['blocked', 'timeout', 'unreachable'], { description: 'Why there is no answer.' }),
      ),
      text: Type.Optional(
        Type.String({ description: 'The beginning of an answer that did not accept, without values of the event.' }),
      ),
    }),
    { description: 'The latest ones, the oldest first.' },
  ),
});

/** A page of deliveries. */
export const DeliveryPage = strict({
  deliveries: Type.Array(Delivery),
  hasMore: Type.Boolean(),
  next: Type.Optional(Type.String({ description: 'Send it as cursor to get the next page. Absent on the last page.' })),
});

/** The parameters of a page of deliveries. */
export const DeliveryQuery = PageQuery;
export const DELIVERY_LIMIT = PAGE_LIMIT;

/** Nothing. */
export const Removed = strict({});

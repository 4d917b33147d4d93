// The inbound port of whoever looks after the webhook endpoints of one organisation.
import * as Data from 'effect/Data';
import type * as Effect from 'effect/Effect';
import type { InvalidCursor, StorageUnavailable } from '@looop-scim/scim/errors';
import type { WebhookDelivery } from '../../delivery/webhook-delivery.ts';
import type { WebhookEndpoint, WebhookSettings } from '../../delivery/webhook-endpoint.ts';
import type { NoSuchEntry } from '../outbound/organisation-store.ts';
import type { CursorExpired } from './event-feed.ts';

/** Endpoints that an organisation has at most. */
export const MAX_WEBHOOKS = 20;

/** Something that is wrong with the settings of an endpoint. */
export interface WebhookFault {
  readonly field: keyof WebhookSettings;
  readonly reason: string;
}

/** Settings that were refused, with every fault; nothing was saved. */
export class InvalidWebhook extends Data.TaggedError('InvalidWebhook')<{ readonly faults: readonly WebhookFault[] }> {}

/** The organisation has as many endpoints as it may. */
export class TooManyWebhooks extends Data.TaggedError('TooManyWebhooks')<{ readonly maximum: number }> {}

/** An endpoint as it is shown: without its secrets and without what concerns processes. */
export interface Webhook extends Omit<WebhookEndpoint, 'secrets' | 'lease' | 'retry' | 'notBefore' | 'blocked'> {
  /** The message that was not accepted yet. */
  readonly retry?: {
    readonly sequence: number;
    readonly attempts: number;
    readonly firstAt: number;
    readonly nextAt: number;
  };
  /** The end of the feed: what is after `position` up to here waits. */
  readonly feedPosition: number;
  /** Until when messages are signed with an older secret, too, in milliseconds since 1970. */
  readonly olderSecretUntil?: number;
}

/** A new endpoint, or one with a new secret, which is shown this once. */
export interface WebhookWithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

/** A new endpoint. */
export interface NewWebhook extends WebhookSettings {
  /** Sends what comes after this sequence, 0 for all that is kept; absent: what happens from now on. */
  readonly after?: number;
}

/** Other settings; what is absent stays. */
export interface WebhookChange extends Partial<Omit<WebhookSettings, 'types' | 'description'>> {
  /** Null: all types. */
  readonly types?: WebhookSettings['types'] | null;
  /** Null: none. */
  readonly description?: string | null;
}

/** What is sent again: everything after a sequence, or what was set aside. */
export type Replay = { readonly after: number } | { readonly setAside: true };

/** A part of the deliveries. */
export interface DeliveryPageRequest {
  /** `next` of the page before. */
  readonly cursor?: string;
  readonly limit: number;
}

/** A page of deliveries, newest first. */
export interface DeliveryPage {
  readonly deliveries: readonly WebhookDelivery[];
  readonly next?: string;
}

type Failure = NoSuchEntry | StorageUnavailable;

/** The endpoints of one organisation. `NoSuchEntry`: there is none of this id. */
export interface WebhookAdministration {
  /** Fails: `InvalidWebhook`; `TooManyWebhooks`; `CursorExpired` when `after` is a position that the feed does not know any more. */
  readonly create: (
    webhook: NewWebhook,
  ) => Effect.Effect<WebhookWithSecret, InvalidWebhook | TooManyWebhooks | CursorExpired | StorageUnavailable>;
  /** The oldest first. */
  readonly list: () => Effect.Effect<readonly Webhook[], StorageUnavailable>;
  readonly read: (id: string) => Effect.Effect<Webhook, Failure>;
  /** What waits to be sent again is sent at once. */
  readonly change: (id: string, change: WebhookChange) => Effect.Effect<Webhook, Failure | InvalidWebhook>;
  /** Sends a `webhook.test` now, whether the endpoint is paused or not, and answers what became of it. */
  readonly test: (id: string) => Effect.Effect<WebhookDelivery, Failure>;
  readonly pause: (id: string) => Effect.Effect<Webhook, Failure>;
  /** Goes on where the endpoint is, also after a 410. Fails: `CursorExpired`, when what comes next is not kept any more: then replay. */
  readonly resume: (id: string) => Effect.Effect<Webhook, Failure | CursorExpired>;
  /** A new secret. For 24 hours messages carry the signatures of the older ones, too. */
  readonly rotate: (id: string) => Effect.Effect<WebhookWithSecret, Failure>;
  /** Whether the endpoint is paused stays. Fails: `CursorExpired`. */
  readonly replay: (id: string, replay: Replay) => Effect.Effect<Webhook, Failure | CursorExpired>;
  /** Nothing is sent any more; the deliveries are not shown any more, and end in their time. */
  readonly remove: (id: string) => Effect.Effect<void, Failure>;
  readonly deliveries: (id: string, page: DeliveryPageRequest) => Effect.Effect<DeliveryPage, Failure | InvalidCursor>;
}

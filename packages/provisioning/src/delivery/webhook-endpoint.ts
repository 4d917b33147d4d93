// A webhook endpoint: where the events of an organisation are pushed to, and how far that has come. All of it is one record, so that
// whatever happens to an endpoint is one write by compare-and-set.
import type { EventSubject, EventType } from '../events/directory-event.ts';

/** `events`: every event is a message. `notify`: a message says that there is something new in the feed. */
export const WEBHOOK_MODES = ['events', 'notify'] as const;

/**
 * What happens to a message that was never accepted: `pause`, the endpoint waits and nothing is skipped; `setAside`, one that the
 * receiver refused is put aside with all later events of its subjects, and the others go on.
 */
export const FAILURE_POLICIES = ['pause', 'setAside'] as const;

/** What the platform decides about an endpoint. */
export interface WebhookSettings {
  readonly url: string;
  readonly description?: string;
  /** Types that are sent; absent: all. */
  readonly types?: readonly EventType[];
  readonly mode: (typeof WEBHOOK_MODES)[number];
  readonly onFailure: (typeof FAILURE_POLICIES)[number];
}

/** A secret that messages are signed with. */
export interface WebhookSecret {
  /** `whsec_` and base64. */
  readonly secret: string;
  /** Of one that was replaced: until when it is signed with, in milliseconds since 1970. */
  readonly expiresAt?: number;
}

/**
 * Why an endpoint is paused: by its administrator; a message was not accepted in 24 hours; the events that come next are not kept
 * any more; more was set aside than is kept.
 */
export type PauseReason = 'administrator' | 'failures' | 'eventsExpired' | 'tooManySetAside';

/** Whether an endpoint is served; `at` is in milliseconds since 1970. `disabled`: the receiver answered 410. */
export type WebhookStatus =
  | { readonly kind: 'active' }
  | { readonly kind: 'paused'; readonly reason: PauseReason; readonly at: number }
  | { readonly kind: 'disabled'; readonly at: number };

/** A message that was not accepted and waits to be sent again. Times are in milliseconds since 1970. */
export interface PendingRetry {
  /** Sequence of the event; of a notification, the one that was announced. */
  readonly sequence: number;
  /** How often it was sent, 1 or more. */
  readonly attempts: number;
  readonly firstAt: number;
  readonly nextAt: number;
  /** Key of the record of its delivery. */
  readonly deliveryKey: string;
}

/** An event that was set aside. */
export interface DeadLetter {
  readonly sequence: number;
  readonly type: EventType;
  /** Milliseconds since 1970. */
  readonly setAsideAt: number;
}

/** The right of one process to deliver, until it ends. */
export interface DeliveryLease {
  /** Names one claim: a process that claims again has another one. */
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** An endpoint. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly settings: WebhookSettings;
  /** The newest first. */
  readonly secrets: readonly WebhookSecret[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly status: WebhookStatus;
  /** Sequence of the last event that is done with. */
  readonly position: number;
  readonly retry?: PendingRetry;
  /** Not before this time is sent again, in milliseconds since 1970. */
  readonly notBefore?: number;
  /** Events that were set aside, the oldest first. */
  readonly deadLetters: readonly DeadLetter[];
  /** Their subjects, as `subjectKey` names them: later events of these are set aside, too. */
  readonly blocked: readonly string[];
  /** Whether what was set aside is sent now. */
  readonly replaying: boolean;
  readonly lease?: DeliveryLease;
}

/** One text for a subject. */
export const subjectKey = ({ type, id }: EventSubject): string => `${type}:${id}`;

/** JSON of an endpoint. */
export const printEndpoint = (endpoint: WebhookEndpoint): string => JSON.stringify(endpoint);

/** The endpoint that `printEndpoint` has printed. */
export const parseEndpoint = (text: string): WebhookEndpoint => JSON.parse(text) as WebhookEndpoint;

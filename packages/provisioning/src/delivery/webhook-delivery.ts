// The record of a message: what it was, how often it was sent, and what the receiver answered. It has no values of people.
import type { EventSubject, EventType } from '../events/directory-event.ts';
import type { WebhookAnswer } from '../ports/outbound/webhook-sender.ts';
import { keptAnswer } from './mask-values.ts';

/** Types of messages beside those of events. */
export type MessageType = EventType | 'feed.advanced' | 'webhook.test';

/** One attempt. */
export interface DeliveryAttempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
  /** What was answered; absent when nothing was. */
  readonly status?: number;
  /** Why nothing was answered. */
  readonly failure?: 'blocked' | 'timeout' | 'unreachable';
  /** The beginning of what was answered, or what the system says; absent when the message was accepted. */
  readonly text?: string;
}

/**
 * What became of a message: accepted; it is sent again; it is not sent again, and the endpoint has stopped; set aside; not sent,
 * since the event is not kept any more.
 */
export type DeliveryOutcome = 'accepted' | 'retrying' | 'failed' | 'setAside' | 'expired';

/** A message with its attempts. */
export interface WebhookDelivery {
  readonly messageId: string;
  readonly type: MessageType;
  /** Of the event, or the one that was announced. */
  readonly sequence?: number;
  readonly subject?: EventSubject;
  /** When it was sent first, in milliseconds since 1970. */
  readonly at: number;
  readonly outcome: DeliveryOutcome;
  /** When it is sent again, in milliseconds since 1970. */
  readonly nextAttemptAt?: number;
  readonly attemptCount: number;
  /** The latest ones, the oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** Attempts of a delivery that are kept: all that the schedule makes. */
const MAX_ATTEMPTS = 20;

/** What is remembered of an attempt. `data` is what was sent: its values do not stay. */
export const attemptOf = (answer: WebhookAnswer, at: number, data: unknown): DeliveryAttempt => {
  const { durationMs } = answer;
  if (answer.kind !== 'answered') return { at, durationMs, failure: answer.kind, text: answer.detail };
  const { status } = answer;
  const isAccepted = status >= 200 && status < 300;
  return { at, durationMs, status, ...(!isAccepted && { text: keptAnswer(answer, data) }) };
};

/** The delivery with one attempt more. */
export const withAttempt = (
  { nextAttemptAt: _next, ...delivery }: WebhookDelivery,
  attempt: DeliveryAttempt,
  { outcome, nextAttemptAt }: Pick<WebhookDelivery, 'outcome' | 'nextAttemptAt'>,
): WebhookDelivery => ({
  ...delivery,
  outcome,
  ...(nextAttemptAt !== undefined && { nextAttemptAt }),
  attemptCount: delivery.attemptCount + 1,
  attempts: [...delivery.attempts, attempt].slice(-MAX_ATTEMPTS),
});

/** After every time that can be. */
const LAST_TIME = 9_999_999_999_999;
const TIME_DIGITS = 13;

/** What the keys of an endpoint's deliveries begin with. */
export const deliveryPrefix = (endpointId: string): string => `${endpointId}:`;

/** The key of a delivery: later ones come first. */
export const deliveryKey = (endpointId: string, { at, messageId }: Pick<WebhookDelivery, 'at' | 'messageId'>): string =>
  `${deliveryPrefix(endpointId)}${String(LAST_TIME - at).padStart(TIME_DIGITS, '0')}:${messageId}`;

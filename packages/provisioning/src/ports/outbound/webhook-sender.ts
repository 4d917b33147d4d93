// The port through which messages leave the service.
import type * as Effect from 'effect/Effect';

/** A message to a receiver. */
export interface WebhookMessage {
  readonly url: string;
  /** The same whenever the message is sent: receivers drop what they have. At most 255 characters without a full stop. */
  readonly id: string;
  /** When this attempt is made, in milliseconds since 1970. */
  readonly at: number;
  /** JSON; sent as it is. */
  readonly body: string;
  /** Secrets to sign with, at least one. */
  readonly secrets: readonly string[];
}

/** What became of an attempt. */
export type WebhookAnswer = {
  /** Milliseconds from the beginning of the attempt to its end. */
  readonly durationMs: number;
} & (
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Retry-After in whole seconds, whichever form it was sent in. */
      readonly retryAfterSeconds?: number;
      /** The beginning of the body, at most 32,768 characters. */
      readonly text: string;
      /** Whether the body is longer. */
      readonly isCut: boolean;
    }
  | {
      /** No answer: `blocked`, the address is none that may be sent to; `timeout`, after 15 seconds; `unreachable`, else. */
      readonly kind: 'blocked' | 'timeout' | 'unreachable';
      /** What the system says, without the address. */
      readonly detail: string;
    }
);

/** Sends messages by Standard Webhooks 1.0.0. It follows no redirects, and sends nothing to addresses that it may not. */
export interface WebhookSender {
  /** A new secret: `whsec_` and 256 random bits in base64. */
  readonly generateSecret: Effect.Effect<string>;
  /** Why nothing may be sent to a URL, as far as the URL itself says it; undefined when it may. */
  readonly refusalOf: (url: string) => string | undefined;
  /** One attempt, which ends after 15 seconds at the latest. It may be interrupted. */
  readonly send: (message: WebhookMessage) => Effect.Effect<WebhookAnswer>;
}

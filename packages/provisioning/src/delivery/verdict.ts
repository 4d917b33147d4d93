// What an answer means for the message, and for the endpoint.
import type { WebhookAnswer } from '../ports/outbound/webhook-sender.ts';

/** `refused`: the receiver does not want this message; `failed`: it could not take any; `gone`: it wants no more messages at all. */
export type Verdict = 'accepted' | 'refused' | 'failed' | 'gone';

/** Statuses of 4xx that say nothing of the message: the time was short, too early, or there were too many. */
const NOT_OF_THE_MESSAGE = new Set([408, 425, 429]);

/** The verdict of an answer: 2xx is accepted, 410 gone, another 4xx refused. A redirect is not followed, and a failure. */
export const verdictOf = (answer: WebhookAnswer): Verdict => {
  if (answer.kind !== 'answered') return 'failed';
  const { status } = answer;
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 410) return 'gone';
  return status >= 400 && status < 500 && !NOT_OF_THE_MESSAGE.has(status) ? 'refused' : 'failed';
};

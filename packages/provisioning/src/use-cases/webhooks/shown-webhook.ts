// An endpoint as it is shown.
import type { WebhookEndpoint } from '../../delivery/webhook-endpoint.ts';
import type { Webhook } from '../../ports/inbound/webhook-administration.ts';

/** The endpoint without its secrets and without what concerns processes. */
export const shownWebhook = (endpoint: WebhookEndpoint, feedPosition: number, now: number): Webhook => {
  const { secrets, lease: _lease, retry, notBefore: _pause, blocked: _blocked, ...rest } = endpoint;
  const olderSecretUntil = secrets
    .map(({ expiresAt }) => expiresAt)
    .find((until = 0) => until > now);
  return {
    ...rest,
    feedPosition,
    ...(retry !== undefined && {
      retry: {
        sequence: retry.sequence,
        attempts: retry.attempts,
        firstAt: retry.firstAt,
        nextAt: retry.nextAt,
      },
    }),
    ...(olderSecretUntil !== undefined && { olderSecretUntil }),
  };
};

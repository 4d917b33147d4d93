// Webhook endpoints: where the feed is pushed to.
import * as Effect from 'effect/Effect';
import type {
  Webhook as WebhookView,
  WebhookDelivery,
  WebhookWithSecret as ViewWithSecret,
} from '@looop-scim/provisioning/webhooks';
import { operation, type Operation } from '../operation.ts';
import { NONE } from '../schemas.ts';
import {
  Delivery,
  DELIVERY_LIMIT,
  DeliveryPage,
  DeliveryQuery,
  NewWebhook,
  Removed,
  ReplayRequest,
  Webhook,
  WebhookChange,
  WebhookList,
  WebhookParams,
  WebhookWithSecret,
} from '../webhook-schemas.ts';

const timeText = (at: number): string => new Date(at).toISOString();

const shown = (webhook: WebhookView): object => {
  const { settings, status, createdAt, deadLetters, retry, olderSecretUntil, ...rest } = webhook;
  return {
    ...rest,
    ...settings,
    createdAt: timeText(createdAt),
    status: status.kind,
    ...(status.kind === 'paused' && { statusReason: status.reason }),
    ...(status.kind !== 'active' && { statusSince: timeText(status.at) }),
    ...(retry !== undefined && {
      retry: {
        sequence: retry.sequence,
        attempts: retry.attempts,
        firstAttemptAt: timeText(retry.firstAt),
        nextAttemptAt: timeText(retry.nextAt),
      },
    }),
    setAside: deadLetters.map(({ setAsideAt, ...letter }) => ({ ...letter, setAsideAt: timeText(setAsideAt) })),
    ...(olderSecretUntil !== undefined && { olderSecretUntil: timeText(olderSecretUntil) }),
  };
};

const answerOf = (webhook: WebhookView) => ({ body: shown(webhook) });

const secretAnswer = ({ webhook, secret }: ViewWithSecret) => ({ body: { webhook: shown(webhook), secret } });

const shownDelivery = ({ at, nextAttemptAt, attempts, ...delivery }: WebhookDelivery): object => ({
  ...delivery,
  firstAttemptAt: timeText(at),
  ...(nextAttemptAt !== undefined && { nextAttemptAt: timeText(nextAttemptAt) }),
  attempts: attempts.map((attempt) => ({ ...attempt, at: timeText(attempt.at) })),
});

const common = { tag: 'Webhooks', query: NONE } as const;

const ofAll: readonly Operation[] = [
  operation({
    ...common,
    id: 'listWebhooks',
    method: 'GET',
    path: '/webhooks',
    summary: 'List the endpoints, oldest first',
    params: NONE,
    answer: WebhookList,
    problems: [],
    run: ({ key: { webhooks } }) => Effect.map(webhooks.list(), (all) => ({ body: { webhooks: all.map(shown) } })),
  }),
  operation({
    ...common,
    id: 'createWebhook',
    method: 'POST',
    path: '/webhooks',
    summary: 'Make an endpoint',
    description: 'The secret is shown this once. Messages are signed by Standard Webhooks 1.0.0.',
    params: NONE,
    body: NewWebhook,
    answer: WebhookWithSecret,
    problems: ['invalid-webhook', 'too-many-webhooks', 'cursor-expired'],
    run: ({ body, key: { webhooks } }) =>
      Effect.map(webhooks.create({ mode: 'events', onFailure: 'pause', ...body }), secretAnswer),
  }),
];

const one = { ...common, params: WebhookParams } as const;

const ofOne: readonly Operation[] = [
  operation({
    ...one,
    id: 'getWebhook',
    method: 'GET',
    path: '/webhooks/{webhookId}',
    summary: 'Read an endpoint',
    answer: Webhook,
    problems: ['not-found'],
    run: ({ params, key: { webhooks } }) => Effect.map(webhooks.read(params.webhookId), answerOf),
  }),
  operation({
    ...one,
    id: 'updateWebhook',
    method: 'PATCH',
    path: '/webhooks/{webhookId}',
    summary: 'Change settings of an endpoint',
    description: 'What waits to be sent again is sent at once.',
    body: WebhookChange,
    answer: Webhook,
    problems: ['not-found', 'invalid-webhook'],
    run: ({ params, body, key: { webhooks } }) => Effect.map(webhooks.change(params.webhookId, body), answerOf),
  }),
  operation({
    ...one,
    id: 'deleteWebhook',
    method: 'DELETE',
    path: '/webhooks/{webhookId}',
    summary: 'Remove an endpoint',
    answer: Removed,
    problems: ['not-found'],
    run: ({ params, key: { webhooks } }) => Effect.as(webhooks.remove(params.webhookId), { body: {} }),
  }),
  operation({
    ...one,
    id: 'listDeliveries',
    method: 'GET',
    path: '/webhooks/{webhookId}/deliveries',
    summary: 'List what was sent and what the receiver answered, newest first',
    query: DeliveryQuery,
    answer: DeliveryPage,
    problems: ['not-found', 'invalid-cursor'],
    run: ({ params, query: { cursor, limit }, key: { webhooks } }) => {
      const page = { limit: limit ?? DELIVERY_LIMIT, ...(cursor !== undefined && { cursor }) };
      return Effect.map(webhooks.deliveries(params.webhookId, page), ({ deliveries, next }) => ({
        body: {
          deliveries: deliveries.map(shownDelivery),
          hasMore: next !== undefined,
          ...(next !== undefined && { next }),
        },
      }));
    },
  }),
];

const actions: readonly Operation[] = [
  operation({
    ...one,
    id: 'testWebhook',
    method: 'POST',
    path: '/webhooks/{webhookId}/test',
    summary: 'Send a message webhook.test and see what is answered',
    answer: Delivery,
    problems: ['not-found'],
    run: ({ params, key: { webhooks } }) =>
      Effect.map(webhooks.test(params.webhookId), (delivery) => ({ body: shownDelivery(delivery) })),
  }),
  operation({
    ...one,
    id: 'pauseWebhook',
    method: 'POST',
    path: '/webhooks/{webhookId}/pause',
    summary: 'Send nothing until the endpoint is resumed; nothing is skipped',
    answer: Webhook,
    problems: ['not-found'],
    run: ({ params, key: { webhooks } }) => Effect.map(webhooks.pause(params.webhookId), answerOf),
  }),
  operation({
    ...one,
    id: 'resumeWebhook',
    method: 'POST',
    path: '/webhooks/{webhookId}/resume',
    summary: 'Go on where the endpoint is',
    answer: Webhook,
    problems: ['not-found', 'cursor-expired'],
    run: ({ params, key: { webhooks } }) => Effect.map(webhooks.resume(params.webhookId), answerOf),
  }),
  operation({
    ...one,
    id: 'rotateWebhookSecret',
    method: 'POST',
    path: '/webhooks/{webhookId}/rotate',
    summary: 'Make another secret; for 24 hours messages carry signatures of both',
    answer: WebhookWithSecret,
    problems: ['not-found'],
    run: ({ params, key: { webhooks } }) => Effect.map(webhooks.rotate(params.webhookId), secretAnswer),
  }),
  operation({
    ...one,
    id: 'replayWebhook',
    method: 'POST',
    path: '/webhooks/{webhookId}/replay',
    summary: 'Send again what comes after a sequence, or what was set aside',
    body: ReplayRequest,
    answer: Webhook,
    problems: ['not-found', 'cursor-expired'],
    run: ({ params, body, key: { webhooks } }) => Effect.map(webhooks.replay(params.webhookId, body), answerOf),
  }),
];

/** The operations about webhooks. */
export const webhookOperations: readonly Operation[] = [...ofAll, ...ofOne, ...actions];

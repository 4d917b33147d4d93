export {
  FAILURE_POLICIES,
  WEBHOOK_MODES,
  type WebhookSettings,
  type WebhookStatus,
} from '../delivery/webhook-endpoint.ts';
export { type DeliveryAttempt, type DeliveryOutcome, type WebhookDelivery } from '../delivery/webhook-delivery.ts';
export { MAX_DEAD_LETTERS } from '../delivery/delivery-progress.ts';
export { MAX_ANSWER_CHARACTERS } from '../delivery/mask-values.ts';
export { type WebhookAnswer, type WebhookMessage, type WebhookSender } from '../ports/outbound/webhook-sender.ts';
export {
  InvalidWebhook,
  MAX_WEBHOOKS,
  TooManyWebhooks,
  type DeliveryPage,
  type DeliveryPageRequest,
  type NewWebhook,
  type Replay,
  type Webhook,
  type WebhookAdministration,
  type WebhookChange,
  type WebhookFault,
  type WebhookWithSecret,
} from '../ports/inbound/webhook-administration.ts';
export {
  makeWebhookAdministration,
  type WebhookAdministrationDependencies,
  type WebhookDependencies,
} from '../use-cases/webhooks/administer-webhooks.ts';
export { deliverEndpoint, type DeliveryDependencies } from '../use-cases/webhooks/deliver-endpoint.ts';
export { type StoppedEndpoint } from '../use-cases/webhooks/send-message.ts';
export { deliverWebhooks, type DeliveryReport, type WebhookWork } from '../use-cases/webhooks/deliver-webhooks.ts';

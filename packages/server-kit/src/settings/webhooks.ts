// Where webhook messages may go beside the public internet, and how long it is kept what became of them.
import { parseNetworks, type Networks } from '@looop-scim/webhooks-http/networks';
import { ConfigurationError, read, readNumber, type Environment } from './environment.ts';

/** Settings of webhooks. */
export interface WebhookSettings {
  /** Networks that messages may go to beside the public internet. */
  readonly networks: Networks;
  /** For how many days deliveries are kept. */
  readonly deliveryDays: number;
}

const DELIVERY_DAYS = { default: 7, least: 1, most: 365 };

/** Used where nothing is read. */
export const DEFAULT_WEBHOOKS: WebhookSettings = { networks: [], deliveryDays: DELIVERY_DAYS.default };

/** Reads the settings of webhooks. @throws ConfigurationError */
export const readWebhookSettings = (environment: Environment): WebhookSettings => {
  const text = read(environment, 'LOOOP_SCIM_WEBHOOK_NETWORKS');
  const networks = text === undefined ? [] : parseNetworks(text);
  if (networks === undefined) {
    throw new ConfigurationError(
      `LOOOP_SCIM_WEBHOOK_NETWORKS must be networks with commas between, such as 10.0.0.0/8,fd00::/8, not "${text}"`,
    );
  }
  return { networks, deliveryDays: readNumber(environment, 'LOOOP_SCIM_WEBHOOK_DELIVERY_DAYS', DELIVERY_DAYS) };
};

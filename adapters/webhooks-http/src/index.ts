export { parseNetworks, type Networks } from './allowed-address.ts';
export { makeGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';
export { makeHttpWebhookSender, type HttpWebhookSender, type HttpWebhookSenderOptions } from './http-webhook-sender.ts';

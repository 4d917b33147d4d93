// Adapters that few processes need: their libraries are loaded by the first call. An operator's command then starts in half the time,
// and a server whose administrators have passwords keeps the memory.
import * as Effect from 'effect/Effect';
import type { OpenIdProvider } from '@looop-scim/provisioning/accounts';
import type { WebhookSender } from '@looop-scim/provisioning/webhooks';
import type { Networks } from '@looop-scim/webhooks-http/networks';
import { refusalOfUrl } from '@looop-scim/webhooks-http/target';

/** What is loaded once; a failure of the loader is a defect. */
const once = <Value>(load: () => Promise<Value>): Effect.Effect<Value> => {
  let loaded: Promise<Value> | undefined;
  return Effect.promise(() => (loaded ??= load()));
};

/** Identity providers of administrators, those of `networks` among them. */
export const openIdProviderWhenNeeded = (networks: Networks): OpenIdProvider => {
  const provider = once(async () => {
    const [{ makeOpenIdProvider }, { makeOpenIdFetch }] = await Promise.all([
      import('@looop-scim/openid'),
      import('./openid-fetch.ts'),
    ]);
    return makeOpenIdProvider({ fetch: makeOpenIdFetch(networks) });
  });
  return {
    begin: (settings, redirectUri) => Effect.flatMap(provider, ({ begin }) => begin(settings, redirectUri)),
    finish: (settings, back) => Effect.flatMap(provider, ({ finish }) => finish(settings, back)),
  };
};

/** A sender whose connections are closed in the end. */
export interface ClosableWebhookSender extends WebhookSender {
  readonly close: Effect.Effect<void>;
}

/** A sender to the public internet, and to `networks`. */
export const webhookSenderWhenNeeded = (networks: Networks = []): ClosableWebhookSender => {
  let isUsed = false;
  const sender = once(async () => {
    isUsed = true;
    return (await import('@looop-scim/webhooks-http')).makeHttpWebhookSender({ networks });
  });
  return {
    generateSecret: Effect.flatMap(sender, ({ generateSecret }) => generateSecret),
    refusalOf: (url) => refusalOfUrl(url, networks),
    send: (message) => Effect.flatMap(sender, ({ send }) => send(message)),
    close: Effect.suspend(() => (isUsed ? Effect.flatMap(sender, ({ close }) => close) : Effect.void)),
  };
};

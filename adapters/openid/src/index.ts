export { makeOpenIdProvider, type OpenIdFetch, type OpenIdProviderOptions } from './openid-provider.ts';

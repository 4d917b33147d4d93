// The key of the learning platform: a token that opens the platform's API and never SCIM, and does what its scopes say.
import type { ProvisioningToken } from './provisioning-token.ts';

/** First characters of every generated key, so that people and secret scanners recognise one. */
export const KEY_PREFIX = 'looopkey_';

/** What is kept of a platform key: what is kept of a token, and its scopes. */
export type PlatformKey = ProvisioningToken & Required<Pick<ProvisioningToken, 'scopes'>>;

/** Whether a token is a platform key. */
export const isPlatformKey = (token: ProvisioningToken): token is PlatformKey => token.scopes !== undefined;

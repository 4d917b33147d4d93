// What a service provider can do, for clients that ask before they start (RFC 7643 section 5, RFC 7644 section 4).
import type { Complex } from '../attribute/value.ts';
import { BULK_LIMITS } from '../bulk/bulk-message.ts';
import { isZollner02, type InteropPolicy } from '../interop/policy-rules.ts';
import { CURSOR_LIFETIME_SECONDS, PAGE_SIZES } from '../list/query.ts';
import { SERVICE_PROVIDER_CONFIG_SCHEMA } from '../schema/urns.ts';

/** What differs from one service provider to the next. */
export interface ServiceSettings {
  /** Base of every location, without a slash at the end. */
  readonly baseUrl: string;
  readonly policy: InteropPolicy;
}

/**
 * The ServiceProviderConfig resource.
 * RFC 7643 section 5, RFC 9865 section 4, with errata 8011 (authenticationSchemes have a type) and 9018 (etag).
 */
export const serviceProviderConfig = ({ baseUrl, policy }: ServiceSettings): Complex => ({
  schemas: [SERVICE_PROVIDER_CONFIG_SCHEMA],
  ...(isZollner02(policy) && { interopProfileConformant: true }),
  patch: { supported: true },
  bulk: { supported: true, ...BULK_LIMITS },
  filter: { supported: true, maxResults: PAGE_SIZES.maximum },
  changePassword: { supported: false },
  sort: { supported: true },
  etag: { supported: true },
  pagination: {
    cursor: true,
    index: true,
    defaultPaginationMethod: 'index',
    defaultPageSize: PAGE_SIZES.default,
    maxPageSize: PAGE_SIZES.maximum,
    cursorTimeout: CURSOR_LIFETIME_SECONDS,
  },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'The provisioning token of the organisation, as a bearer token in the Authorization header.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
});

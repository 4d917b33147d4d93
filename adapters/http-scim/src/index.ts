export { parseBody } from './content-types.ts';
export { nameRequest, refusalOf } from './failures.ts';
export { pathOf } from './known-routes.ts';
export { makeRepeatedErrors, type RepeatedErrors } from './repeated-errors.ts';
export { scimPlugin } from './scim-plugin.ts';
export { type AuthenticatedTenant, type RequestOrigin, type ScimPluginOptions } from './tenant.ts';
export { refuseOutside, scimServerOptions } from './server-options.ts';

export { pathOf } from './known-routes.ts';
export { scimPlugin } from './scim-plugin.ts';
export { type OpenedOrganisation, type ScimPluginOptions } from './scim-plugin-options.ts';
export { refuseOutside, scimServerOptions } from './server-options.ts';

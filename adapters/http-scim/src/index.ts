export { scimPlugin, type OpenedOrganisation, type ScimPluginOptions } from './scim-plugin.ts';
export { scimServerOptions } from './server-options.ts';

export { serviceProviderConfig, type ServiceSettings } from './service-provider-config.ts';
export { representResourceType, representSchema } from './represent-schema.ts';

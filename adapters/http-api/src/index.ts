export { apiPlugin, type ApiPluginOptions } from './api-plugin.ts';
export { type AuthenticatedKey, type AuthenticateKey } from './authenticated-key.ts';
export { problemCodeOf, sendProblem } from './failures.ts';
export { type KnownCaller } from './callers.ts';

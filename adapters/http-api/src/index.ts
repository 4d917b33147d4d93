export { apiPlugin, type ApiPluginOptions } from './api-plugin.ts';
export { type AuthenticatedKey, type AuthenticateKey } from './authenticated-key.ts';
export { problemCodeOf, sendProblem } from './failures.ts';
export { linkUrl, redirectUri, supportHint, type OrganisationDesk, type PeopleGate } from './people-gate.ts';
export { type KnownCaller } from './callers.ts';

// Looop SCIM on one's own machine: what is its own.
import type { App } from '@looop-scim/server-kit';

export const app: App = {
  name: 'Looop SCIM',
  operatorCommand: 'looop-scim',
  organisations: 'one',
  plainHttp: 'loopback',
  stores: ['sqlite'],
  dataDirectory: './data',
};

// The multi-tenant server: what is its own.
import type { App } from '@looop-scim/server-kit';

export const app: App = {
  name: 'Looop SCIM server',
  operatorCommand: 'operator',
  stores: ['sqlite', 'mongodb'],
  dataDirectory: './data',
};

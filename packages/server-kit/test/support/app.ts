// An app such as the tests need.
import type { App } from '../../src/app.ts';

export const server: App = {
  name: 'Looop SCIM server',
  operatorCommand: 'operator',
  stores: ['sqlite', 'mongodb'],
  dataDirectory: './data',
};

export { type App } from './app.ts';
export { type ComposedServer } from './composition/compose-server.ts';
export { runServer } from './lifecycle/run-server.ts';
export { versionBeside } from './operator/version-beside.ts';
export { type StoreKind } from './settings/store.ts';

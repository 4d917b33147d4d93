// The operator's command line. Nothing else is imported before Node.js is known to be recent enough.
import { requireNode } from '@looop-scim/server-kit/node-version';

requireNode();
const { runOperator, versionBeside } = await import('@looop-scim/server-kit/operator');
const { app } = await import('./app.ts');
await runOperator({ ...app, ...versionBeside(import.meta.url), worker: new URL('./worker.js', import.meta.url) });

// The server's process. Nothing else is imported before Node.js is known to be recent enough.
import { requireNode } from '@looop-scim/server-kit/node-version';

requireNode();
const { runServer } = await import('@looop-scim/server-kit');
const { app } = await import('./app.ts');
// Beside this file, in the workspace and in the archive.
await runServer({ ...app, worker: new URL('./worker.js', import.meta.url) });

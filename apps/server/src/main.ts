// The server's process. Nothing else is imported before Node.js is known to be recent enough.
import { requireNode } from '@looop-scim/server-kit/node-version';

requireNode();
const { runServer, versionBeside } = await import('@looop-scim/server-kit');
const { app } = await import('./app.ts');
await runServer({
  ...app,
  ...versionBeside(import.meta.url),
  // Beside this file, in the workspace and in the archive.
  worker: new URL('./worker.js', import.meta.url),
  // In the archive, and in the workspace.
  pages: [new URL('./pages/', import.meta.url), new URL('../../console/dist/', import.meta.url)],
});

// The command line, the server included. Nothing else is imported before Node.js is known to be recent enough.
import { requireNode } from '@looop-scim/server-kit/node-version';

requireNode();
const { runOperator, versionBeside } = await import('@looop-scim/server-kit/operator');
const { app } = await import('./app.ts');
await runOperator({
  ...app,
  ...versionBeside(import.meta.url),
  // Beside this file, in the workspace and in the archive.
  worker: new URL('./worker.js', import.meta.url),
  // In the archive, and in the workspace.
  pages: [new URL('./pages/', import.meta.url), new URL('../../console/dist/', import.meta.url)],
});

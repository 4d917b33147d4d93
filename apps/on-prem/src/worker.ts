// The program of the server's workers.
import { runWorker } from '@looop-scim/server-kit/worker';

await runWorker();

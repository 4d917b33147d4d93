// looop-scim serve
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import type { Session } from '../session.ts';

interface Options {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
}

/** Runs the server, which is loaded when it is asked for: other commands do without it. */
export const serveCommand = ({ app }: Session): Command =>
  new Command('serve')
    .description('run the server until SIGTERM or SIGINT ends it')
    .option('--data <directory>', 'where the data is')
    .option('--host <address>', 'address to listen on')
    .option('--port <number>', 'port to listen on; 0 picks a free one and prints it')
    .action(async ({ data, host, port }: Options) => {
      // What one more compiler takes in memory, a server of this size does not win back in time.
      setFlagsFromString('--no-maglev');
      const environment = {
        ...process.env,
        ...(data !== undefined && { LOOOP_SCIM_DATA: data }),
        ...(host !== undefined && { HOST: host }),
        ...(port !== undefined && { PORT: port }),
      };
      const { serve } = await import('../../lifecycle/run-server.ts');
      await serve(app, { environment, tryOut: false });
    });

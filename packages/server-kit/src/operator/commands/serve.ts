// serve, of an app whose server is one of its commands
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { jsonOption, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { serverOptions } from '../setting-options.ts';

/** Runs the server, which is loaded when it is asked for: other commands do without it. */
export const serveCommand = ({ app, given }: Session): Command => {
  const command = new Command('serve')
    .description('run the server until SIGTERM or SIGINT ends it')
    .addOption(jsonOption('one JSON object when it listens: url, baseUrl, consoleUrl, pid; the log then goes to stderr'))
    .action(async ({ json = false }: AnswerOptions) => {
      // What one more compiler takes in memory, a server of this size does not win back in time. What runs once, at the start, is
      // not worth to be optimised at all: that takes 8 MB, which a server at rest would keep.
      setFlagsFromString('--no-maglev');
      setFlagsFromString('--no-opt');
      const { serve } = await import('../../lifecycle/run-server.ts');
      await serve(app, { given: given(), tryOut: false, json });
      setFlagsFromString('--opt');
    });
  for (const option of serverOptions()) command.addOption(option);
  return command;
};

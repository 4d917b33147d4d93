// Command line of okta-day. Exit codes: 0 all is well, 1 an answer is not what Okta needs, 2 usage or no server, 130 interrupted.
import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { playDay } from './play-day.ts';
import { makeReport } from './report.ts';
import { howToStart, settle, UsageError } from './settings.ts';
import type { Flags, Settings } from './settings.ts';

const examples = `
What it does:
  It sends what Okta sends, to the server at the base URL: test the credentials, import users and groups, create, link,
  update, deactivate and reactivate people, push a group, change its members, unlink it. Each answer is judged by what
  Okta needs. People and groups of the day have random names and are deleted at the end, also after Ctrl-C.

Examples:
  npx -y pnpm@12.21.0 okta-day                        the local demo server, with the token it keeps in ./data/demo-token
  npx -y pnpm@12.21.0 okta-day --app aiw --verbose    only the custom app, each request and answer whole
  npx -y pnpm@12.21.0 okta-day --http                 each request as a curl line (set TOKEN to use them)
  LOOOP_SCIM_TOKEN=… npx -y pnpm@12.21.0 okta-day --url https://scim.example/scim/v2

Exit code: 0 every answer is what Okta needs, 1 one is not, 2 wrong usage or no server, 130 interrupted.`;

const makeProgram = (): Command =>
  new Command('okta-day')
    .description("Plays an administrator's day with Okta against a running SCIM server.")
    .option('--url <url>', 'SCIM base URL (LOOOP_SCIM_URL; default http://127.0.0.1:8080/scim/v2)')
    .option('--token <token>', 'provisioning token (LOOOP_SCIM_TOKEN; default: the demo token of the local server)')
    .option('--platform-key <key>', 'show what the learning platform is told of each step (LOOOP_SCIM_PLATFORM_KEY)')
    .addOption(
      new Option('--app <kind>', 'oin: changes by PATCH; aiw: changes by GET and PUT')
        .choices(['oin', 'aiw', 'both'])
        .default('both'),
    )
    .option('--verbose', 'show each request and answer whole, without the token', false)
    .option('--http', 'show each request as a curl line, with $TOKEN in place of the token', false)
    .helpOption('--help', 'show this text')
    .addHelpText('after', examples)
    .exitOverride();

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** NO_COLOR and FORCE_COLOR count when they are not empty; otherwise colour is for terminals. */
const wantsColour = (): boolean => {
  if (process.env['NO_COLOR']) return false;
  return Boolean(process.env['FORCE_COLOR']) || (process.stdout.isTTY && process.env['TERM'] !== 'dumb');
};

const play = async (flags: Flags, settings: Settings): Promise<number> => {
  const stop = new AbortController();
  const cutOff = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    // A second signal ends the program at once.
    if (stop.signal.aborted) process.exit(signal === 'SIGTERM' ? 143 : 130);
    stop.abort();
    setTimeout(() => cutOff.abort(), graceMs).unref();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  // A reader that went away, such as head, must not keep the clean-up from happening.
  process.stdout.on('error', () => undefined);
  const report = makeReport({
    write: (text) => process.stdout.write(text),
    colour: wantsColour(),
    token: settings.token,
  });
  report.heading(`Okta's day at ${settings.baseUrl}`, '');
  const ending = await playDay({
    ...settings,
    curl: flags.http,
    verbose: flags.verbose,
    report,
    stop: stop.signal,
    cutOff: cutOff.signal,
  });
  if (ending.kind === 'unreachable') {
    process.stderr.write(`No SCIM server answers at ${settings.baseUrl}: ${ending.reason}\n${howToStart}\n`);
    return 2;
  }
  if (ending.kind === 'interrupted') return 130;
  return report.failed() > 0 ? 1 : 0;
};

/** How long an answer under way is waited for after an interruption. */
const graceMs = 2000;

const main = async (): Promise<number> => {
  const program = makeProgram();
  // pnpm hands over the "--" that separates its own options from ours.
  const typed = process.argv.slice(2);
  try {
    program.parse(typed[0] === '--' ? typed.slice(1) : typed, { from: 'user' });
    const flags = program.opts<Flags>();
    return await play(flags, settle(flags, process.env, readText));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
};

process.exitCode = await main();

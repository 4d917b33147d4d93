// Command line of scim-check. Exit codes: 0 no case differs and no law is broken, 1 one is, 2 usage or no server that can be
// checked, 130 interrupted.
import { Command, CommanderError } from 'commander';
import { checkServer, type CheckedCase } from './check-server.ts';
import { countResources, describeServer, NotCheckable } from './describe-server.ts';
import { httpTransport } from './http-transport.ts';
import { patient } from './patient-transport.ts';
import { brokenLines, differenceLines, lawLines, reportJson, summaryLines } from './report.ts';
import { settle, UsageError, type Flags, type Settings } from './settings.ts';
import type { TriedLaws } from './try-laws.ts';

const details = `
What it does:
  It plays what Okta, Entra ID and other clients are on record to send, and says where an answer is not what they need, with
  the case, the client and the sections of the RFCs. What the server says it does not support is left out. The organisation
  of the token must have no users and groups; each case deletes what it made.
  With --laws it also tries what must hold whatever is sent: reading what was written, unique names, filters, pages, PATCH,
  entity tags, memberships. A law that the server breaks is shown as the fewest requests that were found to break it.

Exit code: 0 no case differs and no law is broken, 1 one is, 2 wrong usage or no server that can be checked, 130 interrupted.`;

const collect = (name: string, names: readonly string[]): readonly string[] => [...names, name];

const makeProgram = (): Command =>
  new Command('scim-check')
    .description('Plays what identity providers send against any SCIM server, and says where its answers differ.')
    .requiredOption('--url <url>', 'SCIM base URL, such as https://scim.example/scim/v2')
    .option('--token <token>', 'bearer token of an empty organisation (default: the variable SCIM_CHECK_TOKEN)')
    .option('--only <name>', 'a client such as okta, or a case such as ENTRA-25; may be given again', collect, [])
    .option('--laws', 'also try laws, with drawn users and groups', false)
    .option('--runs <number>', 'cases that are drawn for each law (default: 25)')
    .option('--seed <number>', 'draws other cases; the same seed draws the same ones (default: 1)')
    .option('--json', 'one JSON object instead of text', false)
    .helpOption('--help', 'show this text')
    .addHelpText('after', details)
    .exitOverride();

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const remark = (text: string): void => void process.stderr.write(`${text}\n`);

/** Whether a check has found anything. */
const isFaulty = (cases: readonly CheckedCase[], laws: TriedLaws | undefined): boolean =>
  cases.some(({ outcome }) => outcome.kind === 'differs') ||
  laws?.laws.some(({ counterexample }) => counterexample !== undefined) === true;

const check = async ({ baseUrl, token, only, json, laws: effort }: Settings): Promise<number> => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // Loaded only where they are tried, and before the first request: a pause afterwards would let the connection go stale.
  const tryLaws = effort && (await import('./try-laws.ts')).tryLaws;
  const known = { baseUrl, token, transport: patient(httpTransport) };
  const server = await describeServer(known);
  const there = await countResources(known, server);
  if (there > 0) {
    throw new NotCheckable(`The organisation of the token is not empty (users and groups: ${there}). Use one that is.`);
  }
  const cases: CheckedCase[] = [];
  const onCase = (checked: CheckedCase): void => {
    cases.push(checked);
    const lines = json ? undefined : differenceLines(checked);
    if (lines !== undefined) print(lines);
  };
  const { attributes, publicBaseUrl } = server;
  const target = { ...known, attributes, ...(publicBaseUrl !== undefined && { publicBaseUrl }) };
  await checkServer({ target, server, only, onCase, stop: stop.signal });
  const onBroken = (name: string, counterexample: string): void => {
    if (!json) print(brokenLines(name, counterexample));
  };
  const laws = effort && (await tryLaws?.({ target, effort, stop: stop.signal, onProgress: remark, onBroken }));
  if (json) print(reportJson(baseUrl, cases, laws));
  else [...summaryLines(cases), ...(laws === undefined ? [] : lawLines(laws))].forEach(print);
  if (stop.signal.aborted) return 130;
  return isFaulty(cases, laws) ? 1 : 0;
};

const main = async (): Promise<number> => {
  const program = makeProgram();
  // pnpm hands over the "--" that separates its own options from ours.
  const typed = process.argv.slice(2);
  try {
    program.parse(typed[0] === '--' ? typed.slice(1) : typed, { from: 'user' });
    return await check(settle(program.opts<Flags>(), process.env));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError) && !(error instanceof NotCheckable)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
};

process.exitCode = await main();

// operator activity
import { setTimeout as wait } from 'node:timers/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import * as Effect from 'effect/Effect';
import type { ActivityFollower, ActivityReading, ActivitySelection } from '@looop-scim/provisioning/activity';
import type { ActivityEntry } from '@looop-scim/provisioning/ports';
import { named, organisationCommand } from '../about-organisation.ts';
import { clientNames, jsonLine, sentenceLine, summaryLines } from '../activity-lines.ts';
import { print, remark, type OpenInstallation, type Session } from '../session.ts';
import { sinceOf } from '../since.ts';

interface Options {
  readonly refused?: boolean;
  readonly ignored?: boolean;
  readonly user?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  readonly before?: string;
  readonly limit: number;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly summary?: boolean;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 100_000;
/** Records that are asked for at once. */
const MAX_PAGE = 1000;
const DAY_MS = 86_400_000;
const SUMMARY_DAYS = 7;
/** Between two looks at what came. */
const LOOK_EVERY_MS = 1000;

const limitOf = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_LIMIT) return value;
  throw new InvalidArgumentError(`must be a whole number from 1 to ${MAX_LIMIT}.`);
};

const selectionOf = ({ refused, ignored, user, since }: Options): ActivitySelection => ({
  ...(refused === true && { outcome: 'refused' }),
  ...(ignored === true && { outcome: 'ignored' }),
  ...(user !== undefined && { user }),
  ...(since !== undefined && { since }),
});

/** What was found, newest first, and where it goes on. */
interface Found {
  readonly entries: readonly ActivityEntry[];
  readonly next?: string;
}

const read = async (reading: ActivityReading, { before, limit, ...options }: Options): Promise<Found> => {
  const entries: ActivityEntry[] = [];
  for (let position = before; ;) {
    const asked = { limit: Math.min(limit - entries.length, MAX_PAGE), ...(position !== undefined && { position }) };
    const page = await Effect.runPromise(reading.page({ ...selectionOf({ limit, ...options }), ...asked }));
    entries.push(...page.entries);
    if (page.next === undefined || entries.length >= limit) return { entries, ...(page.next && { next: page.next }) };
    position = page.next;
  }
};

/** Aborted when the operator ends the command or its output is no longer read. */
const untilStopped = (): AbortSignal => {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  for (const event of ['error', 'close'] as const) process.stdout.once(event, stop);
  return stopping.signal;
};

/** Prints what comes, until it is stopped; `shown` are positions that were printed already. */
const printWhatComes = async (
  follower: ActivityFollower,
  lineOf: (entry: ActivityEntry) => string,
  shown: ReadonlySet<string>,
): Promise<void> => {
  const signal = untilStopped();
  while (!signal.aborted) {
    const fresh = (await Effect.runPromise(follower.next())).filter(({ position }) => !shown.has(position));
    if (fresh.length > 0) print(...fresh.map(lineOf));
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};

const printRecords = async (reading: ActivityReading, options: Options, lineOf: (entry: ActivityEntry) => string) => {
  // Begun before the look back, so that nothing comes in between unseen.
  const follower = options.follow === true ? await Effect.runPromise(reading.follow(selectionOf(options))) : undefined;
  const { entries, next } = await read(reading, options);
  if (next !== undefined) remark(`Older records: --before ${next}`);
  if (entries.length > 0) print(...entries.toReversed().map(lineOf));
  else if (follower === undefined) remark('No record fits');
  if (follower !== undefined) await printWhatComes(follower, lineOf, new Set(entries.map(({ position }) => position)));
};

const printSummary = async (reading: ActivityReading, { since, json }: Options): Promise<void> => {
  const now = Date.now();
  const from = since ?? now - SUMMARY_DAYS * DAY_MS;
  const summary = await Effect.runPromise(reading.summary(from));
  if (json === true) print(JSON.stringify(summary));
  else print(...summaryLines(summary, Math.max(1, Math.round((now - from) / DAY_MS))));
};

const show = async (
  { administration, activityOf }: OpenInstallation,
  name: string,
  options: Options,
): Promise<void> => {
  const organisation = await Effect.runPromise(administration.organisation(name));
  const reading = await Effect.runPromise(activityOf(organisation.id));
  if (options.summary === true) return await printSummary(reading, options);
  const clients = clientNames(await Effect.runPromise(administration.listTokens(name)));
  return await printRecords(
    reading,
    options,
    options.json === true ? jsonLine : (entry) => sentenceLine(entry, clients),
  );
};

/** Shows what identity providers did to an organisation: one line a request, the newest last. Times are in UTC. */
export const activityCommand = (session: Session): Command =>
  organisationCommand(session, 'activity')
    .description(
      'show what identity providers did to an organisation: one line a request that writes or had something left out, the newest last, times in UTC',
    )
    .addOption(new Option('--refused', 'only requests that were refused').conflicts('ignored'))
    .option(
      '--ignored',
      'only requests of which something was left out: unknown attributes or members, unreadable names',
    )
    .option('--user <user>', 'only requests about the user with this userName or id, also one who could not be created')
    .option(
      '--since <time>',
      'only requests since 90m, 24h or 7d ago, a day, or a time such as 2026-01-31T09:30:00Z',
      (text: string) => sinceOf(text, Date.now()),
    )
    .option('--limit <number>', 'how many records at most', limitOf, DEFAULT_LIMIT)
    .option('--before <position>', 'records that are older than the one at this position')
    .option('--follow', 'go on with what comes, until interrupted')
    .option('--json', 'one JSON object a line, with the position of the record')
    .addOption(
      new Option(
        '--summary',
        `instead of records: attributes and members that nobody knows, unreadable names, in the last ${SUMMARY_DAYS} days or since --since`,
      ).conflicts(['refused', 'ignored', 'user', 'before', 'follow']),
    )
    .action(
      named(session, (name, options: Options) => session.work((installation) => show(installation, name, options))),
    );

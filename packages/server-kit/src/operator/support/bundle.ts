// What goes to support: files about an installation, none of which has values of people.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as Effect from 'effect/Effect';
import { stateOf } from '../columns.ts';
import { jsonText } from '../answer.ts';
import { failureText } from '../failure-text.ts';
import { allFindings, findingJson } from '../maintenance/all-findings.ts';
import { machineOf } from '../maintenance/machine.ts';
import type { OpenInstallation, Session } from '../session.ts';
import { redactedActivity, redactedLogLine, shownSettings } from './redact.ts';

/** A file of a bundle. */
export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** Records of each organisation. */
const ACTIVITY_RECORDS = 500;
/** Lines of the log, the last ones. */
const LOG_LINES = 5000;

const README = `What Looop SCIM knows about this installation, for support. It has no tokens, keys or passwords, no values
of people, and no names of people or organisations: ids, times, numbers, attribute names, and settings that are no secret.

versions.json       program, system, libraries
configuration.json  settings: value, or that it is set, and where it comes from
check.jsonl         what a check found
counts.json         how many organisations, users, groups, tokens and accounts there are
not-collected.txt   why there are no numbers and no activity, where there are none
activity-N.jsonl    the last ${ACTIVITY_RECORDS} records of an organisation's activity, without values
log.jsonl           lines of the log, where one was named
`;

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
const jsonLines = (values: readonly object[]): string => values.map((value) => `${jsonText(value)}\n`).join('');

const activityFiles = async ({ administration, activityOf }: OpenInstallation): Promise<readonly BundleFile[]> => {
  const organisations = await Effect.runPromise(administration.listOrganisations());
  const files: BundleFile[] = [];
  for (const [index, { id }] of organisations.entries()) {
    const reading = await Effect.runPromise(activityOf(id));
    const { entries } = await Effect.runPromise(reading.page({ limit: ACTIVITY_RECORDS }));
    files.push({ name: `activity-${index + 1}.jsonl`, text: jsonLines(entries.map(redactedActivity)) });
  }
  return files;
};

const countsOf = async ({ administration, accounts }: OpenInstallation): Promise<object> => {
  const summaries = await Effect.runPromise(administration.summariseAll());
  const now = Date.now();
  const organisations: object[] = [];
  for (const { organisation, users, groups, lastUsed } of summaries) {
    const tokens = await Effect.runPromise(administration.listTokens(organisation.name));
    const { scimEnabled, profile, leniencies } = organisation;
    const states = Object.groupBy(tokens, (token) => stateOf(token, now));
    organisations.push({
      ...{ scimEnabled, profile, rules: leniencies, users, groups },
      tokens: Object.fromEntries(Object.entries(states).map(([state, found]) => [state, found.length])),
      ...(lastUsed !== undefined && { tokenLastUsed: new Date(lastUsed).toISOString() }),
    });
  }
  let count = 0;
  for (let after: string | undefined; ;) {
    const found = await Effect.runPromise(accounts.list({ limit: 1000, ...(after !== undefined && { after }) }));
    count += found.length;
    if (found.length < 1000) return { organisations, accounts: count };
    after = found.at(-1)?.id;
  }
};

/** The last lines of a log that are ours, without what may be of a person. */
const logFile = async (path: string): Promise<BundleFile> => {
  const lines: object[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const redacted = redactedLogLine(line);
    if (redacted === undefined) continue;
    lines.push(redacted);
    if (lines.length > LOG_LINES) lines.shift();
  }
  return { name: 'log.jsonl', text: jsonLines(lines) };
};

/** What was collected. */
export interface Bundle {
  readonly files: readonly BundleFile[];
  /** Why numbers and activity are not in it, in a line; absent when they are. */
  readonly withoutStore?: string;
}

/** The files that are made of what is in the store. */
const storeFiles = (session: Session): Promise<readonly BundleFile[]> =>
  session.work(async (installation) => [
    { name: 'counts.json', text: json(await countsOf(installation)) },
    ...(await activityFiles(installation)),
  ]);

/**
 * Collects the files of a bundle. A store or a configuration that cannot be read is no reason to have none: support is asked for then.
 * Rejects when the log cannot be read.
 */
export const bundleOf = async (session: Session, log: string | undefined): Promise<Bundle> => {
  const logFiles = log === undefined ? [] : [await logFile(log)];
  const { findings } = await allFindings(session, false);
  const { version } = session.app;
  const around: readonly BundleFile[] = [
    { name: 'README.txt', text: README },
    { name: 'versions.json', text: json({ ...(version !== undefined && { version }), ...machineOf() }) },
    { name: 'configuration.json', text: json(shownSettings(session.inspect().settings)) },
    { name: 'check.jsonl', text: jsonLines(findings.map(findingJson)) },
  ];
  try {
    return { files: [...around, ...(await storeFiles(session)), ...logFiles] };
  } catch (error) {
    const withoutStore = failureText(error, session);
    return { files: [...around, { name: 'not-collected.txt', text: `${withoutStore}\n` }, ...logFiles], withoutStore };
  }
};

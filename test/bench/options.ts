// What the bench is asked for. Bad arguments are told in one line.
import { parseArgs } from 'node:util';

/** How long one measurement goes on: whichever bound is given. */
export interface Effort {
  readonly seconds: number;
  /** Replaces the seconds. */
  readonly requests?: number;
}

/** What there is to measure: requests of one kind, a neighbour while another organisation does its worst, work in the background, or the pages. */
export type Subject = (typeof SUBJECTS)[number];
const SUBJECTS = ['requests', 'neighbour', 'long-work', 'console'] as const;

/** Names of measurements by subject. */
export type Names = Readonly<Record<Subject, readonly string[]>>;

/** The settings of one run. */
export interface BenchOptions {
  readonly subject: Subject;
  readonly only: readonly string[];
  readonly effort: Effort;
  readonly clients: number;
  readonly users: number;
  readonly jsonFile?: string;
}

/** The bench is asked for something that it cannot do. */
export class OptionError extends Error {}

/** Text of --help. */
export const helpText = (
  names: Names,
): string => `Measures the built server on a SQLite file: a process of its own, a directory on disk, real HTTP.

Usage: npx -y pnpm@12.21.0 bench [requests | neighbour | long-work | console] [options]

  requests          how many requests of one kind are answered in a second (default)
  neighbour         how long another organisation waits for a read by id while this one does its worst
  long-work         how long imports and new mapping sets of many people take, and how another organisation fares meanwhile
  console           how long the pages of administrators take until they can be used; needs Chromium

  --only <name>     only this measurement; may be repeated.
                    Names for requests: ${names.requests.join(', ')}
                    Names for neighbour: ${names.neighbour.join(', ')}
                    Names for long-work: ${names['long-work'].join(', ')}
                    Names for console: ${names.console.join(', ')}
  --seconds <n>     length of each measurement (default: 5 for requests and console, 10 for neighbour);
                    long work takes as long as it takes
  --requests <n>    so many requests instead of so many seconds; for requests alone
  --clients <n>     keep-alive connections, each with one request at a time (default 16)
  --users <n>       people in the directory before the first measurement (default: 20000 for requests,
                    120000 for neighbour, 100000 for console); for long-work people of the file that is imported (default 100000)
  --json <file>     also write the results as JSON
  --help            this text

Every measurement first asks once and checks the answer; then it counts. Timings are no verdict: the exit code is 1 only
when an answer was wrong or missing.`;

const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new OptionError(`--${name} must be a whole number from ${least} to ${most}, not "${text}"`);
  }
  return value;
};

const DEFAULTS: Readonly<Record<Subject, { readonly seconds: string; readonly users: string }>> = {
  requests: { seconds: '5', users: '20000' },
  neighbour: { seconds: '10', users: '120000' },
  'long-work': { seconds: '1', users: '100000' },
  console: { seconds: '5', users: '100000' },
};

const subjectOf = (typed: readonly string[]): Subject => {
  const [named = 'requests', ...others] = typed;
  const subject = SUBJECTS.find((one) => one === named);
  if (others.length > 0 || subject === undefined) {
    throw new OptionError(`"${typed.join(' ')}" is not one of ${SUBJECTS.join(', ')}`);
  }
  return subject;
};

/** Reads the arguments; `help` when only the text is wanted. Fails: OptionError. */
export const readOptions = (typed: readonly string[], names: Names): BenchOptions | 'help' => {
  const { values, positionals } = parse(typed[0] === '--' ? typed.slice(1) : typed);
  if (values.help) return 'help';
  const subject = subjectOf(positionals);
  const known = names[subject];
  const unknown = (values.only ?? []).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new OptionError(`--only ${unknown.join(', ')}: the names are ${known.join(', ')}`);
  if (subject !== 'requests' && values.requests !== undefined) {
    throw new OptionError(`--requests does not go with ${subject}`);
  }
  return {
    subject,
    only: values.only ?? known,
    effort: {
      seconds: wholeNumber('seconds', values.seconds ?? DEFAULTS[subject].seconds, 1, 600),
      ...(values.requests !== undefined && { requests: wholeNumber('requests', values.requests, 1, 10_000_000) }),
    },
    clients: wholeNumber('clients', values.clients, 1, 1000),
    users: wholeNumber('users', values.users ?? DEFAULTS[subject].users, 1000, 1_000_000),
    ...(values.json !== undefined && { jsonFile: values.json }),
  };
};

const parse = (typed: readonly string[]) => {
  try {
    return parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        seconds: { type: 'string' },
        requests: { type: 'string' },
        clients: { type: 'string', default: '16' },
        users: { type: 'string' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
};

// What the bench is asked for. Bad arguments are told in one line.
import { parseArgs } from 'node:util';

/** How long one measurement goes on: whichever bound is given. */
export interface Effort {
  readonly seconds: number;
  /** Replaces the seconds. */
  readonly requests?: number;
}

/** The settings of one run. */
export interface BenchOptions {
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
  names: readonly string[],
): string => `Measures the built server on a SQLite file: a process of its own, a directory on disk, real HTTP.

Usage: npx -y pnpm@12.21.0 bench [options]

  --only <name>     only this measurement; may be repeated. Names: ${names.join(', ')}
  --seconds <n>     length of each measurement (default 5)
  --requests <n>    so many requests instead of so many seconds
  --clients <n>     keep-alive connections, each with one request at a time (default 16)
  --users <n>       people in the directory before the first measurement (default 20000)
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

/** Reads the arguments; `help` when only the text is wanted. Fails: OptionError. */
export const readOptions = (typed: readonly string[], names: readonly string[]): BenchOptions | 'help' => {
  const { values } = parse(typed[0] === '--' ? typed.slice(1) : typed);
  if (values.help) return 'help';
  const unknown = (values.only ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new OptionError(`--only ${unknown.join(', ')}: the names are ${names.join(', ')}`);
  return {
    only: values.only ?? names,
    effort: {
      seconds: wholeNumber('seconds', values.seconds, 1, 600),
      ...(values.requests !== undefined && { requests: wholeNumber('requests', values.requests, 1, 10_000_000) }),
    },
    clients: wholeNumber('clients', values.clients, 1, 1000),
    users: wholeNumber('users', values.users, 1000, 1_000_000),
    ...(values.json !== undefined && { jsonFile: values.json }),
  };
};

const parse = (typed: readonly string[]) => {
  try {
    return parseArgs({
      args: [...typed],
      options: {
        only: { type: 'string', multiple: true },
        seconds: { type: 'string', default: '5' },
        requests: { type: 'string' },
        clients: { type: 'string', default: '16' },
        users: { type: 'string', default: '20000' },
        json: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
};

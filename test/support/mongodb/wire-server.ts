// A program that speaks MongoDB's wire protocol on this machine, as a process that whoever started it also ends.
import { spawn, type ChildProcess } from 'node:child_process';

/** A running server. */
export interface WireServer {
  readonly port: number;
  readonly url: string;
  /** Ends it in order and waits until it has gone. */
  readonly stop: () => Promise<void>;
}

const STOP_LIMIT_MS = 30_000;
/** Enough of what it printed last to see why it did not start. */
const KEPT_OUTPUT = 4000;

/** A child whose output is read, and how it ends. */
export interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<void>;
  /** Sends SIGTERM and waits; what does not end by itself is killed. */
  readonly stop: () => Promise<void>;
}

/** Runs a program that serves until it is stopped; its standard input ends with this process. */
export const runProgram = (command: string, args: readonly string[]): Program => {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: string): void => {
    output = (output + chunk).slice(-KEPT_OUTPUT);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const exited = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      keep(String(error));
      resolve();
    });
    child.on('close', () => resolve());
  });
  const stop = async (): Promise<void> => {
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(limit);
  };
  return { child, output: () => output, exited, stop };
};

/** What `look` finds in the output of a program, as soon as it is there; rejects when the program ends before. */
export const printed = (program: Program, look: (output: string) => string | undefined): Promise<string> =>
  new Promise((resolve, reject) => {
    const check = (): void => {
      const found = look(program.output());
      if (found !== undefined) resolve(found);
    };
    program.child.stdout?.on('data', check);
    void program.exited.then(() => reject(new Error(`${program.child.spawnfile} ended:\n${program.output()}`)));
  });

// npm does not hand a SIGTERM on to what it runs: whoever ends `npx pnpm start` would leave the server behind, with its port
// taken. A server that was started by a script therefore watches the processes which started it.
import { execFileSync } from 'node:child_process';

/** npx, the shell between, pnpm: more there are not. */
const MOST_LAUNCHERS = 4;

const LOOK_EVERY_MS = 250;

interface Ancestor {
  readonly parent: number;
  readonly command: string;
}

/** Parent and command line of a process; undefined where `ps` does not tell. */
const look = (pid: number): Ancestor | undefined => {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const space = line.indexOf(' ');
    return { parent: Number(line.slice(0, space)), command: line.slice(space + 1) };
  } catch {
    return undefined;
  }
};

const isLauncher = (command: string): boolean => ['npm', 'npx', 'pnpm'].some((name) => command.includes(name));

/** Ids of the package managers that started this process, nearest first; none when it was started directly. */
export const launchers = (environment: Readonly<Record<string, string | undefined>>): readonly number[] => {
  const found: number[] = [];
  if (environment['npm_lifecycle_event'] === undefined) return found;
  let pid = process.ppid;
  while (found.length < MOST_LAUNCHERS) {
    const ancestor = look(pid);
    if (ancestor === undefined || !isLauncher(ancestor.command)) break;
    found.push(pid);
    pid = ancestor.parent;
  }
  return found;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Calls back once when one of the processes has ended. */
export const whenOneEnds = (pids: readonly number[], ended: () => void): void => {
  if (pids.length === 0) return;
  const timer = setInterval(() => {
    if (pids.every(isAlive)) return;
    clearInterval(timer);
    ended();
  }, LOOK_EVERY_MS);
  timer.unref();
};

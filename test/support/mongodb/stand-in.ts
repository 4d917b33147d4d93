// The stand-in for MongoDB where there is no mongod: mongo-java-server from Maven Central under the machine's JDK. It is good for
// meaning, not for time: it keeps unique indexes alone and uses one only where a query has a value for each of its keys, every
// other query reads the whole collection. It has no transactions, change streams, explain or update pipelines.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { printed, runProgram, type WireServer } from './wire-server.ts';

const run = promisify(execFile);

const MAIN = join(import.meta.dirname, 'StandIn.java');
const POM = join(import.meta.dirname, 'pom.xml');
const CACHE = join(import.meta.dirname, '../../../node_modules/.cache/mongodb-stand-in');
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
/** The first JDK that the stand-in was tried with. */
const OLDEST_JDK = 17;

/** Where the libraries of this pom.xml are, or will be. */
const libraries = (): string => join(CACHE, createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 16));

/** Whether the machine can run the stand-in: a JDK (it compiles its source), and Maven or libraries fetched before. */
export const hasStandIn = async (): Promise<boolean> => {
  try {
    const { stdout } = await run('java', ['--list-modules']);
    const compiler = /^jdk\.compiler@(\d+)/mu.exec(stdout)?.[1];
    if (Number(compiler ?? 0) < OLDEST_JDK) return false;
    if (!existsSync(libraries())) await run('mvn', ['--version']);
    return true;
  } catch {
    return false;
  }
};

/** The folder of the libraries; fetches them when they are not there yet. */
const fetchLibraries = async (): Promise<string> => {
  const home = libraries();
  if (existsSync(home)) return home;
  // Made beside and marked as finished by its name: a download that was cut off is not taken for one.
  await mkdir(CACHE, { recursive: true });
  const part = await mkdtemp(`${home}.part-`);
  try {
    await run('mvn', ['--quiet', '--batch-mode', '--file', POM, COPY, `-DoutputDirectory=${part}`]);
    await rename(part, home);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    // Another process may have been first.
    if (!existsSync(home)) throw error;
  }
  return home;
};

/** Where the stand-in listens and keeps its data. */
interface StandInOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Default: in memory. */
  readonly file?: string;
}

/** Starts a stand-in. */
export const startStandIn = async ({ port = 0, file }: StandInOptions = {}): Promise<WireServer> => {
  const home = await fetchLibraries();
  const kept = file === undefined ? [] : [file];
  const program = runProgram('java', ['-Xmx1g', '-cp', join(home, '*'), MAIN, String(port), ...kept]);
  const listening = await printed(program, (output) => /^listening (\d+)$/mu.exec(output)?.[1]);
  return { port: Number(listening), url: `mongodb://127.0.0.1:${listening}/`, stop: program.stop };
};

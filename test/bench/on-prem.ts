// What the build for one organisation takes with many people and a long activity: time from the start to the first answer, memory at
// rest, and a list of everybody. Run by hand: node test/bench/on-prem.ts [directory [program]]; a directory that is seeded already is used again.
// The build has to be there (tsc -b). Seeding takes some minutes.
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
/** A package of the adapter alone. */
const DRIVER = 'better-sqlite3';
/** The program of the workspace, or that of an archive. */
const PROGRAM = resolve(process.argv[3] ?? join(ROOT, 'apps/on-prem/dist/looop-scim.js'));
/** As the script `looop-scim` and the launcher of the archive start it. */
const FLAGS = ['--max-semi-space-size=2', '--heap-growing-percent=10'];
const USERS = 100_000;
const ACTIVITY = 1_000_000;
const RESTS_MS = 10_000;

const directory = resolve(process.argv[2] ?? join(tmpdir(), 'looop-scim-on-prem-bench'));
const data = join(directory, 'data');
const seeded = join(directory, 'seed.json');

/** What is used of a database. */
interface Database {
  readonly prepare: (sql: string) => {
    readonly pluck: () => { readonly all: () => unknown[]; readonly get: () => unknown };
  };
  readonly exec: (sql: string) => void;
  readonly close: () => void;
}

const start = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [...FLAGS, PROGRAM, ...args, '--data', data], { stdio: ['ignore', 'pipe', 'inherit'] });

const run = async (...args: readonly string[]): Promise<string> => {
  const child = start(...args);
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${args.join(' ')}: status ${code}`);
  return text;
};

const writePeople = async (file: string): Promise<void> => {
  const stream = createWriteStream(file);
  stream.write('userName,givenName,familyName,email,department\n');
  for (let n = 0; n < USERS; n += 1) {
    const line = `person${n}@acme.example,Given${n % 977},Family${n % 9973},person${n}@acme.example,Department ${n % 40}\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
};

/** Copies records of the activity until there are as many as are wanted. */
const multiplyActivity = (): void => {
  const require = createRequire(join(ROOT, 'adapters/storage-sqlite/package.json'));
  const Database = require(DRIVER) as new (path: string) => Database;
  const database = new Database(join(data, 'looop-scim.sqlite'));
  const columns = database
    .prepare("SELECT name FROM pragma_table_info('activity') WHERE name NOT IN ('sequence', 'repetition_key')")
    .pluck()
    .all()
    .join(', ');
  const count = (): number => Number(database.prepare('SELECT count(*) FROM activity').pluck().get());
  for (let found = count(); found < ACTIVITY; found = count()) {
    database.exec(
      `INSERT INTO activity (${columns}) SELECT ${columns} FROM activity LIMIT ${Math.min(found, ACTIVITY - found)}`,
    );
  }
  database.close();
};

const seed = async (): Promise<string> => {
  if (existsSync(seeded)) return (JSON.parse(readFileSync(seeded, 'utf8')) as { readonly token: string }).token;
  mkdirSync(directory, { recursive: true });
  const password = join(directory, 'password');
  writeFileSync(password, 'correct horse battery staple\n');
  const what = ['--organisation', 'acme', '--admin-email', 'ana@acme.example', '--admin-password-file', password];
  const { token } = JSON.parse(await run('init', ...what, '--yes', '--json')) as { readonly token: string };
  const people = join(directory, 'people.csv');
  await writePeople(people);
  await run('import', people);
  multiplyActivity();
  writeFileSync(seeded, JSON.stringify({ token }));
  return token;
};

/** Resident memory of a process in MB: now, or the most it had. */
const memoryOf = (pid: number | undefined, what: 'VmRSS' | 'VmHWM'): number => {
  const line =
    readFileSync(`/proc/${pid}/status`, 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`${what}:`)) ?? '';
  return Math.round(Number.parseInt(line.slice(what.length + 1), 10) / 1000);
};

const measureServer = async (token: string): Promise<void> => {
  const begun = performance.now();
  const child = start('serve', '--port', '0');
  const baseUrl = await new Promise<string>((found) => {
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const line = chunk.split('\n').find((text) => text.startsWith('SCIM base URL: '));
      if (line !== undefined) found(line.slice('SCIM base URL: '.length));
    });
  });
  const filter = encodeURIComponent('userName eq "person77777@acme.example"');
  const answer = await fetch(`${baseUrl}/Users?filter=${filter}`, { headers: { authorization: `Bearer ${token}` } });
  const { totalResults } = (await answer.json()) as { readonly totalResults: number };
  console.log(
    `start to first answer: ${Math.round(performance.now() - begun)} ms (${answer.status}, ${totalResults} found)`,
  );
  await wait(RESTS_MS);
  console.log(`memory after ${RESTS_MS / 1000} s at rest: ${memoryOf(child.pid, 'VmRSS')} MB`);
  child.kill('SIGTERM');
  await once(child, 'close');
};

const measureList = async (): Promise<void> => {
  const begun = performance.now();
  const child = start('user', 'list');
  let [lines, most, first] = [0, 0, 0];
  child.stdout?.on('data', (chunk: Buffer) => {
    if (first === 0) first = performance.now() - begun;
    lines += chunk.reduce((found, byte) => found + (byte === 10 ? 1 : 0), 0);
    most = Math.max(most, child.exitCode === null ? memoryOf(child.pid, 'VmHWM') : 0);
  });
  await once(child, 'close');
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`user list: ${lines} lines in ${seconds} s, the first after ${Math.round(first)} ms, at most ${most} MB`);
};

const token = await seed();
for (let time = 0; time < 3; time += 1) await measureServer(token);
await measureList();

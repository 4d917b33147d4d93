// The command looop-scim from an empty directory on.
import { spawn, spawnSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentOf, follow, PROGRAM, run, start, type Running } from '../support/on-prem/command-line.ts';
import { makeCertificate } from '../support/server/certificates.ts';

const PASSWORD = 'correct horse battery staple';

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'looop-scim-on-prem-'));
  writeFileSync(join(place, 'password'), `${PASSWORD}\n`);
});
afterAll(() => rmSync(place, { recursive: true }));

const initOf = (data: string): readonly string[] => [
  ...['init', '--data', data, '--organisation', 'acme', '--admin-email', 'Ana@Acme.example'],
  ...['--admin-password-file', join(place, 'password'), '--yes', '--json'],
];

const jsonOf = (text: string): Readonly<Record<string, unknown>> =>
  JSON.parse(text) as Readonly<Record<string, unknown>>;

/** Starts a server and answers with its base URL. */
const serve = async (data: string): Promise<{ readonly server: Running; readonly baseUrl: string }> => {
  const server = start(['serve', '--data', data, '--port', '0']);
  const output = await server.printed('SCIM base URL: ');
  const line = output.split('\n').find((text) => text.startsWith('SCIM base URL: ')) ?? '';
  return { server, baseUrl: line.slice('SCIM base URL: '.length) };
};

const statusWith = async (baseUrl: string, token: unknown): Promise<number> =>
  (await fetch(`${baseUrl}/Users`, { headers: { authorization: `Bearer ${String(token)}` } })).status;

describe('an installation', () => {
  let data: string;
  let token: unknown;
  beforeAll(() => {
    data = join(place, 'data');
  });

  it('is made by one command, for its owner alone, and shows the token once', async () => {
    const made = await run(initOf(data));
    expect([made.code, made.signal]).toEqual([0, null]);
    const shown = jsonOf(made.stdout);
    const urls = { baseUrl: 'http://127.0.0.1:8080/scim/v2', consoleUrl: 'http://127.0.0.1:8080' };
    expect(shown).toMatchObject({ isNew: true, organisation: 'acme', administrator: 'ana@acme.example', ...urls });
    token = shown['token'];
    expect(token).toMatch(/^looopscim_[\w-]{43}$/u);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    for (const file of ['looop-scim.conf', 'looop-scim.sqlite']) {
      expect([file, statSync(join(data, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
    expect(existsSync(join(data, 'first-token'))).toBe(false);
  });

  it('is left as it is when it is made again', async () => {
    const before = readFileSync(join(data, 'looop-scim.conf'), 'utf8');
    const again = await run(['init', '--data', data, '--json']);
    expect([again.code, jsonOf(again.stdout)]).toMatchObject([0, { isNew: false, organisation: 'acme' }]);
    expect(again.stdout).not.toContain('looopscim_');
    const other = await run(['init', '--data', data, '--organisation', 'globex']);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('for the organisation acme already')]);
    expect(readFileSync(join(data, 'looop-scim.conf'), 'utf8')).toBe(before);
  });

  it('is served by one server at a time, and by the next one when the first was killed', async () => {
    // For programs: standard output has one line.
    const server = start(['serve', '--data', data, '--port', '0', '--json']);
    const { url, baseUrl, ...more } = jsonOf(await server.printed('\n'));
    expect({ baseUrl, ...more }).toEqual({ baseUrl: `${String(url)}/scim/v2`, consoleUrl: url, pid: server.child.pid });
    expect(await statusWith(String(baseUrl), token)).toBe(200);
    const second = await run(['serve', '--data', data, '--port', '0', '--json']);
    expect([second.code, second.stdout]).toEqual([1, '']);
    expect(jsonOf(second.stderr)).toEqual({ error: expect.stringContaining('Another server runs on') });
    expect(await statusWith(String(baseUrl), token)).toBe(200);
    server.child.kill('SIGKILL');
    const { stdout, stderr } = await server.exited;
    expect([stdout.trim().split('\n').length, stderr]).toEqual([1, expect.stringContaining('"msg":"answered"')]);
    const next = await serve(data);
    expect(await next.server.printed(`Console: ${new URL(next.baseUrl).origin}\n`)).toContain('SCIM base URL: ');
    expect(await statusWith(next.baseUrl, token)).toBe(200);
    // The administrator signs in to the pages; there are no operators.
    const signIn = await fetch(next.baseUrl.replace('/scim/v2', '/api/v1/session'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ana@acme.example', password: PASSWORD }),
    });
    expect([signIn.status, await signIn.json()]).toMatchObject([
      expect.any(Number),
      { account: { isOperator: false } },
    ]);
    next.server.child.kill('SIGTERM');
    expect((await next.server.exited).code).toBe(0);
  });

  it('is served with a certificate that has expired, with a warning, and not with one of another key', async () => {
    const [expired, other] = [await makeCertificate({ from: -30, to: -1 }), await makeCertificate()];
    const [cert, key, strange] = [join(place, 'expired.pem'), join(place, 'key.pem'), join(place, 'strange.pem')];
    writeFileSync(cert, expired.cert);
    writeFileSync(key, expired.key, { mode: 0o600 });
    writeFileSync(strange, other.key, { mode: 0o600 });
    const tls = (keyFile: string) => ['--port', '0', '--tls-cert', cert, '--tls-key', keyFile];
    const server = start(['serve', '--data', data, ...tls(key)]);
    expect(await server.printed('SCIM base URL: ')).toContain('SCIM base URL: https://');
    await server.printed('The TLS certificate has expired on');
    server.child.kill('SIGTERM');
    expect((await server.exited).code).toBe(0);
    const refused = await run(['serve', '--data', data, ...tls(strange)]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('LOOOP_SCIM_TLS_')]);
  });

  it('is looked after by commands that need no name of it', async () => {
    const file = join(place, 'people.csv');
    writeFileSync(file, 'userName,givenName\nana@acme.example,Ana\nbob@acme.example,Bob\n');
    const settings = { LOOOP_SCIM_DATA: data };
    expect((await run(['import', file, '--json'], settings)).code).toBe(0);
    const list = await run(['user', 'list', '--json', '--filter', 'userName sw "b"'], settings);
    expect(jsonOf(list.stdout)).toMatchObject({
      userName: 'bob@acme.example',
      active: true,
      profile: { givenName: 'Bob' },
    });
    const created = await run(['token', 'create', '--json', '--label', 'second'], settings);
    const { fingerprint } = jsonOf(created.stdout);
    const rotated = jsonOf((await run(['token', 'rotate', String(fingerprint), '--json'], settings)).stdout);
    expect(readFileSync(String(rotated['tokenFile']), 'utf8')).toMatch(/^looopscim_/u);
    const tokens = (await run(['token', 'list', '--json'], settings)).stdout.trim().split('\n').map(jsonOf);
    expect(tokens.map(({ label, expires }) => [label, expires === undefined])).toEqual([
      ['second', true],
      ['second', false],
      ['first token', true],
    ]);
  });

  it.each([
    ['user', 'list'],
    ['export', '-', '--format', 'csv'],
  ])('is listed by %s %s for as long as somebody reads', async (...command) => {
    const file = join(place, 'many.jsonl');
    const title = 'x'.repeat(1000);
    const lines = Array.from({ length: 1500 }, (_one, n) => JSON.stringify({ userName: `u${n}@acme.example`, title }));
    writeFileSync(file, lines.join('\n'));
    const settings = { LOOOP_SCIM_DATA: data };
    expect((await run(['import', file], settings)).code).toBe(0);
    const listing = start([...command], settings);
    await listing.printed('\n');
    listing.child.stdout?.destroy();
    const { code, stderr } = await listing.exited;
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('EPIPE')]);
  });

  it('is checked, and packed for support', async () => {
    const checked = await run(['check', '--data', data]);
    expect([checked.code, checked.stdout]).toEqual([
      0,
      expect.stringMatching(/ok {7}clock: .*\nok {7}configuration: /u),
    ]);
    const broken = join(place, 'broken.conf');
    writeFileSync(broken, 'PORT=eighty\n', { mode: 0o600 });
    const found = await run(['check', '--data', data, '--config', broken]);
    expect([found.code, found.stdout]).toEqual([
      2,
      expect.stringMatching(/ok {7}clock: .*\nPROBLEM {2}configuration: .*broken\.conf:1: PORT must be .*\nok {7}TLS/u),
    ]);
    const bundle = join(place, 'bundle.tar.gz');
    expect((await run(['support-bundle', bundle, '--data', data])).code).toBe(0);
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
    const listed = spawnSync('tar', ['-tzf', bundle], { encoding: 'utf8' }).stdout.trim().split('\n');
    expect(listed).toContain('looop-scim-support/check.jsonl');
  });

  it('is told what an upgrade would do, which is not done', async () => {
    const file = join(data, 'looop-scim.sqlite');
    const setVersion = (by: number): number => {
      const database = new DatabaseSync(file);
      const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']) + by;
      database.exec(`PRAGMA user_version = ${version}`);
      database.close();
      return version;
    };
    const from = setVersion(-1);
    const told = await run(['upgrade', '--dry-run', '--json', '--data', data]);
    const backupDirectory = join(data, 'backups');
    expect([told.code, jsonOf(told.stdout)]).toMatchObject([0, { from, to: from + 1, backupDirectory }]);
    expect(existsSync(backupDirectory)).toBe(false);
    expect(setVersion(1)).toBe(from + 1);
  });
});

it('an installation that was killed while it was made is gone on with', async () => {
  const data = join(place, 'killed');
  const first = start(initOf(data));
  while (!existsSync(join(data, 'looop-scim.sqlite')) && first.child.exitCode === null) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  first.child.kill('SIGKILL');
  await first.exited;
  const again = await run(initOf(data));
  expect(again.code).toBe(0);
  const { server, baseUrl } = await serve(data);
  // The token of the first run when that had shown it, which nobody can tell from outside.
  const token = jsonOf(again.stdout)['token'] ?? jsonOf((await first.exited).stdout)['token'];
  expect(await statusWith(baseUrl, token)).toBe(200);
  server.child.kill('SIGTERM');
  expect((await server.exited).code).toBe(0);
});

it.each([
  // A service manager does not start a server again that has to be set up first.
  [['serve', '--data', '/nowhere/looop'], 'Set it up by: looop-scim init', 78],
  [['serve', '--config', '/nowhere/looop.conf'], 'The configuration file /nowhere/looop.conf cannot be read', 78],
  [['user', 'list', '--data', '/nowhere/looop'], 'looop-scim init'],
  [['init', '--organisation', 'acme'], 'repeat the command with --admin-email ADDRESS, --admin-password-file FILE'],
  [['config', '--config', '/nowhere/looop.conf'], 'The configuration file /nowhere/looop.conf cannot be read'],
  [['token', 'list', 'acme'], 'too many arguments'],
  [['tokn', 'list'], "unknown command 'tokn' (Did you mean token?) See: looop-scim --help"],
  [['serve', '--prot', '0'], "unknown option '--prot' (Did you mean --port?) See: looop-scim serve --help"],
  [['completion', 'tcsh'], 'See: looop-scim completion --help'],
] as const)('%j is refused in one line that says what to do', async (args, reason, status: number = 1) => {
  const refused = await run(args, { LOOOP_SCIM_DATA: join(place, 'empty') });
  expect([refused.code, refused.stdout]).toEqual([status, '']);
  expect(refused.stderr).toContain(reason);
});

it.runIf(existsSync('/dev/full'))('a listing that no disk takes ends in a line', async () => {
  const full = openSync('/dev/full', 'w');
  const listing = spawn(process.execPath, [PROGRAM, 'config', '--all'], {
    env: environmentOf({ LOOOP_SCIM_DATA: place }),
    stdio: ['ignore', full, 'pipe'],
  });
  const { code, stderr } = await follow(listing).exited;
  closeSync(full);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/\nStandard output cannot be written to: .*no space.*\n$/u),
  ]);
});

it.runIf(process.getuid?.() === 0)('root is told to set up as the user to whom the directory belongs', async () => {
  const data = join(place, 'of-another');
  mkdirSync(data);
  chownSync(data, 12_345, 12_345);
  const refused = await run(initOf(data));
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("sudo -u '#12345' looop-scim init")]);
  expect(readdirSync(data)).toEqual([]);
});

it('a command that is called wrongly is refused in JSON where JSON was asked for', async () => {
  const refused = await run(['token', 'create', 'acme', '--json']);
  const error = expect.stringMatching(/^too many arguments.* See: looop-scim token create --help$/u);
  expect([refused.code, jsonOf(refused.stderr)]).toEqual([1, { error }]);
  const missing = await run(['user', 'list', '--json', '--data', '/nowhere/looop']);
  const [last = ''] = missing.stderr.trim().split('\n').slice(-1);
  expect([missing.code, jsonOf(last)]).toEqual([1, { error: expect.stringContaining('looop-scim init') }]);
});

it('commands are completed', async () => {
  const completed = await run(['complete', '--', 'token', 'ro']);
  expect([completed.code, completed.stdout]).toEqual([0, expect.stringMatching(/^rotate\t/u)]);
  const { stdout: script } = await run(['completion', 'bash']);
  expect(script).toContain('# bash completion for looop-scim');
  const packed = await run(['completion', 'bash', '--json']);
  expect(jsonOf(packed.stdout)).toEqual({ shell: 'bash', script: script.trimEnd() });
});

/** `script` of util-linux gives a command a terminal. */
const canHaveTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

it.runIf(canHaveTerminal)('on a terminal init asks for what was not said', async () => {
  const data = join(place, 'asked');
  // Without a width the terminal would show a character a line.
  const command = ['stty cols 120;', process.execPath, PROGRAM, 'init', '--data', data, '--host', '127.0.0.1'].join(
    ' ',
  );
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: environmentOf({ SHELL: '/bin/sh', TERM: 'xterm' }),
  });
  const asked = follow(child);
  const answers = [
    ['Name of the organisation', 'acme'],
    ['e-mail address', 'ana@acme.example'],
    ['Password of', PASSWORD],
    ['same password again', PASSWORD],
    ['Port', ''],
    ['URL by which', ''],
    ['PEM file with the certificate', ''],
  ] as const;
  for (const [question, answer] of answers) {
    await asked.printed(question);
    child.stdin.write(`${answer}\r`);
  }
  const { code, stdout } = await asked.exited;
  expect([code, stdout]).toEqual([0, expect.stringMatching(/Token: looopscim_[\w-]{43}/u)]);
  expect(readFileSync(join(data, 'looop-scim.conf'), 'utf8')).toMatch(/^HOST=127\.0\.0\.1\n/mu);
});

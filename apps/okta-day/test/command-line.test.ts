// The program as a process: exit codes, what goes where, and what an interruption leaves.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openSmallServer, token } from './support/small-server.ts';
import type { Fault, SmallServer } from './support/small-server.ts';

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Is called with the output so far, after each piece of it. */
  readonly watch?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
}

const run = (typed: readonly string[], { environment = {}, watch }: RunOptions = {}): Promise<Run> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...typed], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      watch?.(stdout, (signal) => child.kill(signal));
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
  });

const open: SmallServer[] = [];
const serve = async (fault?: Fault): Promise<SmallServer> => {
  const server = await openSmallServer(fault);
  open.push(server);
  return server;
};
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

describe('okta-day', () => {
  it('ends with 0 when every answer is what Okta needs, without colour and without the token', async () => {
    const { baseUrl } = await serve();
    const { code, stdout, stderr } = await run(['--', '--url', baseUrl, '--token', token, '--verbose', '--http']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain(token);
    expect(stdout).not.toContain('\u001B[');
    expect(stdout).toContain('curl -i ');
    expect(stdout).toContain('< content-type: application/scim+json; charset=utf-8');
  });

  it('ends with 1 when one is not', async () => {
    const { baseUrl } = await serve((asked, answer) =>
      asked.method === 'DELETE' ? { status: 500, body: {} } : answer(),
    );
    const { code, stdout } = await run(['--url', baseUrl, '--token', token, '--app', 'aiw']);
    expect(code).toBe(1);
    expect(stdout).toContain('(OKTA-62)');
  });

  it('ends with 1 at once when the token is refused', async () => {
    const server = await serve();
    const { code, stdout } = await run(['--url', server.baseUrl, '--token', 'some-other-token']);
    expect(code).toBe(1);
    expect(stdout).toContain('(OKTA-11)');
    expect(server.log).toHaveLength(1);
  });

  it('colours when it is told to, and NO_COLOR wins', async () => {
    const { baseUrl } = await serve();
    const typed = ['--url', baseUrl, '--token', token, '--app', 'aiw'];
    expect((await run(typed, { environment: { FORCE_COLOR: '1' } })).stdout).toContain('\u001B[32m✓');
    expect((await run(typed, { environment: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain('\u001B[');
  });

  it('takes the demo token from the data directory', async () => {
    const { baseUrl } = await serve();
    const directory = await mkdtemp(join(tmpdir(), 'okta-day-'));
    await writeFile(join(directory, 'demo-token'), `${token}\n`);
    const { code } = await run(['--app', 'aiw'], {
      environment: { LOOOP_SCIM_DATA: directory, LOOOP_SCIM_URL: baseUrl },
    });
    await rm(directory, { recursive: true });
    expect(code).toBe(0);
  });

  it('ends with 2 when nothing listens there, and says how to start a server', async () => {
    const server = await openSmallServer();
    await server.close();
    const { code, stderr } = await run(['--url', server.baseUrl, '--token', token]);
    expect(code).toBe(2);
    expect(stderr).toContain(`No SCIM server answers at ${server.baseUrl}`);
    expect(stderr).toContain('npx -y pnpm@12.21.0 start');
  });

  it.each([[['--nonsense']], [['--app', 'entra']], [['--url', 'nowhere']], [['stray']], [['--token']]])(
    'ends with 2 for %j',
    async (typed) => {
      const { code, stdout, stderr } = await run(typed);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.trim()).not.toBe('');
    },
  );

  it('explains itself', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const word of [
      '--url',
      '--token',
      '--app',
      '--verbose',
      '--http',
      'LOOOP_SCIM_URL',
      'Examples:',
      'Exit code:',
    ])
      expect(stdout).toContain(word);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('cleans up after %s and ends with 130', async (signal) => {
    const server = await serve();
    let sent = false;
    const { code, stdout } = await run(['--url', server.baseUrl, '--token', token], {
      watch: (printed, kill) => {
        if (sent || !printed.includes('push a group')) return;
        sent = true;
        kill(signal);
      },
    });
    expect(code).toBe(130);
    expect(stdout).toContain('Interrupted.');
    expect(stdout).toContain('Cleaned up:');
    expect([server.directory.users.size, server.directory.groups.size]).toEqual([0, 0]);
  });
});

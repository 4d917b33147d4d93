// The documented command, ended as a supervisor ends it: by a signal to npx alone.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeScimClient } from '../support/client/scim-client.ts';
import { makeDataDirectory, makeToken, printedAfter, removeDataDirectory } from '../support/server/server-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('npx pnpm start: a SIGTERM to npx ends the server, and the next start finds the port free', async () => {
  const [dataDirectory, token] = [await makeDataDirectory(), makeToken()];
  // Nothing of a server that the developer's shell is set up for, least of all its store.
  const shell = Object.entries(process.env).filter(([name]) => !name.startsWith('LOOOP_SCIM_') && name !== 'HOST');
  const env = {
    ...Object.fromEntries(shell),
    PORT: '0',
    LOG_LEVEL: 'info',
    LOOOP_SCIM_DATA: dataDirectory,
    LOOOP_SCIM_TOKEN: token,
  };
  const npx = spawn('npx', ['-y', 'pnpm@12.21.0', 'start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  const closed = new Promise<void>((resolve) => npx.stdout.on('close', resolve));
  const announced = new Promise<void>((resolve, reject) => {
    npx.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (/SCIM base URL: .*\n/u.test(stdout)) resolve();
    });
    npx.on('exit', () => reject(new Error(`npx ended:\n${stdout}`)));
  });
  try {
    await announced;
    const client = makeScimClient({ baseUrl: printedAfter(stdout, 'SCIM base URL: '), token });
    expect((await client.get('/Users')).status).toBe(200);
    npx.kill('SIGTERM');
    // The server holds the other end of the pipe until it has ended.
    await closed;
    expect(stdout).toContain('requests in flight are answered first');
    await expect(client.get('/Users')).rejects.toThrow('ECONNREFUSED');
  } finally {
    npx.kill('SIGTERM');
    await removeDataDirectory(dataDirectory);
  }
});

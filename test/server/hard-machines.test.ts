// Machines that do not give what a server needs: a directory that nobody may write, few files. Each ends in a line that says so, and
// nothing is lost.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeScimClient } from '../support/client/scim-client.ts';
import {
  BUILT,
  makeDataDirectory,
  makeToken,
  removeDataDirectory,
  runServerToExit,
  startServer,
} from '../support/server/server-process.ts';

let directory = '';
beforeAll(async () => {
  directory = await makeDataDirectory();
});
afterAll(() => removeDataDirectory(directory));

const FILES = 64;

/** Opens connections until one is refused or closed at once. */
const fill = async (port: number): Promise<readonly Socket[]> => {
  const open: Socket[] = [];
  for (let closed = false; !closed;) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    open.push(socket);
    // A request is answered, or the connection is ended.
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    closed = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(false));
      socket.once('close', () => resolve(true));
    });
  }
  return open;
};

describe('a process that may open few files', () => {
  it('says so when it starts, serves those who are connected, and others once there is room', async () => {
    const server = await startServer({
      dataDirectory: directory,
      token: makeToken(),
      program: { ...BUILT, files: FILES },
    });
    // Also when something fails before its end.
    onTestFinished(async () => void (await server.kill()));
    expect(server.output().stderr).toContain(`Warning: open files: ${FILES} at most`);
    const client = makeScimClient(server);
    const create = async (name: string) => (await client.post('/Users', { userName: `${name}@acme.example` })).status;
    expect(await create('ana')).toBe(201);
    const sockets = await fill(Number(new URL(server.baseUrl).port));
    // Its connection is kept.
    expect(await create('bo')).toBe(201);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        fetch(new URL('/readyz', server.baseUrl)).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    expect(await create('cy')).toBe(201);
    expect((await client.get('/Users?count=0')).body).toMatchObject({ totalResults: 3 });
    expect((await server.stop()).code).toBe(0);
  });
});

describe('a directory that nobody may write', () => {
  /** Makes it so: by its mode, or where that stops nobody, by a file system that is read-only. */
  const protect = (dataDirectory: string): (() => void) => {
    const database = join(dataDirectory, 'looop-scim.sqlite');
    if (process.getuid?.() !== 0) {
      for (const [path, mode] of [
        [database, 0o400],
        [dataDirectory, 0o500],
      ] as const)
        chmodSync(path, mode);
      return () => chmodSync(dataDirectory, 0o700);
    }
    const mount = (...args: readonly string[]): void => {
      const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`a read-only file system cannot be tried: ${stderr}`);
    };
    mount('--bind', dataDirectory, dataDirectory);
    mount('-o', 'remount,ro,bind', dataDirectory);
    return () => void spawnSync('umount', [dataDirectory]);
  };

  it('is not served: a line names the file, which stays as it is', async () => {
    const database = join(directory, 'looop-scim.sqlite');
    const before = readFileSync(database);
    const release = protect(directory);
    try {
      const { code, stdout, stderr } = await runServerToExit({ LOOOP_SCIM_DATA: directory });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(database)]);
    } finally {
      release();
    }
    expect(readFileSync(database).equals(before)).toBe(true);
  });
});

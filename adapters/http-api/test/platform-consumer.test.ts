// The example of a consumer ends equal to the lists, whatever is killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPlatformServer, send, type PlatformServer } from './support/platform-server.ts';
import { run } from '../../../test/support/run/run-effect.ts';

const PROGRAM = join(import.meta.dirname, '../../../examples/platform-consumer/main.ts');

describe('examples/platform-consumer', () => {
  let desk: PlatformServer;
  let directory = '';
  let child: ChildProcess | undefined;
  /** How far the consumer has read, and who waits for it. */
  const progress = Object.assign(new EventEmitter(), { reached: 0 });
  const file = (): string => join(directory, 'consumer.sqlite');

  beforeAll(async () => {
    desk = await buildPlatformServer();
    await desk.server.listen({ host: '127.0.0.1', port: 0 });
    directory = await mkdtemp(join(tmpdir(), 'looop-consumer-'));
  });
  const kill = async (): Promise<void> => {
    if (child === undefined) return;
    const ended = once(child, 'close');
    child.kill('SIGKILL');
    await ended;
    child = undefined;
  };
  afterAll(async () => {
    await kill();
    await desk.close();
    await rm(directory, { recursive: true });
  });

  const start = (): void => {
    const { port } = desk.server.server.address() as AddressInfo;
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
      env: {
        ...process.env,
        LOOOP_API: `http://127.0.0.1:${port}/api/v1`,
        LOOOP_KEY: desk.keys.read,
        CONSUMER_FILE: file(),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.stdout === null) throw new Error('the example has no output');
    progress.reached = 0;
    createInterface(child.stdout).on('line', (line) => {
      const { position, loaded } = JSON.parse(line) as { readonly position?: number; readonly loaded?: number };
      progress.reached = position ?? loaded ?? 0;
      progress.emit('moved');
    });
  };

  const list = async (path: string, name: string): Promise<readonly Record<string, unknown>[]> =>
    (await send(desk.server, desk.keys.read, 'GET', `${path}?limit=1000`)).body[name] as Record<string, unknown>[];

  /** Waits until the consumer has read everything. */
  const caughtUp = async (): Promise<void> => {
    const last = await run(desk.storage.forOrganisation(desk.acme.id).events.last());
    while (progress.reached < last) await once(progress, 'moved');
  };

  const stored = () => {
    const database = new DatabaseSync(file(), { readOnly: true });
    const rows = (sql: string) => database.prepare(sql).all() as readonly Record<string, string>[];
    const read = {
      users: rows("SELECT data FROM subjects WHERE type = 'user' ORDER BY id").map(({ data }) =>
        JSON.parse(data ?? ''),
      ),
      groups: rows("SELECT data FROM subjects WHERE type = 'group' ORDER BY id").map(({ data }) =>
        JSON.parse(data ?? ''),
      ),
      memberships: rows('SELECT group_id, member_id FROM memberships ORDER BY group_id, member_id').map(
        ({ group_id: group, member_id: member }) => `${group} ${member}`,
      ),
    };
    database.close();
    return read;
  };

  /** Without what events do not have: times, and for groups the version, which a deleted member counts up in silence. */
  const comparable = ({ createdAt: _c, updatedAt: _u, ...rest }: Record<string, unknown>) => rest;
  const withoutVersion = (group: Record<string, unknown>) => {
    const { version: _version, ...rest } = comparable(group);
    return rest;
  };

  const expectEqual = async (): Promise<void> => {
    const groups = await list('/groups', 'groups');
    const memberships: string[] = [];
    for (const { id } of groups) {
      const members = await list(`/groups/${String(id)}/members`, 'members');
      memberships.push(...members.map((member) => `${String(id)} ${String(member['id'])}`));
    }
    const kept = stored();
    expect(kept.users.map(comparable)).toEqual((await list('/users', 'users')).map(comparable));
    expect(kept.groups.map(withoutVersion)).toEqual(groups.map(withoutVersion));
    expect(kept.memberships).toEqual(memberships.toSorted());
  };

  it('has what the lists have after it was killed again and again', { timeout: 60_000 }, async () => {
    const people: string[] = [];
    for (let index = 0; index < 20; index += 1) people.push(await desk.createUser({ userName: `before-${index}` }));
    await desk.createGroup('Team', people.slice(0, 5));
    for (let round = 0; round < 3; round += 1) {
      start();
      for (let index = 0; index < 10; index += 1) people.push(await desk.createUser({ userName: `${round}-${index}` }));
      await desk.createGroup(`Team ${round}`, people.slice(round, round + 8));
      await desk.deleteUser(people[round * 2] ?? '');
      // Somewhere between its start and its end.
      if (round > 0) await caughtUp();
      await desk.createUser({ userName: `late-${round}` });
      await kill();
    }
    start();
    await caughtUp();
    await kill();
    await expectEqual();
  });

  it('starts over when it was away for too long', { timeout: 60_000 }, async () => {
    const [gone] = await list('/users', 'users');
    await desk.deleteUser(String(gone?.['id']));
    await desk.createUser({ userName: 'while it was away' });
    while (await run(desk.storage.trimLogs({ eventsBefore: Date.now() + 60_000 })));
    start();
    await caughtUp();
    await desk.createUser({ userName: 'afterwards' });
    await caughtUp();
    await kill();
    await expectEqual();
  });
});

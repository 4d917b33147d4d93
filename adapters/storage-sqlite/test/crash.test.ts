import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acmeOf, eventsOf, openStorage } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

/** Starts the program, kills it without warning once it printed `count` numbers, and answers with all that it printed. */
const killAfter = async (path: string, first: number, count: number): Promise<readonly number[]> => {
  const program = join(import.meta.dirname, 'support', 'create-users.ts');
  const child = spawn(process.execPath, ['--conditions=source', program, path, String(first), '100000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.split('\n').length > count) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return printed.split('\n').slice(0, -1).map(Number);
};

describe('a program killed right after it acknowledged writes', () => {
  it('loses none of them, and the file opens again', { timeout: 120_000 }, async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const acknowledged: number[] = [];
    for (const count of [1, 40, 400]) {
      const printed = await killAfter(path, acknowledged.length * 100_000 + 1, count);
      expect(printed.length).toBeGreaterThanOrEqual(count);
      acknowledged.push(...printed);
      const storage = await openStorage(path);
      const page = await run(
        acmeOf(storage).list({ resourceType: 'User', offset: 0, limit: 1_000_000, withMemberships: false }),
      );
      const stored = new Set(page.resources.map(({ document }) => document['userName']));
      expect(acknowledged.filter((number) => !stored.has(`user-${number}`))).toEqual([]);
      expect(page.total).toBe(page.resources.length);
      // A user is there with the event, or neither is; the order of the events is that of the commits.
      const events = await run(eventsOf(storage).after(0, 1_000_000));
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(events.map(({ event }) => event.subject.id).toSorted()).toEqual(
        page.resources.map(({ id }) => id).toSorted(),
      );
      await run(storage.close());
    }
  });
});

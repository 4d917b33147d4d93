import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filterOf, typeNamed } from './support/bound-filter.ts';
import { acmeOf, CHANGED, createUser, eventsOf, openStorage, REFRESH, withSchema } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

/** Starts a program, kills it without warning once it printed `count` numbers, and answers with all that it printed. */
const killAfter = async (name: string, args: readonly string[], count: number): Promise<readonly number[]> => {
  const program = join(import.meta.dirname, 'support', name);
  const child = spawn(process.execPath, ['--conditions=source', program, ...args], {
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
      const first = String(acknowledged.length * 100_000 + 1);
      const printed = await killAfter('create-users.ts', [path, first, '100000'], count);
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

describe('a program killed while it brings users up to changed attributes', () => {
  it(
    'leaves each as it was or as it is to be, found all the time, and another one goes on',
    { timeout: 120_000 },
    async () => {
      const path = join(temporaryDirectory(), 'scim.db');
      const numbers = Array.from({ length: 400 }, (_none, index) => index + 1);
      const before = await openStorage(path);
      await Promise.all(
        numbers.map((number) =>
          run(createUser(acmeOf(before), number, { title: `Lead ${number % 2}`, nickName: 'x' })),
        ),
      );
      await run(before.close());
      let refreshed = 0;
      for (const count of [1, 60]) {
        refreshed += (await killAfter('refresh-users.ts', [path], count)).length;
        const storage = await openStorage(path);
        const resources = withSchema(storage, CHANGED);
        const find = async (text: string) => {
          const filter = filterOf(typeNamed('User'), text);
          return (
            await run(resources.list({ resourceType: 'User', filter, offset: 0, limit: 0, withMemberships: false }))
          ).total;
        };
        // One more may be done than was printed.
        const left = await find('nickName pr');
        expect([numbers.length - refreshed, numbers.length - refreshed - 1]).toContain(left);
        refreshed = numbers.length - left;
        expect(await find('title eq "lead 1"')).toBe(numbers.length / 2);
        if (count > 1) {
          while ((await run(resources.refresh({ ...REFRESH, limit: 100 }))) > 0);
          expect([await find('nickName pr'), await find('title eq "Lead 0"')]).toEqual([0, numbers.length / 2]);
          const { resources: users } = await run(
            resources.list({ resourceType: 'User', offset: 0, limit: 1000, withMemberships: false }),
          );
          expect(new Set(users.map(({ version }) => version))).toEqual(new Set([1]));
          expect(await run(eventsOf(storage).last())).toBe(numbers.length);
        }
        await run(storage.close());
      }
    },
  );
});

// What the events of writes cost on disk: pages in the write-ahead log, which the time of a busy machine cannot hide.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Result } from 'effect';
import { expect, it, onTestFinished, vi } from 'vitest';
import Database from 'better-sqlite3';
import { acmeOf, createUser, eventsOf, idOf, openStorage, writeOf } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const USERS = 3000;
/** Users who are changed in one transaction, far from each other. */
const CHANGED = 100;
/** A page in the write-ahead log, with its header. */
const FRAME_BYTES = 4096 + 24;
/** Events of the test, with what SQLite adds, are shorter than this. */
const EVENT_BYTES = 450;

it('events are appended: changes of users all over the directory write the pages that their events fill, and no others', async () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const storage = await openStorage(path);
  const resources = acmeOf(storage);
  const numbers = Array.from({ length: USERS }, (_, index) => index + 1);
  await Promise.all(numbers.map((number) => run(createUser(resources, number))));
  const changed = numbers.filter((number) => number % (USERS / CHANGED) === 0);
  const checkpoint = new Database(path);
  // A transaction has time for all of them, however busy the machine is: each further one writes pages of its own.
  vi.useFakeTimers({ toFake: ['performance'], now: 0 });
  onTestFinished(() => void vi.useRealTimers());

  /** Pages that a change of the title of some users writes. */
  const pagesOf = async (title: string, withEvents: boolean): Promise<number> => {
    checkpoint.pragma('wal_checkpoint(TRUNCATE)');
    await Promise.all(
      changed.map((number) => {
        const { describe, ...write } = writeOf({ userName: `user-${number}`, title });
        const about: typeof describe = (outcome) => ({ ...describe(outcome), ...(withEvents ? {} : { events: [] }) });
        const decision = { kind: 'write', ...write, describe: about } as const;
        return run(resources.change({ resourceType: 'User', id: idOf(number) }, () => Result.succeed(decision)));
      }),
    );
    return Math.ceil(statSync(`${path}-wal`).size / FRAME_BYTES);
  };

  // By then every row has its size.
  await pagesOf('Coach', true);
  const [without, withEvents] = [await pagesOf('Lead!', false), await pagesOf('Coach', true)];
  expect(withEvents - without).toBeLessThanOrEqual(Math.ceil((CHANGED * EVENT_BYTES) / 4096) + 2);
  expect(await run(eventsOf(storage).last())).toBe(USERS + 2 * CHANGED);
  checkpoint.close();
  await run(storage.close());
});

// Two that have the file open, as two processes have it, number the events of one organisation together.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acmeOf, createUser, eventsOf, openStorage } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

it('events of both have one sequence without gaps, in the order of the commits', async () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const storages = [await openStorage(path), await openStorage(path)];
  const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
  await Promise.all(
    storages.flatMap((storage, side) =>
      numbers.map((number) => run(createUser(acmeOf(storage), side * 1000 + number))),
    ),
  );
  // What one has done after the other is later.
  for (const [side, storage] of storages.entries()) await run(createUser(acmeOf(storage), 5000 + side));
  const seen = await Promise.all(storages.map((storage) => run(eventsOf(storage).after(0, 1000))));
  expect(seen[0]).toEqual(seen[1]);
  expect(seen[0]?.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 122 }, (_, index) => index + 1));
  expect(new Set(seen[0]?.map(({ event }) => event.subject.id)).size).toBe(122);
  expect(seen[0]?.slice(-2).map(({ event }) => event.subject.id.slice(-4))).toEqual(['1388', '1389']);
  for (const storage of storages) await run(storage.close());
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { acmeOf, createUser, openStorage } from './support/directory.ts';
import { run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

it('a storage that is closed finishes the writes that wait, and they are there when it is opened again', async () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const storage = await openStorage(path);
  const resources = acmeOf(storage);
  const writes = Array.from({ length: 20 }, (_none, index) => tagOf(createUser(resources, index + 1)));
  const closed = run(storage.close());
  const late = tagOf(createUser(resources, 21));
  await closed;
  expect([await Promise.all(writes), await late]).toEqual([
    Array.from({ length: 20 }, () => 'ok'),
    'StorageUnavailable',
  ]);
  const again = await openStorage(path);
  const query = { resourceType: 'User', offset: 0, limit: 0, withMemberships: false };
  expect((await run(acmeOf(again).list(query))).total).toBe(20);
  await run(again.close());
});

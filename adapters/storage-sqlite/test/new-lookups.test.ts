// An attribute that is looked up only since this version: the resources that are there already are found by it.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { filterOf, typeNamed } from './support/bound-filter.ts';
import { acmeOf, createUser, openStorage } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { addUsersAsRows } from './support/users-as-rows.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

/** More than are read at once, so that no two parts may lose one in between. */
const USERS = 2500;

it('all of them, however many there are', async () => {
  const path = join(temporaryDirectory(), 'scim.db');
  const storage = await openStorage(path);
  await run(createUser(acmeOf(storage), 1));
  await run(storage.close());
  const file = new Database(path);
  addUsersAsRows(file, USERS);
  file.exec("UPDATE lookup_attributes SET indexed = 0 WHERE path = 'userName'; DELETE FROM lookups;");
  file.close();

  const again = await openStorage(path);
  const found = async (text: string) => {
    const query = { resourceType: 'User', offset: 0, limit: 0, withMemberships: false };
    return (await run(acmeOf(again).list({ ...query, filter: filterOf(typeNamed('User'), text) }))).total;
  };
  expect(await found('userName sw "user-"')).toBe(USERS);
  expect(await found('userName eq "USER-1001"')).toBe(1);
  await run(again.close());
});

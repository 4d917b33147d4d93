// How much one call may be: it stops where its limit says, says which limit that was, and the next call begins anew.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Effect } from 'effect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standardRegistry } from '@looop-scim/scim/schema';
import type { ResourceRepository, Storage, StorageLimits } from '@looop-scim/provisioning/ports';
import { openSqliteStorage } from '../src/index.ts';
import { filterOf, typeNamed } from './support/bound-filter.ts';
import { acmeOf, createGroup, createUser, idOf, openStorage } from './support/directory.ts';
import { run } from './support/run-effect.ts';

const USERS = 1200;
const GROUPS = 20;
const MEMBERS = 100;

describe('limits of work', () => {
  const directory = mkdtempSync(join(tmpdir(), 'looop-scim-sqlite-'));
  const path = join(directory, 'scim.db');
  let filled: Storage;
  beforeAll(async () => {
    filled = await openStorage(path);
    const resources = acmeOf(filled);
    await Promise.all(Array.from({ length: USERS }, (_none, index) => run(createUser(resources, index + 1))));
    const members = Array.from({ length: MEMBERS }, (_none, index) => index + 1);
    for (let group = 1; group <= GROUPS; group += 1) await run(createGroup(resources, USERS + group, members));
  });
  afterAll(async () => {
    await run(filled.close());
    rmSync(directory, { recursive: true });
  });

  const limited = async <Answer>(limits: StorageLimits, use: (resources: ResourceRepository) => Promise<Answer>) => {
    const storage = await run(openSqliteStorage({ path, registry: standardRegistry, limits }));
    try {
      return await use(acmeOf(storage));
    } finally {
      await run(storage.close());
    }
  };
  const page = { offset: 0, limit: 100, withMemberships: true };
  const scan = { resourceType: 'User', filter: filterOf(typeNamed('User'), 'title co "x"'), ...page };

  it('a scan stops at its rows, and what an index answers does not notice', () =>
    limited({ maxRows: 1000 }, async (resources) => {
      expect(await run(Effect.flip(resources.list(scan)))).toMatchObject({
        _tag: 'TooMany',
        limit: 1000,
        unit: 'rows',
      });
      const one = { resourceType: 'User', filter: filterOf(typeNamed('User'), 'userName eq "user-7"'), ...page };
      expect(await run(resources.list(one))).toMatchObject({ total: 1 });
      expect(await run(resources.read({ resourceType: 'User', id: idOf(7) }, true))).toMatchObject({ id: idOf(7) });
    }));

  it('a page stops at its characters, those of documents alone included', () =>
    limited({ maxCharacters: 1000 }, async (resources) => {
      const documents = { resourceType: 'User', ...page, withMemberships: false };
      expect(await run(Effect.flip(resources.list(documents)))).toMatchObject({
        _tag: 'TooMany',
        limit: 1000,
        unit: 'characters',
      });
      expect((await run(resources.list({ ...documents, limit: 10 }))).resources).toHaveLength(10);
    }));

  it('a read stops at its characters', () =>
    limited({ maxCharacters: MEMBERS * 160 }, async (resources) => {
      const target = { resourceType: 'Group', id: idOf(USERS + 1) };
      const failure = await run(Effect.flip(resources.read(target, true)));
      expect(failure).toMatchObject({ _tag: 'TooMany', limit: MEMBERS * 160, unit: 'characters' });
      expect(await run(resources.read(target, false))).toMatchObject({ id: target.id });
    }));

  it('memberships that a page had no room for are read once, and do not count twice', () =>
    // Room for one group a page; a call that began anew for each smaller page would exceed its limit.
    limited({ maxCharacters: 3 * MEMBERS * 180 }, async (resources) => {
      const query = { resourceType: 'Group', ...page, maxCharacters: 1.5 * MEMBERS * 180 };
      const { total, resources: shown } = await run(resources.list(query));
      expect([total, shown.length, shown[0]?.memberships?.length]).toEqual([GROUPS, 1, MEMBERS]);
    }));

  it('a call that was cancelled ends as too much, whether it reads or writes, and writes nothing', async () => {
    const limits = { maxSeconds: 3, isCancelled: () => true };
    const failures = await limited(limits, (resources) =>
      Promise.all([
        run(Effect.flip(resources.list(scan))),
        run(Effect.flip(resources.read({ resourceType: 'User', id: idOf(1) }, false))),
        run(Effect.flip(createUser(resources, USERS + GROUPS + 1))),
      ]),
    );
    for (const failure of failures) expect(failure).toMatchObject({ _tag: 'TooMany', limit: 3, unit: 'seconds' });
    const all = { resourceType: 'User', ...page, limit: 0 };
    expect(await run(acmeOf(filled).list(all))).toMatchObject({ total: USERS });
  });
});

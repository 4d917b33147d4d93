// The rows by which resources are found: those of their documents and of their keys, and none that is left over.
import { join } from 'node:path';
import { standardRegistry } from '@looop-scim/scim/schema';
import { plainSchema, type StoredSchema } from '@looop-scim/provisioning/attributes';
import type { RefreshStep, ResourceRepository, ResourceWrite } from '@looop-scim/provisioning/ports';
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it, vi } from 'vitest';
import { openSqliteStorage } from '../src/index.ts';
import { openConnection } from '../src/connection.ts';
import { registerLookupAttributes } from '../src/register-lookup-attributes.ts';
import { capturingConnection } from './support/captured-connection.ts';
import { filterOf, typeNamed } from './support/bound-filter.ts';
import { acmeOf, CHANGED, createUser, idOf, withSchema, writeOf } from './support/directory.ts';
import { outcomeOf, run, tagOf } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

type Row = readonly [path: string, value: string, isUnique: number];

const opened = async () => {
  const { opened: storage, connection } = await capturingConnection(() =>
    run(openSqliteStorage({ path: ':memory:', registry: standardRegistry })),
  );
  return {
    storage,
    resources: acmeOf(storage),
    rows: (): readonly Row[] =>
      connection
        .prepare(
          'SELECT path, value, is_unique FROM lookups JOIN lookup_attributes USING (attribute) ORDER BY path, value',
        )
        .raw()
        .all() as Row[],
    close: () => run(storage.close()),
  };
};

const keys = (...given: readonly (readonly [string, string])[]): Pick<ResourceWrite, 'uniqueKeys'> => ({
  uniqueKeys: given.map(([attribute, key]) => ({ attribute, key })),
});

const groupTarget = (n: number) => ({ resourceType: 'Group', id: idOf(n) });
const createNamed = (resources: ResourceRepository, n: number, name: string, write: Partial<ResourceWrite>) =>
  resources.create(groupTarget(n), writeOf({ displayName: name }, write));

describe('the rows of a resource', () => {
  it('are one for each value and for each key, and a value that is a key has one', async () => {
    const { resources, rows, close } = await opened();
    const emails = [{ value: 'Ana@acme.example' }, { value: 'ana@home.example' }, { value: 'ANA@acme.example' }];
    await run(createUser(resources, 1, { userName: 'Ana', emails }));
    expect(rows()).toEqual([
      ['emails.value', 'ana@acme.example', 0],
      ['emails.value', 'ana@home.example', 0],
      ['userName', 'ana', 1],
    ]);
    const target = { resourceType: 'User', id: idOf(1) };
    const revised = writeOf({ userName: 'Ana', externalId: 'X', emails: [{ value: 'ana@home.example' }] });
    await run(resources.change(target, () => Result.succeed({ kind: 'write', ...revised })));
    expect(rows()).toEqual([
      ['emails.value', 'ana@home.example', 0],
      ['externalId', 'X', 0],
      ['userName', 'ana', 1],
    ]);
    await close();
  });

  it.each([
    ['an attribute that is looked up', 'displayName', 'sales', [['displayName', 'sales', 0]]],
    ['another attribute', 'nickName', 'the sellers', [['displayName', 'sales', 0]]],
  ] as const)('follow the keys where the document stays: a key of %s', async (_which, attribute, key, without) => {
    const { resources, rows, close } = await opened();
    await run(createNamed(resources, 1, 'Sales', { uniqueKeys: [] }));
    const rewrite = (write: Partial<ResourceWrite>) =>
      resources.change(groupTarget(1), ({ document }) =>
        Result.succeed({ kind: 'write', ...writeOf(document, write) }),
      );
    expect(rows()).toEqual(without);
    await run(rewrite(keys([attribute, key])));
    expect(rows()).toContainEqual([attribute, key, 1]);
    expect(rows()).toHaveLength(attribute === 'displayName' ? 1 : 2);
    expect(await tagOf(createNamed(resources, 2, 'Other', keys([attribute, key])))).toBe('Uniqueness');
    await run(rewrite(keys()));
    expect(rows()).toEqual(without);
    const filter = filterOf(typeNamed('Group'), 'displayName eq "sales"');
    const query = { resourceType: 'Group', filter, offset: 0, limit: 9, withMemberships: false };
    expect((await run(resources.list(query))).total).toBe(1);
    expect(await tagOf(createNamed(resources, 2, 'Other', keys([attribute, key])))).toBe('ok');
    await close();
  });

  it('name the attribute of a key that is taken, and who holds it', async () => {
    const { resources, close } = await opened();
    await run(createNamed(resources, 1, 'Sales', keys(['displayName', 'sales'])));
    const second = createNamed(resources, 2, 'SALES', keys(['nickName', 'the sellers'], ['displayName', 'sales']));
    const holder = { id: idOf(1) };
    expect(await outcomeOf(second)).toMatchObject({
      failure: { _tag: 'Uniqueness', attribute: 'displayName', holder },
    });
    await close();
  });

  it('keep keys and drop what a step takes out of the document', async () => {
    const { storage, rows, close } = await opened();
    const before = withSchema(storage, CHANGED);
    await run(createUser(before, 1, { userName: 'Ana', title: 'Coach' }));
    expect(rows()).toEqual([
      ['title', 'coach', 0],
      ['userName', 'ana', 1],
    ]);
    const purging: StoredSchema = { ...plainSchema(standardRegistry), version: 2, lookups: {}, refreshBelow: 2 };
    const after = withSchema(storage, purging);
    const revise: RefreshStep['revise'] = ({ title: _purged, ...document }) => document;
    expect(await run(after.refresh({ resourceType: 'User', limit: 9, revise }))).toBe(1);
    expect(rows()).toEqual([['userName', 'ana', 1]]);
    await close();
  });
});

describe('the attributes by which resources are looked up', () => {
  it('are registered once: a later start begins no transaction', () => {
    const connection = Result.getOrThrow(openConnection({ path: ':memory:', synchronous: 'normal' }));
    registerLookupAttributes(connection, standardRegistry);
    const begin = vi.spyOn(connection, 'transaction');
    registerLookupAttributes(connection, standardRegistry);
    expect(begin).not.toHaveBeenCalled();
    connection.exec("UPDATE lookup_attributes SET indexed = 0 WHERE type = 'Group' AND path = 'displayName'");
    registerLookupAttributes(connection, standardRegistry);
    expect(begin).toHaveBeenCalledTimes(1);
    connection.close();
  });

  it('get the rows of those who are there already, at the start that knows them first', async () => {
    const path = join(temporaryDirectory(), 'scim.db');
    const options = { path, registry: standardRegistry };
    const storage = await run(openSqliteStorage(options));
    await run(createUser(acmeOf(storage), 1, { userName: 'Ana', emails: [{ value: 'A@x' }, { value: 'B@x' }] }));
    await run(createUser(acmeOf(storage), 2, { userName: 'Ben' }));
    await run(storage.close());
    const file = new Database(path);
    const rows = () =>
      file.prepare('SELECT resource, attribute, value, tenant FROM lookups ORDER BY 1, 2, 3').raw().all();
    const all = rows();
    expect(all).toHaveLength(4);
    file.exec("UPDATE lookup_attributes SET indexed = 0 WHERE type = 'User'; DELETE FROM lookups");
    await run((await run(openSqliteStorage(options))).close());
    expect(rows()).toEqual(all);
    expect(file.prepare('SELECT min(indexed) FROM lookup_attributes').pluck().get()).toBe(1);
    file.close();
  });
});

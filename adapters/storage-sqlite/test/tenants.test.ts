// The key of an organisation: read once, forgotten with the organisation, and never taken from a write that was undone.
import Database from 'better-sqlite3';
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { organisationId } from '@looop-scim/provisioning/organisation';
import { migrate } from '../src/migrations/migrate.ts';
import { MIGRATIONS } from '../src/migrations/migrations.ts';
import { makeTenants } from '../src/tenants.ts';

const [ACME, GLOBEX] = [organisationId('acme'), organisationId('globex')];

const open = () => {
  const statements: string[] = [];
  const connection = new Database(':memory:', { verbose: (text) => statements.push(String(text)) });
  Result.getOrThrow(migrate(connection, ':memory:', MIGRATIONS));
  const tenants = makeTenants(connection);
  /** What a look-up answers, and how many statements it took. */
  const costOf = <Answer>(look: () => Answer): readonly [Answer, number] => {
    const before = statements.length;
    const answer = look();
    return [answer, statements.length - before];
  };
  return { connection, tenants, costOf };
};

describe('the key of an organisation', () => {
  it('is looked for until there is one, and then read once', () => {
    const { tenants, costOf } = open();
    for (let times = 0; times < 2; times += 1) expect(costOf(() => tenants.find(ACME))).toEqual([undefined, 1]);
    const key = tenants.findOrAdd(ACME);
    expect(tenants.findInWrite(ACME)).toBe(key);
    expect(tenants.findInWrite(GLOBEX)).toBe(undefined);
    expect(tenants.findOrAdd(GLOBEX)).not.toBe(key);
    expect([costOf(() => tenants.find(ACME)), costOf(() => tenants.find(ACME))]).toEqual([
      [key, 1],
      [key, 0],
    ]);
    expect(costOf(() => tenants.findOrAdd(ACME))).toEqual([key, 0]);
  });

  it('that another statement has found is not read', () => {
    const { tenants, costOf } = open();
    const key = tenants.findOrAdd(ACME);
    tenants.remember(ACME, key);
    expect(costOf(() => tenants.find(ACME))).toEqual([key, 0]);
  });

  it('that a write which is undone has made is no key', () => {
    const { connection, tenants } = open();
    connection.exec('BEGIN');
    tenants.findOrAdd(ACME);
    connection.exec('ROLLBACK');
    expect([tenants.find(ACME), tenants.findInWrite(ACME)]).toEqual([undefined, undefined]);
  });

  it('is gone with the organisation, and no write makes another one', () => {
    const { connection, tenants } = open();
    const key = tenants.findOrAdd(ACME);
    tenants.remember(ACME, key);
    connection.prepare('UPDATE tenants SET removed = 1 WHERE tenant = ?').run(key);
    tenants.forget(ACME);
    expect([tenants.find(ACME), tenants.findInWrite(ACME)]).toEqual([undefined, undefined]);
    expect(() => tenants.findOrAdd(ACME)).toThrow(
      expect.objectContaining({
        _tag: 'StorageUnavailable',
        cause: expect.objectContaining({ message: 'The organisation was deleted' }),
      }),
    );
  });
});

// What is too old is removed in steps: each step removes a bounded number of rows of one table, and says whether to go on.
import { standardRegistry } from '@looop-scim/scim/schema';
import { organisationId } from '@looop-scim/provisioning/organisation';
import type { LogBounds } from '@looop-scim/provisioning/ports';
import { Result } from 'effect';
import { expect, it } from 'vitest';
import { openSqliteStorage } from '../src/index.ts';
import { capturingConnection } from './support/captured-connection.ts';
import { createUser, idOf, writeOf } from './support/directory.ts';
import { run } from './support/run-effect.ts';

const TABLES = ['activity', 'activity_hours', 'events', 'feed', 'records', 'installation_records'];
const HOUR = 3_600_000;
const AT = 1_767_225_600_000;
const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000aa');

/** A storage whose logs reach back, with more of each than one step removes. */
const filled = async () => {
  const { opened: storage, connection } = await capturingConnection(() =>
    run(openSqliteStorage({ path: ':memory:', registry: standardRegistry })),
  );
  const { resources } = storage.forOrganisation(ACME);
  await run(createUser(resources, 1));
  const target = { resourceType: 'User', id: idOf(1) };
  const { describe } = writeOf({});
  await run(resources.change(target, () => Result.succeed({ kind: 'delete', at: AT, erases: false, describe })));
  const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)';
  for (const statement of [
    `${numbers} INSERT INTO activity (tenant, at, outcome, has_ignored, count, last, is_erased, record) SELECT 1, i, 'applied', 0, 1, i, 0, '{}' FROM n`,
    `${numbers} INSERT INTO activity_hours (tenant, hour, outcome, count) SELECT 1, i * ${HOUR}, 'applied', 1 FROM n`,
    `${numbers} INSERT INTO events (tenant, at, event) SELECT 1, i, '{}' FROM n`,
    `${numbers} INSERT INTO records SELECT 1, 'job', i, 1, i, '{}' FROM n`,
    `${numbers} INSERT INTO installation_records SELECT 'job', i, 1, i, '{}' FROM n`,
    `INSERT INTO records VALUES (1, 'job', 'kept', 1, NULL, '{}'), (1, 'job', 'later', 1, 5000, '{}')`,
  ])
    connection.exec(statement);
  const counts = () => TABLES.map((table) => Number(connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()));
  return { storage, counts };
};

it.each<readonly [string, LogBounds, readonly number[]]>([
  ['nothing without a bound', {}, [602, 601, 600, 2, 602, 600]],
  ['activity', { activityBefore: AT }, [2, 1, 600, 2, 602, 600]],
  ['events', { eventsBefore: AT + 1 }, [602, 601, 0, 0, 602, 600]],
  ['records that have ended', { expiredBy: 1000 }, [602, 601, 600, 2, 2, 0]],
  ['all of it', { activityBefore: AT + 2 * HOUR, eventsBefore: AT + 1, expiredBy: 5000 }, [0, 0, 0, 0, 1, 0]],
])('%s goes, a table a step', async (_what, bounds, left) => {
  const { storage, counts } = await filled();
  for (let steps = 0; ; steps += 1) {
    expect(steps).toBeLessThan(30);
    const before = counts();
    const goesOn = await run(storage.trimLogs(bounds));
    const removed = counts().map((count, table) => (before[table] ?? 0) - count);
    expect(removed.filter((count) => count !== 0).length).toBe(goesOn ? 1 : 0);
    expect(Math.max(...removed)).toBeLessThanOrEqual(500);
    if (!goesOn) break;
  }
  expect(counts()).toEqual(left);
  await run(storage.close());
});

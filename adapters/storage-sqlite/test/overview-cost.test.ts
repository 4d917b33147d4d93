// The overview costs the same however many people there are and however much they did: the statements of what it reads are counted,
// and the rows that they answer. That no statement walks a table is asserted in query-plans.test.ts.
import { Result } from 'effect';
import { describe, expect, it } from 'vitest';
import { makeActivityReading } from '@looop-scim/provisioning/activity';
import { plainSchema } from '@looop-scim/provisioning/attributes';
import { makeFindingsReading, makeHealthReading } from '@looop-scim/provisioning/insight';
import { organisationId, type Organisation } from '@looop-scim/provisioning/organisation';
import { bindSchema } from '@looop-scim/provisioning/storage-support';
import { standardRegistry } from '@looop-scim/scim/schema';
import { openConnection, type Connection } from '../src/connection.ts';
import { makeReader } from '../src/reader.ts';
import { registerLookupAttributes } from '../src/register-lookup-attributes.ts';
import { makeResourceTables } from '../src/resource-tables.ts';
import { makeSqliteResourceRepositories } from '../src/sqlite-resource-repository.ts';
import { makeSqliteTokenStore } from '../src/sqlite-token-store.ts';
import { makeWriteQueue } from '../src/write-queue.ts';
import { counting } from './support/count-rows.ts';
import { createUser } from './support/directory.ts';
import { run } from './support/run-effect.ts';
import { addUsersAsRows } from './support/users-as-rows.ts';

const ACME = organisationId('0199f0a1-0000-7000-8000-0000000000aa');
const HOUR_MS = 3_600_000;
const HOURS = 48;
/** People of a smaller organisation and of a larger one; each did something. Below 5000 people each is looked at. */
const SIZES = [6000, 24_000] as const;

/** Users 2 to `size`, and a record of the last hours for each, as rows. */
const populate = (connection: Connection, size: number, now: number): void => {
  const numbers = 'WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)';
  addUsersAsRows(connection, size);
  connection
    .prepare(
      `${numbers}
       INSERT INTO activity (tenant, at, outcome, has_ignored, resource_id, count, last, is_erased, record)
       SELECT a.tenant, $now - (n % ${HOURS}) * ${HOUR_MS}, CASE n % 2 WHEN 0 THEN 'applied' ELSE 'refused' END, 0, NULL, 1,
         $now - (n % ${HOURS}) * ${HOUR_MS}, 0, json_set(a.record, '$.at', $now - (n % ${HOURS}) * ${HOUR_MS})
       FROM numbers CROSS JOIN (SELECT * FROM activity LIMIT 1) a`.replaceAll('$now', String(now)),
    )
    .run(size);
  connection.exec(`DELETE FROM activity_hours; INSERT INTO activity_hours (tenant, hour, outcome, count)
    SELECT tenant, at - at % ${HOUR_MS}, outcome, sum(count) FROM activity GROUP BY 1, 2, 3`);
};

/** What the overview reads of an organisation with so many people, by what each reading costs. */
const costsOf = async (size: number) => {
  const connection = Result.getOrThrow(openConnection({ path: ':memory:', synchronous: 'normal' }));
  registerLookupAttributes(connection, standardRegistry);
  const { counted, work } = counting(connection);
  const tables = makeResourceTables(counted, standardRegistry);
  const { tenants } = tables;
  const access = { reader: makeReader(counted, tables.meter), writes: makeWriteQueue(counted), tenants };
  const resources = makeSqliteResourceRepositories(tables, access)(ACME, bindSchema(plainSchema(standardRegistry)));
  const activity = tables.logs.activityOf(ACME, access);
  const tokens = makeSqliteTokenStore(counted, access);
  await run(createUser(resources, 1));
  const now = Date.now();
  populate(connection, size, now);
  const organisation: Organisation = {
    ...{ id: ACME, name: 'acme', scimEnabled: true, created: 0 },
    ...{ profile: 'interop', leniencies: {} },
  };
  const reading = makeActivityReading({ registry: standardRegistry, resources, activity });
  const readings = {
    counts: reading.counts({ since: now - HOURS * HOUR_MS, until: now, spanMs: HOUR_MS }),
    health: makeHealthReading({ tokens, activity }, organisation)(),
    findings: makeFindingsReading({ registry: standardRegistry, resources, activity, reading })(),
    newest: reading.page({ limit: 8 }),
  };
  const costs: Record<string, unknown> = {};
  for (const [name, effect] of Object.entries(readings)) {
    const before = { ...work };
    await run<unknown, unknown>(effect);
    costs[name] = { statements: work.statements - before.statements, rows: work.rows - before.rows };
  }
  const { spans } = await run(readings.counts);
  connection.close();
  return { costs, requests: spans.reduce((sum, { applied, refused }) => sum + applied + refused, 0) };
};

describe('the overview of an organisation', () => {
  it('takes as many statements and rows with four times the people and their requests', async () => {
    const [smaller, larger] = [await costsOf(SIZES[0]), await costsOf(SIZES[1])];
    expect(larger.costs).toEqual(smaller.costs);
    // The organisation, then a row for each hour, in one transaction.
    expect(larger.costs).toMatchObject({ counts: { statements: 4, rows: 1 + HOURS } });
    // Every request is counted all the same; user 1 was created long ago.
    expect([smaller.requests, larger.requests]).toEqual(SIZES.map((size) => size - 1));
  });
});

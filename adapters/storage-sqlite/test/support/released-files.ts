// Files as versions of this software left them: the migrations up to a version, with what was stored when each of them was the
// newest one. Published migrations do not change, so that these files do not either.
import Database from 'better-sqlite3';
import { migrate } from '../../src/migrations/migrate.ts';
import { MIGRATIONS } from '../../src/migrations/migrations.ts';
import { idOf } from './directory.ts';

const ANA = JSON.stringify({
  userName: 'Ana@acme.example',
  externalId: '00u1',
  title: 'Engineer',
  active: true,
  emails: [{ value: 'Ana@acme.example', type: 'work', primary: true }],
});

const activityOf = (at: number, facts: object): string =>
  JSON.stringify({
    at,
    caller: { tokenHandle: '0123456789abcdef', requestId: 'request-1' },
    operation: 'create',
    resourceType: 'User',
    outcome: 'applied',
    changes: [],
    ignored: [],
    ...facts,
  });

/** What was stored while a version was the newest, by version; statements are for the tables as they were then. */
const STORED: Readonly<Record<number, readonly string[]>> = {
  1: [
    "INSERT INTO tenants (tenant, id) VALUES (1, '0199f0a1-0000-7000-8000-0000000000aa')",
    `INSERT INTO organisations VALUES (1, 'acme', 1, 'interop', '{"patchOpCase":true}', 5)`,
    "INSERT INTO tokens VALUES ('hash-of-a-token', 'hash-of', 1, 6, NULL, NULL, 7)",
    `INSERT INTO resources (resource, tenant, type, id, version, created, last_modified, display, document, comparable) VALUES
      (1, 1, 'User', '${idOf(1)}', 3, 10, 20, 'Ana@acme.example', '${ANA}', jsonb('${ANA.toLowerCase().replace('username', 'userName').replace('externalid', 'externalId')}')),
      (2, 1, 'User', '${idOf(2)}', 1, 11, 11, 'bo', '{"userName":"bo","active":false}', jsonb('{"userName":"bo","active":false}')),
      (3, 1, 'Group', '${idOf(3)}', 1, 12, 12, 'Team', '{"displayName":"Team"}', jsonb('{"displayName":"team"}'))`,
    "INSERT INTO spans VALUES (1, 'Group', '', 1), (1, 'User', '', 2)",
    `INSERT INTO lookup_attributes VALUES (1, 'User', 'userName', 1), (2, 'User', 'externalId', 1), (3, 'User', 'emails.value', 1),
      (4, 'User', 'displayName', 1), (5, 'Group', 'displayName', 1), (6, 'Group', 'externalId', 1)`,
    `INSERT INTO lookups (resource, attribute, value, tenant, is_unique) VALUES (1, 1, 'ana@acme.example', 1, 1),
      (1, 2, '00u1', 1, 0), (1, 3, 'ana@acme.example', 1, 0), (2, 1, 'bo', 1, 1), (3, 5, 'team', 1, 0)`,
    'INSERT INTO memberships VALUES (3, 1), (3, 2)',
    `INSERT INTO activity (tenant, record) VALUES (1, '${activityOf(20, { resourceId: idOf(1) })}')`,
    `INSERT INTO events (tenant, event) VALUES (1, '{"kind":"updated","resourceType":"User","resourceId":"${idOf(1)}","at":20}')`,
  ],
  2: ["INSERT INTO installation VALUES (1, 'secret of the installation')"],
  3: [
    "INSERT INTO tenants (tenant, id, removed, to_purge) VALUES (2, '0199f0a1-0000-7000-8000-0000000000bb', 30, NULL)",
  ],
  4: ["INSERT INTO unknown_tokens VALUES ('abcd', 1, 52, 3, 40, 44)"],
  5: [`INSERT INTO revisions VALUES (1, 'mappingSet', 1, 50, 'operator', '{"fields":[]}')`],
  6: [
    `INSERT INTO tokens (hash, handle, tenant, created, label, scopes)
     VALUES ('hash-of-a-key', 'key-hash', 1, 60, 'platform', '["directory:read"]')`,
  ],
  7: [`INSERT INTO installation_records VALUES ('thing', 'one', 1, NULL, '{"n":1}')`],
  8: [
    `INSERT INTO feed (tenant, sequence, at, person, has_last_profile, event)
     VALUES (1, 1, 80, NULL, 0, '{"id":"evt_1","at":80,"cause":{"kind":"scim"},"type":"group.updated","subject":{"type":"group","id":"${idOf(3)}"},"data":{"group":{"id":"${idOf(3)}","displayName":"Team","version":1}}}')`,
  ],
};

/** Makes a file as a version left it. */
export const makeReleasedFile = (path: string, version: number): void => {
  const file = new Database(path);
  file.pragma('journal_mode = WAL');
  for (let at = 1; at <= version; at += 1) {
    migrate(file, path, MIGRATIONS.slice(0, at));
    for (const statement of STORED[at] ?? []) file.exec(statement);
  }
  file.close();
};

/** Adds many records of activity and events in the form of version 1 to 3, so that the way to the newest version takes a while. */
export const fillLogs = (path: string, count: number): void => {
  const file = new Database(path);
  const record = activityOf(21, { resourceId: idOf(2) });
  file.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
    INSERT INTO activity (tenant, record) SELECT 1, '${record}' FROM n`);
  file.close();
};

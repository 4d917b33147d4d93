// Many users as rows: through the storage they would take a minute.
import type { Connection } from '../../src/connection.ts';
import { idOf } from './directory.ts';

/** Adds users 2 to `last`, each like user 1, who has to be there. */
export const addUsersAsRows = (connection: Connection, last: number): void => {
  connection
    .prepare(
      `WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
       INSERT INTO resources (tenant, type, id, version, created, last_modified, mapping_version, display, document, comparable)
       SELECT tenant, type, substr(id, 1, 24) || printf('%012x', n), 1, created, created, 0, 'user-' || n,
         json_object('userName', 'user-' || n), jsonb_object('userName', 'user-' || n)
       FROM numbers CROSS JOIN resources WHERE id = ?`,
    )
    .run(last, idOf(1));
};

// Which version of the software brought a file to its schema: a version that is too old for the file can then name it.
import type { Database as Connection } from 'better-sqlite3';

const KIND = 'software';
const KEY = 'schema';

/** Notes who brought a file to its schema. */
export const noteWriter = (connection: Connection, version: string): void => {
  connection
    .prepare('INSERT OR REPLACE INTO installation_records (kind, key, version, content) VALUES (?, ?, 1, ?)')
    .run(KIND, KEY, JSON.stringify({ version }));
};

/** Who brought a file to its schema; undefined where nobody said so, or where it is said in another way. */
export const writerOf = (connection: Connection): string | undefined => {
  try {
    const statement = "SELECT content ->> '$.version' FROM installation_records WHERE kind = ? AND key = ?";
    const found = connection.prepare<[string, string]>(statement).pluck().get(KIND, KEY);
    return typeof found === 'string' ? found : undefined;
  } catch {
    // A newer schema may have another table.
    return undefined;
  }
};

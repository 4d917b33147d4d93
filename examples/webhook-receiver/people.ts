// What the receiver keeps: people, who was deleted, and which messages it has. One message is one transaction.
import { DatabaseSync } from 'node:sqlite';

/** A message, as far as the receiver looks into it. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly user?: {
      readonly id: string;
      readonly version: number;
      readonly mappingVersion: number;
      readonly profile?: object;
    };
  };
}

/** What became of a message; `repeated` and `older` change nothing. */
export type Outcome = 'stored' | 'repeated' | 'older' | 'ignored';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS people (
    id TEXT PRIMARY KEY, version INTEGER NOT NULL, mapping_version INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  -- Ids are never given out again: a message that comes late brings nobody back.
  CREATE TABLE IF NOT EXISTS deleted (id TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS messages_by_time ON messages (at);`;

/** Messages are remembered for longer than events are kept, which is 30 days: later none comes again. */
const REMEMBERED_MS = 40 * 24 * 60 * 60 * 1000;

/** Opens the file. */
export const openPeople = (path: string) => {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(SCHEMA);
  const remember = database.prepare('INSERT OR IGNORE INTO messages (id, at) VALUES (?, ?)');
  const forgetOld = database.prepare('DELETE FROM messages WHERE at < ?');
  const bury = database.prepare('INSERT OR IGNORE INTO deleted (id) VALUES (?)');
  const remove = database.prepare('DELETE FROM people WHERE id = ?');
  const put = database.prepare(
    `INSERT INTO people (id, version, mapping_version, data) SELECT ?1, ?2, ?3, ?4
     WHERE NOT EXISTS (SELECT 1 FROM deleted WHERE id = ?1)
     ON CONFLICT (id) DO UPDATE SET version = ?2, mapping_version = ?3, data = ?4
     WHERE (?2, ?3) >= (version, mapping_version)`,
  );

  const store = ({ id, type, timestamp, data: { user } }: WebhookMessage): Outcome => {
    forgetOld.run(new Date(Date.now() - REMEMBERED_MS).toISOString());
    if (remember.run(id, timestamp).changes === 0) return 'repeated';
    if (user === undefined) return 'ignored';
    if (type === 'user.deleted') {
      bury.run(user.id);
      remove.run(user.id);
      return 'stored';
    }
    // Of a person who is deleted by now there is no profile: that message comes, too.
    if (user.profile === undefined) return 'ignored';
    return put.run(user.id, user.version, user.mappingVersion, JSON.stringify(user)).changes === 0 ? 'older' : 'stored';
  };

  return {
    take: (message: WebhookMessage): Outcome => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const outcome = store(message);
        database.exec('COMMIT');
        return outcome;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
  };
};

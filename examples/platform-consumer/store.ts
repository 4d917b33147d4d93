// What the consumer keeps: people, groups and memberships in a SQLite file, and how far it has read. Each page of the feed is one
// transaction together with its position, so that the program may be killed at any moment.
import { DatabaseSync } from 'node:sqlite';

/** A person or group as a list or an event has it. */
export interface Subject {
  readonly id: string;
  readonly version: number;
  readonly mappingVersion?: number;
}

/** A member of a group. */
export interface Member {
  readonly type: string;
  readonly id: string;
}

/** An event, as far as the consumer looks into it. */
export interface PlatformEvent {
  readonly type: string;
  readonly data: {
    readonly user?: Subject & { readonly profile?: object };
    readonly group?: Subject;
    readonly members?: readonly Member[];
  };
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS subjects (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL, mapping_version INTEGER NOT NULL,
    load INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS memberships (
    group_id TEXT NOT NULL, member_id TEXT NOT NULL, type TEXT NOT NULL, load INTEGER NOT NULL,
    PRIMARY KEY (group_id, member_id)) STRICT;
  CREATE INDEX IF NOT EXISTS memberships_of ON memberships (member_id);
  -- Ids are never given out again: an event that comes late brings nobody back.
  CREATE TABLE IF NOT EXISTS deleted (id TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS state (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), load INTEGER NOT NULL, position INTEGER) STRICT;
  INSERT OR IGNORE INTO state VALUES (1, 0, NULL);`;

/** Opens the file. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const openStore = (path: string) => {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(SCHEMA);
  const statements = {
    // What is older than what is there changes nothing; what is as old is the same, or more of the same change.
    put: database.prepare(
      `INSERT INTO subjects (id, type, version, mapping_version, load, data) SELECT ?1, ?2, ?3, ?4, ?5, ?6
       WHERE NOT EXISTS (SELECT 1 FROM deleted WHERE id = ?1)
       ON CONFLICT (id) DO UPDATE SET version = ?3, mapping_version = ?4, load = ?5, data = ?6
       WHERE (?3, ?4) >= (version, mapping_version)`,
    ),
    seen: database.prepare('UPDATE subjects SET load = ? WHERE id = ?'),
    isCurrent: database.prepare('SELECT 1 FROM subjects WHERE id = ? AND version <= ?'),
    join: database.prepare(
      `INSERT INTO memberships (group_id, member_id, type, load) SELECT ?1, ?2, ?3, ?4
       WHERE NOT EXISTS (SELECT 1 FROM deleted WHERE id = ?2)
       ON CONFLICT (group_id, member_id) DO UPDATE SET load = ?4`,
    ),
    leave: database.prepare('DELETE FROM memberships WHERE group_id = ? AND member_id = ?'),
    bury: database.prepare('INSERT OR IGNORE INTO deleted (id) VALUES (?)'),
    forget: database.prepare('DELETE FROM subjects WHERE id = ?'),
    endMemberships: database.prepare('DELETE FROM memberships WHERE group_id = ?1 OR member_id = ?1'),
    state: database.prepare('SELECT load, position FROM state'),
    beginLoad: database.prepare('UPDATE state SET load = load + 1, position = NULL'),
    move: database.prepare('UPDATE state SET position = ?'),
  };
  const state = () => statements.state.get() as { readonly load: number; readonly position: number | null };

  const transaction = (work: () => void): void => {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };

  const put = (type: 'user' | 'group', subject: Subject): void => {
    const { load } = state();
    const { id, version, mappingVersion = 0 } = subject;
    statements.put.run(id, type, version, mappingVersion, load, JSON.stringify(subject));
    statements.seen.run(load, id);
  };

  const remove = (id: string): void => {
    for (const statement of [statements.bury, statements.forget, statements.endMemberships]) statement.run(id);
  };

  const takeGroup = (type: string, group: Subject, members: readonly Member[]): void => {
    put('group', group);
    if (statements.isCurrent.get(group.id, group.version) === undefined) return;
    for (const member of members) {
      if (type === 'group.members_added') statements.join.run(group.id, member.id, member.type, state().load);
      else statements.leave.run(group.id, member.id);
    }
  };

  const take = ({ type, data: { user, group, members = [] } }: PlatformEvent): void => {
    if (type.endsWith('.deleted')) remove(user?.id ?? group?.id ?? '');
    else if (group !== undefined) takeGroup(type, group, members);
    // Of a person who is deleted by now there is no profile: that event comes, too.
    else if (user?.profile !== undefined) put('user', user);
  };

  return {
    /** Where to read on; null: the lists have to be loaded first. */
    position: () => state().position,
    beginLoad: () => transaction(() => void statements.beginLoad.run()),
    takeList: (type: 'user' | 'group', subjects: readonly Subject[]) =>
      transaction(() => subjects.forEach((subject) => put(type, subject))),
    takeMembers: (group: string, members: readonly Member[]) =>
      transaction(() => {
        for (const { id, type } of members) statements.join.run(group, id, type.toLowerCase(), state().load);
      }),
    /** What no list had is gone. */
    endLoad: (position: number) =>
      transaction(() => {
        const { load } = state();
        for (const table of ['subjects', 'memberships']) {
          database.prepare(`DELETE FROM ${table} WHERE load < ?`).run(load);
        }
        statements.move.run(position);
      }),
    takeEvents: (events: readonly PlatformEvent[], position: number) =>
      transaction(() => {
        events.forEach(take);
        statements.move.run(position);
      }),
    close: () => database.close(),
  };
};

// What an operator reads in the log of a start that failed: which file, what is wrong with it, and what to do.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { standardRegistry } from '@looop-scim/scim/schema';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqliteStorage } from '../src/index.ts';
import { MIGRATIONS } from '../src/migrations/migrations.ts';
import {
  DatabaseDamaged,
  DatabaseMissing,
  DatabaseNotBackedUp,
  DatabaseNotUsable,
  DatabaseReplaced,
  DatabaseTooNew,
  ForeignDatabase,
} from '../src/open-failure.ts';
import { outcomeOf, run } from './support/run-effect.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const path = '/srv/scim.db';
const full = new Error('disk full');

describe('the message of a file that is not opened', () => {
  it.each([
    [
      new DatabaseTooNew({ path, found: 9, known: 7 }),
      '/srv/scim.db has schema version 9, this version of Looop SCIM knows versions up to 7. ' +
        'Start the version that wrote the file (or a newer one), or restore a backup from before the upgrade. Nothing was changed.',
    ],
    [
      new DatabaseTooNew({ path, found: 9, known: 7, writtenBy: '1.2.3', backup: '/srv/backups/b.sqlite' }),
      '/srv/scim.db has schema version 9, this version of Looop SCIM knows versions up to 7. ' +
        'Start version 1.2.3, which wrote the file (or a newer one), or restore the backup from before the upgrade, /srv/backups/b.sqlite. Nothing was changed.',
    ],
    [new DatabaseMissing({ path }), '/srv/scim.db does not exist or is empty. Nothing was created.'],
    [
      new ForeignDatabase({ path, reason: 'it has wings' }),
      '/srv/scim.db is no database of Looop SCIM: it has wings. Name another file. Nothing was changed.',
    ],
    [
      new ForeignDatabase({ path, reason: 'it has wings', mayBeDamaged: true }),
      '/srv/scim.db is no database of Looop SCIM: it has wings. If it was one, it is damaged: restore a backup. Nothing was changed.',
    ],
    [new DatabaseDamaged({ path, cause: full }), '/srv/scim.db is damaged: disk full. Restore a backup.'],
    [new DatabaseDamaged({ path, cause: 'a page' }), '/srv/scim.db is damaged: a page. Restore a backup.'],
    [
      new DatabaseReplaced({ path }),
      '/srv/scim.db was replaced by another file while it was open. Restart the server to go on with what is there now.',
    ],
    [
      new DatabaseNotUsable({ path, cause: full }),
      '/srv/scim.db cannot be opened: disk full. Check that the directory exists, is writable and has free space.',
    ],
    [
      new DatabaseNotUsable({ path, cause: 'a stone' }),
      '/srv/scim.db cannot be opened: a stone. Check that the directory exists, is writable and has free space.',
    ],
    [
      new DatabaseNotBackedUp({ path, from: 7, to: 9, reason: 'no space' }),
      '/srv/scim.db has schema version 7, which this version of Looop SCIM brings to 9 after a backup, ' +
        'and the backup could not be made: no space. Nothing was changed.',
    ],
  ] as const)('%s says what is wrong and what to do', ({ _tag, message }, said) => {
    expect([_tag, message]).toEqual([_tag, said]);
  });
});

describe('a file that is too new', () => {
  const versionAfter = async (...statements: readonly string[]) => {
    const file = join(temporaryDirectory(), 'scim.db');
    const options = { path: file, registry: standardRegistry, software: '7.8.9' };
    await run((await run(openSqliteStorage(options))).close());
    const database = new Database(file);
    database.pragma(`user_version = ${MIGRATIONS.length + 1}`);
    for (const statement of statements) database.exec(statement);
    database.close();
    const refused = await outcomeOf(openSqliteStorage(options));
    expect(readdirSync(join(file, '..'))).toEqual(['scim.db']);
    return refused._tag === 'Failure' && refused.failure._tag === 'DatabaseTooNew' ? refused.failure : undefined;
  };

  it('names the version that brought it there, and leaves no file behind', async () => {
    expect(await versionAfter()).toMatchObject({ writtenBy: '7.8.9', backup: undefined });
  });

  it.each([
    ['elsewhere', 'DROP TABLE installation_records'],
    ['as a number', `UPDATE installation_records SET content = '{"version":7}'`],
    ['of no version', `UPDATE installation_records SET content = '{}'`],
    ['nowhere', 'DELETE FROM installation_records'],
  ])('is refused as such where that is noted %s', async (_where, statement) => {
    expect(await versionAfter(statement)).toMatchObject({ found: MIGRATIONS.length + 1, writtenBy: undefined });
  });
});

describe('who brought a file to its schema', () => {
  const notedIn = (file: string): unknown => {
    const database = new Database(file, { readonly: true });
    const noted = database.prepare('SELECT kind, key, version, content FROM installation_records').all();
    database.close();
    return noted;
  };
  const openBy = async (file: string, software?: string): Promise<void> => {
    const options = { path: file, registry: standardRegistry, ...(software !== undefined && { software }) };
    await run((await run(openSqliteStorage(options))).close());
  };

  it('is noted by the version that did, not by those that find it done', async () => {
    const file = join(temporaryDirectory(), 'scim.db');
    await openBy(file, '1.0.0');
    await openBy(file, '2.0.0');
    expect(notedIn(file)).toEqual([{ kind: 'software', key: 'schema', version: 1, content: '{"version":"1.0.0"}' }]);
  });

  it('is not noted by a program that has no version', async () => {
    const file = join(temporaryDirectory(), 'scim.db');
    await openBy(file);
    expect(notedIn(file)).toEqual([]);
  });
});

// upgrade
import { realpathSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import * as Result from 'effect/Result';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { sizeText } from '../columns.ts';
import { fileOf } from '../maintenance/run-task.ts';
import type { Session } from '../session.ts';

interface Options extends AnswerOptions {
  readonly dryRun?: boolean;
}

const INSTEAD = 'the next start of a server brings it up to date';

/** What an upgrade of the store would do. */
interface Plan {
  readonly from: number;
  readonly to: number;
  /** Where the backup goes that is made before; absent when none is. */
  readonly backupDirectory?: string;
  /** Bytes, of the backup and of what the change may write. */
  readonly needed: number;
  readonly free: number;
}

/** Exit status when there is no space for it. */
const FOUND = 2;

const planOf = async ({ configure }: Session): Promise<Plan> => {
  const { store } = configure();
  const path = fileOf(store, INSTEAD);
  const { inspectSchema, upgradeBackupFolder } = await import('@looop-scim/storage-sqlite/maintenance');
  // Of a large file, too, in no time: whether all of it can be read is for the check to say.
  const { schemaVersion: from, knownVersion: to, bytes, walBytes } = Result.getOrThrow(inspectSchema(path));
  const makesBackup = from < to && store.kind === 'sqlite' && (store.upgradeBackups ?? 0) > 0;
  const size = bytes + walBytes;
  const { bavail, bsize } = statfsSync(dirname(realpathSync(path)));
  return {
    from,
    to,
    ...(makesBackup && { backupDirectory: upgradeBackupFolder(path) }),
    // The schema is changed in one transaction, which may write each page once more.
    needed: from < to ? size + (makesBackup ? size : 0) : 0,
    free: bavail * bsize,
  };
};

const planLines = ({ from, to, backupDirectory, needed, free }: Plan): readonly string[] =>
  from === to
    ? [`The store has schema version ${to}, which is the newest: there is nothing to do`]
    : [
        `Schema: version ${from} becomes ${to}, in one transaction`,
        `Backup: ${backupDirectory === undefined ? 'none, LOOOP_SCIM_UPGRADE_BACKUPS is 0' : `made before in ${backupDirectory}`}`,
        `Space: up to ${sizeText(needed)} needed, ${sizeText(free)} free${free < needed ? ': make room first' : ''}`,
      ];

/** Brings the store to the schema of this version, as the start of a server does; or says what that would do. */
export const upgradeCommand = (session: Session): Command =>
  new Command('upgrade')
    .description(
      'bring the store to the schema of this version, as the start of a server does: a backup is made before; ' +
        'exit status of a dry run: 2 when there is no space for it',
    )
    .option(
      '--dry-run',
      'say what would be done, and do nothing; reads the version and the size of the file alone, so look by check whether it is sound',
    )
    .addOption(jsonOption())
    .action(async ({ dryRun, ...answer }: Options) => {
      const plan = await planOf(session);
      if (dryRun === true || plan.from === plan.to) {
        if (plan.free < plan.needed) process.exitCode = FOUND;
        return tell(answer, planLines(plan), plan);
      }
      await session.work(() => Promise.resolve());
      tell(answer, [`The store has schema version ${plan.to} now, it had ${plan.from}`], plan);
    });

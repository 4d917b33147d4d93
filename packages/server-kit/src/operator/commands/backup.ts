// operator backup
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { sizeText } from '../columns.ts';
import { holdsLine } from '../maintenance/contents.ts';
import { fileOf, runTask } from '../maintenance/run-task.ts';
import { print, type Session } from '../session.ts';

interface Options {
  readonly force: boolean;
  readonly json: boolean;
}

const INSTEAD = 'back it up by mongodump (with --oplog on a replica set), or by snapshots of the service that runs it';

/** A name beside a file that nobody else uses. */
export const temporaryBeside = (path: string): string => `${path}.${randomBytes(4).toString('hex')}.partial`;

/** Copies the store into one file while it is in use. */
export const backupCommand = ({ app, configure }: Session): Command =>
  new Command('backup')
    .argument('<file>', 'where the backup goes')
    .description(
      'copy the store into one file, for its owner alone, while servers go on writing: every write that was acknowledged ' +
        'before the command began is in it; the copy is verified before it gets its name',
    )
    .option('--force', 'replace the file when it exists', false)
    .option('--json', 'print one JSON object', false)
    .action(async (file: string, { force, json }: Options) => {
      const path = fileOf(configure().store, INSTEAD);
      const target = resolve(file);
      const begun = performance.now();
      const made = await runTask(app, { kind: 'backup', path, target, temporary: temporaryBeside(target), force });
      const milliseconds = Math.round(performance.now() - begun);
      const { bytes, counts, schemaVersion } = made;
      if (json) print(JSON.stringify({ file: target, bytes, milliseconds, schemaVersion, counts }));
      else {
        const size = `${sizeText(bytes)}, made and verified in ${(milliseconds / 1000).toFixed(1)} s`;
        print(`Backup: ${target}`, `Size: ${size}`, holdsLine(made));
      }
    });

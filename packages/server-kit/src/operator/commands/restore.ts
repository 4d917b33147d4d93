// operator restore
import { resolve } from 'node:path';
import { Command } from 'commander';
import { holdsLine } from '../maintenance/contents.ts';
import { fileOf, runTask } from '../maintenance/run-task.ts';
import { print, remark, type Session } from '../session.ts';
import { temporaryBeside } from './backup.ts';

const INSTEAD = 'restore it by mongorestore (with --oplogReplay), or from a snapshot of the service that runs it';

/** A name for what is replaced, with the time in UTC. */
const asideOf = (path: string, now: number): string =>
  `${path}.replaced-${new Date(now).toISOString().replaceAll(':', '-')}`;

/** Puts a backup in the place of the store. */
export const restoreCommand = ({ app, configure }: Session): Command =>
  new Command('restore')
    .argument('<file>', 'a backup')
    .description(
      'put a backup in the place of the store, while no server runs on it: the backup is verified first, and what was there ' +
        'is kept beside it under a name with the time; the schema keeps the version of the backup until a server starts',
    )
    .option('--json', 'print one JSON object', false)
    .action(async (file: string, { json }: { readonly json: boolean }) => {
      const path = fileOf(configure().store, INSTEAD);
      const backup = resolve(file);
      const aside = asideOf(path, Date.now());
      const restored = await runTask(app, { kind: 'restore', path, backup, temporary: temporaryBeside(path), aside });
      const { inspection, wasReplaced, wasUnused } = restored;
      const { counts, schemaVersion, knownVersion } = inspection;
      if (!wasUnused) {
        remark(
          'The database that was there is damaged, so that nobody can tell whether a server has it open: if one does, restart it',
        );
      }
      if (json) {
        const kept = wasReplaced && { replaced: aside };
        return print(JSON.stringify({ file: path, backup, schemaVersion, counts, ...kept }));
      }
      print(`Restored: ${path} from ${backup}`, holdsLine(inspection));
      if (wasReplaced) print(`Kept: what was there is ${aside}`);
      if (schemaVersion < knownVersion) print(`The next start brings the schema to version ${knownVersion}`);
    });

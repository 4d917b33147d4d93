// operator check
import { Command } from 'commander';
import { findingsOf, placeOfFile } from '../maintenance/findings.ts';
import { fileOf, runTask } from '../maintenance/run-task.ts';
import { print, type Session } from '../session.ts';

interface Options {
  readonly full: boolean;
  readonly json: boolean;
}

const INSTEAD = 'look at a collection by the validate command of mongosh, at the server by /readyz';

/** Exit status of a check that has found something. */
const FOUND = 2;

/** Looks at the store: whether it can be read, fits together and has space. */
export const checkCommand = ({ app, configure }: Session): Command =>
  new Command('check')
    .description(
      'look whether all of the store can be read and fits together, and whether there is space, while servers go on; ' +
        'exit status 0 when everything is in order, 2 when something is not, 1 when it could not be looked at',
    )
    .option(
      '--full',
      'compare indexes with their tables and all rows with each other as well; takes several times as long',
      false,
    )
    .option('--json', 'print one JSON object a line', false)
    .action(async ({ full, json }: Options) => {
      const path = fileOf(configure().store, INSTEAD);
      const inspection = await runTask(app, { kind: 'check', path, full });
      const findings = findingsOf(inspection, placeOfFile(path), { full, operatorCommand: app.operatorCommand });
      for (const { isOk, what, text, advice } of findings) {
        if (json) print(JSON.stringify({ ok: isOk, what, text, ...(advice !== undefined && { advice }) }));
        else print(`${isOk ? 'ok     ' : 'PROBLEM'}  ${what}: ${text}${advice === undefined ? '' : `. ${advice}`}`);
      }
      if (findings.some(({ isOk }) => !isOk)) process.exitCode = FOUND;
    });

// check
import { Command } from 'commander';
import { jsonLinesOption, tellEach, type AnswerOptions } from '../answer.ts';
import { allFindings, findingJson, findingLine } from '../maintenance/all-findings.ts';
import type { Session } from '../session.ts';

interface Options extends AnswerOptions {
  readonly full: boolean;
}

/** Exit status of a check that has found something. */
const FOUND = 2;

/** Looks at the store and at what is around it. */
export const checkCommand = (session: Session): Command =>
  new Command('check')
    .description(
      'look whether all of the store can be read and fits together, and at space, clock, configuration, certificate and system, while ' +
        'servers go on; exit status 0 when everything is in order, 2 when something is not, 1 when the store could not be looked at',
    )
    .option(
      '--full',
      'compare indexes with their tables and all rows with each other as well; takes several times as long',
      false,
    )
    .addOption(jsonLinesOption())
    .action(async ({ full, ...answer }: Options) => {
      const { findings, ...failed } = await allFindings(session, full);
      tellEach(answer, findings, { lineOf: findingLine, jsonOf: findingJson });
      if ('failure' in failed) throw failed.failure;
      if (findings.some(({ isOk }) => !isOk)) process.exitCode = FOUND;
    });

// Everything that a check looks at.
import type { Session } from '../session.ts';
import { findingsOf, placeOfFile, type Finding } from './findings.ts';
import { clockFinding, machineFindings, machineOf, settingFindings, tlsFindings } from './machine.ts';
import { fileOf, runTask } from './run-task.ts';

const INSTEAD = 'look at a collection by the validate command of mongosh, at the server by /readyz';

/** Looks at everything, in the order in which it is read. Rejects when the store cannot be looked at. */
export const allFindings = async (
  { app, configure, settings }: Session,
  full: boolean,
): Promise<readonly Finding[]> => {
  const config = configure();
  const path = fileOf(config.store, INSTEAD);
  const inspection = await runTask(app, { kind: 'check', path, full });
  const now = Date.now();
  return [
    ...findingsOf(inspection, placeOfFile(path), { full, operatorCommand: app.operatorCommand }),
    clockFinding(now, inspection.lastWritten),
    ...settingFindings(settings(), config),
    ...tlsFindings(settings(), config, app, now),
    ...machineFindings(machineOf()),
  ];
};

/** A finding as a line. */
export const findingLine = ({ isOk, what, text, advice }: Finding): string =>
  `${isOk ? 'ok     ' : 'PROBLEM'}  ${what}: ${text}${advice === undefined ? '' : `. ${advice}`}`;

/** The same for programs. */
export const findingJson = ({ isOk, ...finding }: Finding): object => ({ ok: isOk, ...finding });

// Everything that a check looks at.
import type { InspectedSettings } from '../../settings/inspect-settings.ts';
import type { Session } from '../session.ts';
import { findingsOf, placeOfFile, type Finding } from './findings.ts';
import { clockFinding, machineFindings, machineOf, settingFindings, tlsFindings } from './machine.ts';
import { fileOf, runTask } from './run-task.ts';

const INSTEAD = 'look at a collection by the validate command of mongosh, at the server by /readyz';

/** What a check has found. */
export interface Findings {
  /** In the order in which they are read. */
  readonly findings: readonly Finding[];
  /** Why the store could not be looked at; absent when it was. */
  readonly failure?: unknown;
}

/** Looks at the store; what is around it is no part of it. */
const storeFindings = async ({ app }: Session, { config }: InspectedSettings, full: boolean): Promise<Findings> => {
  try {
    const path = fileOf(config.store, INSTEAD);
    const inspection = await runTask(app, { kind: 'check', path, full });
    const { operatorCommand } = app;
    const found = findingsOf(inspection, placeOfFile(path), { full, operatorCommand });
    return { findings: [...found, clockFinding(Date.now(), inspection.lastWritten)] };
  } catch (failure) {
    return { findings: [], failure };
  }
};

const UNKNOWN_STORE: Finding = {
  isOk: false,
  what: 'file',
  text: 'not looked at',
  advice: 'Where the data is cannot be told from the configuration: mend it, or name the directory by --data',
};

/** Looks at everything, also where the configuration or the store cannot be read: the rest is looked at all the same. */
export const allFindings = async (session: Session, full: boolean): Promise<Findings> => {
  const inspected = session.inspect();
  const { findings, ...failed } = inspected.knowsStore
    ? await storeFindings(session, inspected, full)
    : { findings: [UNKNOWN_STORE] };
  const around = [
    ...settingFindings(inspected),
    ...tlsFindings(inspected, session.app, Date.now()),
    ...machineFindings(machineOf()),
  ];
  return { findings: [...findings, ...around], ...failed };
};

/** A finding as a line. */
export const findingLine = ({ isOk, what, text, advice }: Finding): string =>
  `${isOk ? 'ok     ' : 'PROBLEM'}  ${what}: ${text}${advice === undefined ? '' : `. ${advice}`}`;

/** The same for programs. */
export const findingJson = ({ isOk, ...finding }: Finding): object => ({ ok: isOk, ...finding });

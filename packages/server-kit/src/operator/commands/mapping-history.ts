// operator mapping history
import type { Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { versionJson, versionText } from '../mapping-lines.ts';
import { print, remark, type Session } from '../session.ts';
import { withMappings } from './mapping-options.ts';

/** Versions that are kept. */
const ALL = 100;

/** Lists the saved versions, the newest first. */
export const mappingHistoryCommand = (session: Session): Command =>
  organisationCommand(session, 'history')
    .description('list the saved mapping sets, the newest first: version, time, author; the newest 100 are kept')
    .option('--json', 'one JSON object a line, with the set')
    .action(
      named(session, async (name, { json }: { readonly json?: boolean }) => {
        const { versions } = await withMappings(session, name, ({ history }) => history({ limit: ALL }));
        if (versions.length > 0) print(...versions.map(json === true ? versionJson : versionText));
        else remark(`No mapping set of ${name} was saved: the default set full is in force`);
      }),
    );

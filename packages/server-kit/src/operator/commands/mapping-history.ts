// operator mapping history
import { Command } from 'commander';
import { versionJson, versionText } from '../mapping-lines.ts';
import { print, remark, type Session } from '../session.ts';
import { withMappings } from './mapping-options.ts';

/** Versions that are kept. */
const ALL = 100;

/** Lists the saved versions, the newest first. */
export const mappingHistoryCommand = (session: Session): Command =>
  new Command('history')
    .argument('<name>', 'the organisation')
    .description('list the saved mapping sets, the newest first: version, time, author; the newest 100 are kept')
    .option('--json', 'one JSON object a line, with the set')
    .action(async (name: string, { json }: { readonly json?: boolean }) => {
      const { versions } = await withMappings(session, name, ({ history }) => history({ limit: ALL }));
      if (versions.length > 0) print(...versions.map(json === true ? versionJson : versionText));
      else remark(`No mapping set of ${name} was saved: the default set full is in force`);
    });

// operator mapping explain
import { Command } from 'commander';
import { printable } from '@looop-scim/provisioning';
import { readJsonFile } from '../mapping-file.ts';
import { previewLines } from '../mapping-lines.ts';
import { print, type Session } from '../session.ts';
import { withMappings } from './mapping-options.ts';

interface Options {
  readonly set?: string;
  readonly json?: boolean;
}

/** Shows the profile of a user, and how each field came to its value. */
export const explainMappingCommand = (session: Session): Command =>
  new Command('explain')
    .argument('<name>', 'the organisation')
    .argument('<user>', 'userName or id of a user')
    .description("show a user's profile, and for each field the attributes, picks and steps that it came from")
    .option('--set <file>', 'with this mapping set instead of the one in force, and what would change; - is standard input')
    .option('--json', 'one JSON object')
    .action(async (name: string, user: string, { set, json }: Options) => {
      const proposed = set === undefined ? {} : { proposed: await readJsonFile(set) };
      const preview = await withMappings(session, name, (mappings) => mappings.preview({ subject: { user }, ...proposed }));
      if (json === true) print(printable(JSON.stringify(preview)));
      else print(...previewLines(preview, set !== undefined));
    });

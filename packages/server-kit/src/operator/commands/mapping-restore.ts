// operator mapping restore
import { Argument, type Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { versionJson, versionText } from '../mapping-lines.ts';
import { print, type Session } from '../session.ts';
import { authorOf, saveMappings, saveOptions, versionOf, type SaveOptions } from './mapping-options.ts';

/** Saves the set of an older version as the next one. */
export const restoreMappingCommand = (session: Session): Command => {
  const command = organisationCommand(session, 'restore')
    .addArgument(new Argument('<version>', 'as mapping history shows it; 0 is the default set').argParser(versionOf))
    .description('save the mapping set of an older version as the next version')
    .option('--json', 'the saved version as one JSON object')
    .action(
      named(session, async (name, version: number, options: SaveOptions & { readonly json?: boolean }) => {
        const saved = await saveMappings(session, name, ({ restore }) => restore(version, authorOf(options)));
        if (options.json === true) print(versionJson(saved));
        else print(`Mappings of ${name}: ${versionText(saved)}`);
      }),
    );
  for (const option of saveOptions()) command.addOption(option);
  return command;
};

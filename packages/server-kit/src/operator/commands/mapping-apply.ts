// operator mapping apply
import type { Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { readJsonFile } from '../mapping-file.ts';
import { versionJson, versionText } from '../mapping-lines.ts';
import { print, type Session } from '../session.ts';
import { authorOf, saveMappings, saveOptions, type SaveOptions } from './mapping-options.ts';

/** Saves a mapping set as the next version, if it is sound. */
export const applyMappingCommand = (session: Session): Command => {
  const command = organisationCommand(session, 'apply')
    .argument('<file>', 'a mapping set in its JSON form; - is standard input')
    .description('check a mapping set and save it as the next version')
    .option('--json', 'the saved version as one JSON object')
    .action(
      named(session, async (name, file: string, options: SaveOptions & { readonly json?: boolean }) => {
        const json = await readJsonFile(file);
        const saved = await saveMappings(session, name, ({ save }) => save(json, authorOf(options)));
        if (options.json === true) print(versionJson(saved));
        else print(`Mappings of ${name}: ${versionText(saved)}`);
      }),
    );
  for (const option of saveOptions()) command.addOption(option);
  return command;
};

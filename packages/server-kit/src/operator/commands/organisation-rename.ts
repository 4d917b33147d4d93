// operator organisation rename
import { Command } from 'commander';
import { print, type Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Renames an organisation; tokens and everything else stay as they are. */
export const renameCommand = ({ administer }: Session): Command =>
  new Command('rename')
    .argument('<name>')
    .argument('<new-name>', '1 to 63 lower-case letters, digits and hyphens')
    .description(`rename an organisation; its tokens and all that it has stay; ${WHEN_NOTICED}`)
    .action(async (name: string, newName: string) => {
      await administer((administration) => administration.changeOrganisation(name, { name: newName }));
      print(`The organisation ${name} is now ${newName}`);
    });

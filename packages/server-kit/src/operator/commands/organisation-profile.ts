// operator organisation profile
import { Command } from 'commander';
import type { ProfileName } from '@looop-scim/scim/interop';
import { print, type Session } from '../session.ts';
import { profileOption } from './options.ts';

/** Sets the interop policy of an organisation. */
export const profileCommand = ({ administer }: Session): Command =>
  new Command('profile')
    .argument('<name>')
    .description('set the interop policy of an organisation')
    .addOption(profileOption().makeOptionMandatory())
    .action(async (name: string, { profile }: { readonly profile: ProfileName }) => {
      await administer((administration) => administration.changeOrganisation(name, { profile }));
      print(`${name} is served by the profile ${profile}`);
    });

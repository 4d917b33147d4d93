// operator organisation enable and disable
import { Command } from 'commander';
import { print, type Session } from '../session.ts';
import { WHEN_NOTICED } from './options.ts';

/** Switches SCIM on or off for an organisation. */
export const switchCommand = ({ administer }: Session, verb: 'enable' | 'disable'): Command => {
  const scimEnabled = verb === 'enable';
  const state = scimEnabled ? 'on' : 'off';
  return new Command(verb)
    .argument('<name>')
    .description(`switch SCIM ${state} for an organisation; ${WHEN_NOTICED}`)
    .action(async (name: string) => {
      await administer((administration) => administration.changeOrganisation(name, { scimEnabled }));
      print(`SCIM is ${state} for ${name}`);
    });
};

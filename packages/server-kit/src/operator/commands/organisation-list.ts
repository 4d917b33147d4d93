// operator organisation list
import { Command } from 'commander';
import type { OrganisationSummary } from '@looop-scim/provisioning';
import { countOf, minuteOf } from '../columns.ts';
import { print, type Session } from '../session.ts';

const lineOf = ({ organisation, users, groups, lastUsed }: OrganisationSummary): string => {
  const { name, scimEnabled, profile, leniencies } = organisation;
  const apart = Object.entries(leniencies).map(([rule, isOn]) => `${rule} ${isOn ? 'on' : 'off'}`);
  const counts = [countOf(users, 'user'), countOf(groups, 'group'), `last used ${minuteOf(lastUsed)}`];
  return [name, `SCIM ${scimEnabled ? 'on' : 'off'}`, profile, ...counts, ...apart].join('  ');
};

/** Lists the organisations, one a line. */
export const listOrganisationsCommand = ({ administer }: Session): Command =>
  new Command('list')
    .description(
      'list the organisations: profile, users, groups, last use of a token, rules set apart from the profile',
    )
    .action(async () => {
      const lines = (await administer(({ summariseAll }) => summariseAll())).map(lineOf);
      if (lines.length > 0) print(...lines);
    });

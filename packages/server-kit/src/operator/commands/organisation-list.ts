// organisation list, and organisation show where there is one
import { Command } from 'commander';
import type { OrganisationSummary } from '@looop-scim/provisioning/organisation';
import { named } from '../about-organisation.ts';
import { isoOf, jsonLinesOption, jsonOption, tell, tellEach, type AnswerOptions } from '../answer.ts';
import { countOf, minuteOf } from '../columns.ts';
import type { Session } from '../session.ts';

const lineOf = ({ organisation, users, groups, lastUsed }: OrganisationSummary): string => {
  const { name, scimEnabled, profile, leniencies } = organisation;
  const apart = Object.entries(leniencies).map(([rule, isOn]) => `${rule} ${isOn ? 'on' : 'off'}`);
  const counts = [countOf(users, 'user'), countOf(groups, 'group'), `last used ${minuteOf(lastUsed)}`];
  return [name, `SCIM ${scimEnabled ? 'on' : 'off'}`, profile, ...counts, ...apart].join('  ');
};

const jsonOf = ({ organisation, users, groups, lastUsed }: OrganisationSummary): object => {
  const { id, name, scimEnabled, profile, leniencies: rules, created } = organisation;
  return { id, name, scimEnabled, profile, rules, users, groups, created: isoOf(created), lastUsed: isoOf(lastUsed) };
};

/** Lists the organisations, one a line. */
export const listOrganisationsCommand = ({ administer }: Session): Command =>
  new Command('list')
    .description(
      'list the organisations: profile, users, groups, last use of a token, rules set apart from the profile',
    )
    .addOption(jsonLinesOption())
    .action(async (options: AnswerOptions) => {
      tellEach(options, await administer(({ summariseAll }) => summariseAll()), { lineOf, jsonOf });
    });

/** Shows the organisation, where there is one. */
export const showOrganisationCommand = (session: Session): Command =>
  new Command('show')
    .description('show the organisation: profile, users, groups, last use of a token, rules set apart from the profile')
    .addOption(jsonOption())
    .action(
      named(session, async (name, options: AnswerOptions) => {
        const summary = await session.administer(({ summarise }) => summarise(name));
        tell(options, [lineOf(summary)], jsonOf(summary));
      }),
    );

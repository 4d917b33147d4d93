// user list, show and explain
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { printable } from '@looop-scim/provisioning/activity';
import type { PlatformUser } from '@looop-scim/provisioning/events';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonLinesOption, jsonOption, jsonText, tell, type AnswerOptions } from '../answer.ts';
import { countOf } from '../columns.ts';
import { userJson, userLine } from '../directory-lines.ts';
import { printPages, userNamed, withDirectory } from '../directory.ts';
import { previewLines } from '../mapping-lines.ts';
import { print, remark, type Session } from '../session.ts';
import { withMappings } from './mapping-options.ts';
import { filterOption, type ListOptions } from './options.ts';

const USER = 'userName or id';

const listCommand = (session: Session): Command =>
  organisationCommand(session, 'list')
    .description('list the users, also inactive ones, in the order in which they were created')
    .addOption(filterOption('active eq false'))
    .addOption(jsonLinesOption())
    .action(
      named(session, async (name, { filter, ...answer }: ListOptions) => {
        const only = filter === undefined ? {} : { filter };
        const count = await withDirectory(session, name, (platform) =>
          printPages<PlatformUser>((page) => Effect.runPromise(platform.users({ ...page, ...only })), answer, {
            lineOf: userLine,
            jsonOf: userJson,
          }),
        );
        remark(countOf(count, 'user'));
      }),
    );

const fieldLines = ({ profile, issues, externalId, version, mappingVersion }: PlatformUser): readonly string[] => {
  const fields = Object.entries(profile);
  const width = Math.max(0, ...fields.map(([field]) => field.length));
  return [
    `externalId ${externalId ?? 'none'}, version ${version}, mapping set version ${mappingVersion}`,
    ...fields.map(([field, value]) => `  ${field.padEnd(width)}  ${JSON.stringify(value)}`),
    ...issues.map(
      ({ field, issue }) => `Issue: ${field} ${issue === 'missing' ? 'is required and has no value' : 'was cut'}`,
    ),
  ];
};

const showCommand = (session: Session): Command =>
  organisationCommand(session, 'show')
    .argument('<user>', USER)
    .description('show a user with the profile; --json has the SCIM resource as well')
    .addOption(jsonOption())
    .action(
      named(session, async (name, user: string, answer: AnswerOptions) => {
        const [found, resource] = await withDirectory(session, name, async (platform) => {
          const one = await userNamed(platform, user);
          return [one, await Effect.runPromise(platform.userResource(one.id))] as const;
        });
        tell(answer, [userLine(found), ...fieldLines(found).map(printable)], { ...userJson(found), resource });
      }),
    );

const explainCommand = (session: Session): Command =>
  organisationCommand(session, 'explain')
    .argument('<user>', USER)
    .description('show how each field of the profile came to its value; mapping explain tries other sets')
    .addOption(jsonOption())
    .action(
      named(session, async (name, user: string, { json }: AnswerOptions) => {
        const preview = await withMappings(session, name, (mappings) => mappings.preview({ subject: { user } }));
        print(...(json === true ? [jsonText(preview)] : previewLines(preview, false)));
      }),
    );

/** The commands about users. */
export const userCommands = (session: Session): Command => {
  const command = new Command('user').description('list and show users, and explain their profiles');
  for (const make of [listCommand, showCommand, explainCommand]) command.addCommand(make(session));
  return command;
};

// group list and show
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { printable } from '@looop-scim/provisioning/activity';
import type { PlatformGroup, PlatformService } from '@looop-scim/provisioning/events';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonLinesOption, jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { countOf } from '../columns.ts';
import { groupJson, groupLine } from '../directory-lines.ts';
import { groupNamed, printPages, withDirectory } from '../directory.ts';
import { remark, type Session } from '../session.ts';
import { filterOption, type ListOptions } from './options.ts';

const listCommand = (session: Session): Command =>
  organisationCommand(session, 'list')
    .description('list the groups in the order in which they were created')
    .addOption(filterOption('displayName sw "Sales"'))
    .addOption(jsonLinesOption())
    .action(
      named(session, async (name, { filter, ...answer }: ListOptions) => {
        const only = filter === undefined ? {} : { filter };
        const count = await withDirectory(session, name, (platform) =>
          printPages<PlatformGroup>((page) => Effect.runPromise(platform.groups({ ...page, ...only })), answer, {
            lineOf: groupLine,
            jsonOf: groupJson,
          }),
        );
        remark(countOf(count, 'group'));
      }),
    );

/** A member, with the name by which a person knows it. */
interface NamedMember {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

const nameOf = (platform: PlatformService, type: string, id: string) =>
  (type === 'Group'
    ? Effect.map(platform.group(id), ({ displayName }) => displayName)
    : Effect.map(platform.user(id), ({ userName }) => userName)
  ).pipe(Effect.catchTag('ResourceNotFound', () => Effect.succeed(id)));

const membersOf = (platform: PlatformService, groupId: string) => (page: { readonly limit: number }) =>
  Effect.runPromise(
    Effect.flatMap(platform.members(groupId, page), ({ items, ...rest }) =>
      Effect.map(
        Effect.forEach(items, ({ resourceType: type, id }) =>
          Effect.map(nameOf(platform, type, id), (name): NamedMember => ({ type, id, name })),
        ),
        (members) => ({ ...rest, items: members }),
      ),
    ),
  );

const memberLine = ({ type, id, name }: NamedMember): string =>
  printable(`  ${name}  ${type === 'Group' ? 'group  ' : ''}${id}`);

const showCommand = (session: Session): Command =>
  organisationCommand(session, 'show')
    .argument('<group>', 'displayName or id')
    .description('show a group and its direct members')
    .addOption(jsonOption('one JSON object a line: the group, then its members'))
    .action(
      named(session, async (name, group: string, answer: AnswerOptions) => {
        const count = await withDirectory(session, name, async (platform) => {
          const found = await groupNamed(platform, group);
          tell(answer, [groupLine(found)], groupJson(found));
          return await printPages(membersOf(platform, found.id), answer, {
            lineOf: memberLine,
            jsonOf: (member: NamedMember) => member,
          });
        });
        remark(countOf(count, 'member'));
      }),
    );

/** The commands about groups. */
export const groupCommands = (session: Session): Command => {
  const command = new Command('group').description('list groups, and show their members');
  for (const make of [listCommand, showCommand]) command.addCommand(make(session));
  return command;
};

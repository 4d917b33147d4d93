// organisation delete
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { countOf } from '../columns.ts';
import { confirm } from '../confirm.ts';
import type { Session } from '../session.ts';

interface Options extends AnswerOptions {
  readonly yes: boolean;
}

/** Deletes an organisation with all that it has, once the operator has confirmed it. */
export const deleteOrganisationCommand = ({ work }: Session): Command =>
  new Command('delete')
    .argument('<organisation>', 'its name')
    .description(
      'delete an organisation with its tokens, users, groups, mapping sets, activity and events, for good; its tokens stop to work at ' +
        'once, on MongoDB within 5 seconds; when the command is interrupted, the next deletion or start of a server goes on',
    )
    .option('--yes', 'do not ask', false)
    .addOption(jsonOption())
    .action(async (name: string, { yes, ...answer }: Options) => {
      await work(async ({ administration }) => {
        const { users, groups } = await Effect.runPromise(administration.summarise(name));
        const holds = `${countOf(users, 'user')} and ${countOf(groups, 'group')}`;
        await confirm({
          word: name,
          question: `The organisation ${name} with ${holds} will be deleted, which cannot be undone.`,
          isConfirmed: yes,
        });
        await Effect.runPromise(administration.deleteOrganisation(name));
        tell(answer, [`The organisation ${name} is deleted, with ${holds}`], { name, deleted: true, users, groups });
      });
    });

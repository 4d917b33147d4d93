// operator organisation delete
import { Command } from 'commander';
import * as Effect from 'effect/Effect';
import { countOf } from '../columns.ts';
import { confirm } from '../confirm.ts';
import { print, type Session } from '../session.ts';

/** Deletes an organisation with all that it has, once the operator has confirmed it. */
export const deleteOrganisationCommand = ({ work }: Session): Command =>
  new Command('delete')
    .argument('<name>')
    .description(
      'delete an organisation with its tokens, users, groups, mapping sets, activity and events, for good; its tokens stop to work at ' +
        'once, on MongoDB within 5 seconds; when the command is interrupted, the next deletion or start of a server goes on',
    )
    .option('--yes', 'do not ask', false)
    .action(async (name: string, { yes }: { readonly yes: boolean }) => {
      await work(async ({ administration }) => {
        const { users, groups } = await Effect.runPromise(administration.summarise(name));
        const holds = `${countOf(users, 'user')} and ${countOf(groups, 'group')}`;
        await confirm({
          word: name,
          question: `The organisation ${name} with ${holds} will be deleted, which cannot be undone.`,
          isConfirmed: yes,
        });
        await Effect.runPromise(administration.deleteOrganisation(name));
        print(`The organisation ${name} is deleted, with ${holds}`);
      });
    });

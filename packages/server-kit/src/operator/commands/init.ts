// operator init
import { Command } from 'commander';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import { placeOf } from '../../settings/store.ts';
import type { Session } from '../session.ts';

/** Makes the store; the only command that does. */
export const initCommand = ({ work }: Session): Command =>
  new Command('init')
    .description('make the store where it does not exist; one that exists is left as it is')
    .addOption(jsonOption())
    .action(async (answer: AnswerOptions) => {
      const place = await work(({ config }) => Promise.resolve(placeOf(config.store)), 'create');
      tell(answer, ['The store is ready'], { store: place });
    });

// operator init
import { Command } from 'commander';
import { print, type Session } from '../session.ts';

/** Makes the store; the only command that does. */
export const initCommand = ({ work }: Session): Command =>
  new Command('init')
    .description('make the store where it does not exist; one that exists is left as it is')
    .action(async () => {
      await work(() => Promise.resolve(), 'create');
      print('The store is ready');
    });

// Commands about an organisation: where there are many they take its name, where there is one they find it by themselves.
import { Command } from 'commander';
import { onlyOrganisation } from '../lifecycle/only-organisation.ts';
import type { Session } from './session.ts';

/** Begins a command about an organisation. */
export const organisationCommand = ({ app }: Session, verb: string): Command => {
  const command = new Command(verb);
  return app.organisations === 'one' ? command : command.argument('<organisation>', 'its name');
};

/** The action of such a command: `run` gets the name of the organisation first, wherever it comes from. */
export const named = <Rest extends readonly unknown[]>(
  session: Session,
  run: (organisation: string, ...rest: Rest) => Promise<void>,
): ((...given: Rest | readonly [string, ...Rest]) => Promise<void>) => {
  // commander gives what the arguments and options of the command are, in this order.
  if (session.app.organisations !== 'one') return (...given) => run(...(given as readonly [string, ...Rest]));
  return (...given) =>
    session.work(async ({ administration }) => {
      const { name } = await onlyOrganisation(administration, session.app.operatorCommand);
      await run(name, ...(given as Rest));
    });
};

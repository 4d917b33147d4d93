// operator organisation rule
import { Argument, Command } from 'commander';
import * as Effect from 'effect/Effect';
import { POLICY_RULES, type PolicyRule } from '@looop-scim/scim/interop';
import { print, type Session } from '../session.ts';

/** The keys of the record are its names by construction. */
const RULES = Object.keys(POLICY_RULES) as PolicyRule[];

const SETTINGS = ['on', 'off', 'default'] as const;

/** Sets a single rule of an organisation apart from its profile. */
export const ruleCommand = ({ administer }: Session, word: 'rule' | 'leniency'): Command =>
  new Command(word)
    .argument('<name>')
    .addArgument(new Argument('<rule>', 'see docs/interop.md').choices(RULES))
    .addArgument(new Argument('<setting>', 'default: as the profile has it').choices(SETTINGS))
    .description('set a single rule of the interop policy apart from the profile')
    .action(async (name: string, rule: PolicyRule, setting: (typeof SETTINGS)[number]) => {
      await administer((administration) =>
        Effect.gen(function* () {
          const { leniencies } = yield* administration.organisation(name);
          const { [rule]: _before, ...others } = leniencies;
          const next = setting === 'default' ? others : { ...others, [rule]: setting === 'on' };
          yield* administration.changeOrganisation(name, { leniencies: next });
        }),
      );
      print(`${name}: ${rule} is ${setting === 'default' ? 'as the profile has it' : setting}`);
    });

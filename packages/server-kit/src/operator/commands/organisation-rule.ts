// organisation rule
import { Argument, type Command } from 'commander';
import * as Effect from 'effect/Effect';
import { POLICY_RULES, type PolicyRule } from '@looop-scim/scim/interop';
import { named, organisationCommand } from '../about-organisation.ts';
import { jsonOption, tell, type AnswerOptions } from '../answer.ts';
import type { Session } from '../session.ts';

/** The keys of the record are its names by construction. */
const RULES = Object.keys(POLICY_RULES) as PolicyRule[];

const SETTINGS = ['on', 'off', 'default'] as const;

/** Sets a single rule of an organisation apart from its profile. */
export const ruleCommand = (session: Session, word: 'rule' | 'leniency'): Command =>
  organisationCommand(session, word)
    .addArgument(new Argument('<rule>', 'see docs/interop.md').choices(RULES))
    .addArgument(new Argument('<setting>', 'default: as the profile has it').choices(SETTINGS))
    .description('set a single rule of the interop policy apart from the profile')
    .addOption(jsonOption())
    .action(
      named(session, async (name, rule: PolicyRule, setting: (typeof SETTINGS)[number], answer: AnswerOptions) => {
        await session.administer((administration) =>
          Effect.gen(function* () {
            const { leniencies } = yield* administration.organisation(name);
            const { [rule]: _before, ...others } = leniencies;
            const next = setting === 'default' ? others : { ...others, [rule]: setting === 'on' };
            yield* administration.changeOrganisation(name, { leniencies: next });
          }),
        );
        const shown = setting === 'default' ? 'as the profile has it' : setting;
        tell(answer, [`${name}: ${rule} is ${shown}`], { name, rule, setting });
      }),
    );

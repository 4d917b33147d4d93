// operator mapping check
import type { Command } from 'commander';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { printable } from '@looop-scim/provisioning/activity';
import type { InvalidMappingSet, MappingSet } from '@looop-scim/provisioning/mapping';
import { named, organisationCommand } from '../about-organisation.ts';
import { countOf } from '../columns.ts';
import { readJsonFile } from '../mapping-file.ts';
import { print, type Session } from '../session.ts';
import { withMappings } from './mapping-options.ts';

const printJson = (checked: Result.Result<MappingSet, InvalidMappingSet>): void => {
  const faults = Result.isFailure(checked) ? checked.failure.faults : [];
  if (faults.length > 0) process.exitCode = 1;
  print(printable(JSON.stringify({ accepted: faults.length === 0, faults })));
};

/** Checks a mapping set and stores nothing; the exit status is 1 when it is refused. */
export const checkMappingCommand = (session: Session): Command =>
  organisationCommand(session, 'check')
    .argument('<file>', 'a mapping set in its JSON form; - is standard input')
    .description('check a mapping set and say everything that is wrong with it; nothing is saved')
    .option('--json', 'one JSON object with all faults')
    .action(
      named(session, async (name, file: string, { json }: { readonly json?: boolean }) => {
        const set = await readJsonFile(file);
        if (json === true)
          return printJson(await withMappings(session, name, ({ check }) => Effect.result(check(set))));
        const { mappings } = await withMappings(session, name, ({ check }) => check(set));
        return print(`The mapping set is sound: ${countOf(mappings.length, 'mapping')}`);
      }),
    );

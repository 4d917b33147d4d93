// operator mapping show
import { Option, type Command } from 'commander';
import * as Effect from 'effect/Effect';
import { DEFAULT_MAPPING_SETS } from '@looop-scim/provisioning/mapping';
import type { MappingVersion } from '@looop-scim/provisioning/organisation';
import { named, organisationCommand } from '../about-organisation.ts';
import { setJson, setLines, versionText } from '../mapping-lines.ts';
import { print, remark, type Session } from '../session.ts';
import { versionOf, withMappings } from './mapping-options.ts';

interface Options {
  readonly saved?: number;
  readonly default?: keyof typeof DEFAULT_MAPPING_SETS;
  readonly json?: boolean;
}

/** Shows a mapping set. Its JSON form can be changed and given to `mapping apply`. */
export const showMappingCommand = (session: Session): Command =>
  organisationCommand(session, 'show')
    .description('show the mapping set in force, one mapping a line')
    .option('--saved <version>', 'an older version; 0 is the default set', versionOf)
    .addOption(
      new Option('--default <set>', 'a default set instead')
        .choices(Object.keys(DEFAULT_MAPPING_SETS))
        .conflicts('saved'),
    )
    .option('--json', 'the JSON form, to be changed and given to mapping apply')
    .action(
      named(session, async (name, { saved, default: byDefault, json }: Options) => {
        const found = await withMappings(session, name, ({ current, version }) => {
          if (byDefault !== undefined) {
            return Effect.succeed<MappingVersion>({ version: 0, set: DEFAULT_MAPPING_SETS[byDefault] });
          }
          return saved === undefined ? current() : version(saved);
        });
        remark(`Mappings of ${name}: ${versionText(found)}`);
        if (json === true) print(setJson(found.set));
        else if (found.set.mappings.length > 0) print(...setLines(found.set));
      }),
    );

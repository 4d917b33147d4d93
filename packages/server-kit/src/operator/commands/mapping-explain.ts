// operator mapping explain
import { Option, type Command } from 'commander';
import { printable } from '@looop-scim/provisioning/activity';
import type { PreviewSubject } from '@looop-scim/provisioning/organisation';
import { named, organisationCommand } from '../about-organisation.ts';
import { readJsonFile } from '../mapping-file.ts';
import { previewLines } from '../mapping-lines.ts';
import { print, type Session } from '../session.ts';
import { versionOf, withMappings } from './mapping-options.ts';

interface Options {
  readonly resource?: string;
  readonly set?: string;
  readonly saved?: number;
  readonly json?: boolean;
}

/** A command that names neither a user nor a resource, or both. */
class OneSubject extends Error {
  override readonly name = 'OneSubject';
}

const subjectOf = async (user: string | undefined, resource: string | undefined): Promise<PreviewSubject> => {
  if (user !== undefined && resource === undefined) return { user };
  if (user === undefined && resource !== undefined) return { resource: await readJsonFile(resource) };
  throw new OneSubject('Name a user, or a file by --resource');
};

/** Shows a profile, and how each field came to its value. */
export const explainMappingCommand = (session: Session): Command =>
  organisationCommand(session, 'explain')
    .argument('[user]', 'userName or id of a user')
    .description("show a user's profile, and for each field the attributes, picks and steps that it came from")
    .option('--resource <file>', 'instead of a user: a SCIM resource in JSON, as an identity provider sends it')
    .option('--set <file>', 'with this mapping set instead of the one in force, and what would change')
    .addOption(
      new Option('--saved <version>', 'with the set of this version instead of the one in force')
        .argParser(versionOf)
        .conflicts('set'),
    )
    .option('--json', 'one JSON object')
    .action(
      named(session, async (name, user: string | undefined, { resource, set, saved, json }: Options) => {
        const subject = await subjectOf(user, resource);
        const proposed = {
          ...(set !== undefined && { proposed: await readJsonFile(set) }),
          ...(saved !== undefined && { version: saved }),
        };
        const preview = await withMappings(session, name, (mappings) => mappings.preview({ subject, ...proposed }));
        if (json === true) print(printable(JSON.stringify(preview)));
        else print(...previewLines(preview, set !== undefined || saved !== undefined));
      }),
    );

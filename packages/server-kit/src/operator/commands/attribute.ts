// operator attribute ...
import { Command } from 'commander';
import { named, organisationCommand } from '../about-organisation.ts';
import { attributeJson, attributeText } from '../attribute-lines.ts';
import { confirm } from '../confirm.ts';
import { print, remark, type Session } from '../session.ts';
import {
  addChangeOptions,
  attributeAuthorOf,
  changeAttribute,
  characteristicsJson,
  partsOf,
  pathNamed,
  withAttributes,
  type ChangeOptions,
  type Characteristics,
} from './attribute-options.ts';

const PATH = "a name of Looop's extension, or URN:name";

const listCommand = (session: Session): Command =>
  organisationCommand(session, 'list')
    .description("list the organisation's own attributes of users, those that were removed and not purged included")
    .option('--json', 'one JSON object a line')
    .action(
      named(session, async (name, { json }: { readonly json?: boolean }) => {
        const { version, attributes } = await withAttributes(session, name, ({ list }) => list());
        remark(`Attributes of ${name}: version ${version}`);
        const line = json === true ? (each: (typeof attributes)[number]) => attributeJson(each) : attributeText;
        if (attributes.length > 0) print(...attributes.map(line));
      }),
    );

const addCommand = (session: Session): Command =>
  addChangeOptions(
    organisationCommand(session, 'add')
      .argument('<attribute>', PATH)
      .description(
        'add an attribute of users, a single string unless it is said otherwise; one that was removed comes back with its values',
      )
      .action(
        named(session, (name, attribute: string, options: ChangeOptions & Characteristics) => {
          const definition = { ...partsOf(pathNamed(attribute)), ...characteristicsJson(options) };
          return changeAttribute(session, name, options, ({ add }) => add(definition, attributeAuthorOf(options)));
        }),
      ),
    true,
  );

const changeCommand = (session: Session): Command =>
  addChangeOptions(
    organisationCommand(session, 'change')
      .argument('<attribute>', PATH)
      .description('change characteristics of an attribute; refused while users have values that would not fit')
      .action(
        named(session, (name, attribute: string, options: ChangeOptions & Characteristics) =>
          changeAttribute(session, name, options, ({ change }) =>
            change(pathNamed(attribute), characteristicsJson(options), attributeAuthorOf(options)),
          ),
        ),
      ),
    true,
  );

const removeCommand = (session: Session): Command =>
  addChangeOptions(
    organisationCommand(session, 'remove')
      .argument('<attribute>', PATH)
      .description('stop serving an attribute; its values are kept, and are there again when it is added again')
      .action(
        named(session, (name, attribute: string, options: ChangeOptions) =>
          changeAttribute(session, name, options, ({ remove }) =>
            remove(pathNamed(attribute), attributeAuthorOf(options)),
          ),
        ),
      ),
    false,
  );

const purgeCommand = (session: Session): Command =>
  addChangeOptions(
    organisationCommand(session, 'purge')
      .argument('<attribute>', PATH)
      .description(
        'take the values of a removed attribute away, for good; one that was interrupted is gone on with by a server',
      )
      .option('--yes', 'do not ask')
      .action(
        named(session, async (name, attribute: string, options: ChangeOptions & { readonly yes?: boolean }) => {
          const path = pathNamed(attribute);
          await confirm({
            word: partsOf(path).name,
            question: `All values of ${path} in ${name} will be gone for good.`,
            isConfirmed: options.yes === true,
          });
          await changeAttribute(session, name, options, ({ purge }) => purge(path, attributeAuthorOf(options)));
        }),
      ),
    false,
  );

/** The commands about own attributes. */
export const attributeCommands = (session: Session): Command => {
  const command = new Command('attribute').description(
    "list and change the attributes that an organisation's users have beside those of every organisation",
  );
  const made = [listCommand, addCommand, changeCommand, removeCommand, purgeCommand];
  for (const make of made) command.addCommand(make(session));
  return command;
};

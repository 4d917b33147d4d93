// What the commands about own attributes share.
import { InvalidArgumentError, Option, type Command } from 'commander';
import * as Effect from 'effect/Effect';
import {
  OWN_MUTABILITY,
  OWN_RETURNED,
  OWN_TYPES,
  type AttributeAdministration,
  type AttributeAuthor,
  type ChangedAttribute,
} from '@looop-scim/provisioning/attributes';
import { LOOOP_USER_SCHEMA } from '@looop-scim/scim/schema';
import { attributeJson, attributeText } from '../attribute-lines.ts';
import { countOf } from '../columns.ts';
import { print, remark, type Session } from '../session.ts';
import { authorOption } from './mapping-options.ts';

/** Users of one step. */
const STEP = 100;

/** Runs a use case on the own attributes of an organisation. */
export const withAttributes = <Answer>(
  { work }: Session,
  name: string,
  run: (attributes: AttributeAdministration) => Effect.Effect<Answer, unknown>,
): Promise<Answer> =>
  work(({ administration, platformOf }) =>
    Effect.runPromise(
      administration.organisation(name).pipe(
        Effect.flatMap(platformOf),
        Effect.flatMap(({ attributes }) => run(attributes)),
      ),
    ),
  );

/** The path that an operator means: a name alone is one of Looop's extension. */
export const pathNamed = (text: string): string => (text.includes(':') ? text : `${LOOOP_USER_SCHEMA}:${text}`);

/** The URN and the name of a path. */
export const partsOf = (path: string): { readonly schema: string; readonly name: string } => {
  const colon = path.lastIndexOf(':');
  return { schema: path.slice(0, colon), name: path.slice(colon + 1) };
};

/** Whether a characteristic holds, as a word. */
const flag = (text: string): boolean => {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new InvalidArgumentError('must be yes or no.');
};

/** Characteristics as options say them. */
export interface Characteristics {
  readonly type?: string;
  readonly multiValued?: boolean;
  readonly caseExact?: boolean;
  readonly lookedUp?: boolean;
  readonly returned?: string;
  readonly mutability?: string;
  readonly canonicalValue?: readonly string[];
  readonly anyValue?: boolean;
  readonly description?: string;
}

/** The options that say characteristics. */
const characteristicOptions = (): readonly Option[] => [
  new Option('--type <type>', 'data type').choices(OWN_TYPES),
  new Option('--multi-valued <yes|no>', 'whether it is a list').argParser(flag),
  new Option('--case-exact <yes|no>', 'whether values that differ in case alone are different').argParser(flag),
  new Option('--looked-up <yes|no>', 'whether users are looked up by it: filters go by an index').argParser(flag),
  new Option('--returned <when>', 'when it is part of an answer').choices(OWN_RETURNED),
  new Option('--mutability <mutability>', 'whether it may be changed').choices(OWN_MUTABILITY),
  new Option('--canonical-value <value...>', 'accept these values alone'),
  new Option('--any-value', 'accept any value again').conflicts('canonicalValue'),
  new Option('--description <text>', 'what /Schemas says of it'),
];

/** The JSON form of what the options say. */
export const characteristicsJson = ({ canonicalValue, anyValue, ...rest }: Characteristics): object => {
  const { type, multiValued, caseExact, lookedUp, returned, mutability, description } = rest;
  const said = { type, multiValued, caseExact, lookedUp, returned, mutability, description };
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(canonicalValue !== undefined && { canonicalValues: canonicalValue }),
    ...(anyValue === true && { canonicalValues: [] }),
  };
};

/** Options of every command that changes attributes. */
export interface ChangeOptions {
  readonly author: string;
  readonly expect?: number;
  readonly json?: boolean;
}

const versionOf = (text: string): number => {
  const version = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(version) && version >= 0) return version;
  throw new InvalidArgumentError('must be the number of a version.');
};

/** Gives a command the options of a change. */
export const addChangeOptions = (command: Command, withCharacteristics: boolean): Command => {
  const own = [
    authorOption(),
    new Option('--expect <version>', 'change only if this version of the definitions is in force').argParser(versionOf),
    new Option('--json', 'one JSON object'),
  ];
  for (const option of withCharacteristics ? [...characteristicOptions(), ...own] : own) command.addOption(option);
  return command;
};

/** Who changes, for the use case. */
export const attributeAuthorOf = ({ author, expect }: ChangeOptions): AttributeAuthor => ({
  author,
  ...(expect !== undefined && { expectedVersion: expect }),
});

/** Does what a change has left to do; the result is how many users were brought up to it. */
const finish = Effect.fnUntraced(function* ({ upkeep }: AttributeAdministration) {
  let users = 0;
  for (;;) {
    const step = yield* upkeep(STEP);
    users += step.users;
    if (!step.hasMore) return users;
    yield* Effect.yieldNow;
  }
});

/** Makes a change, does what it leaves to do, and says what became of it. */
export const changeAttribute = async (
  session: Session,
  name: string,
  { json }: ChangeOptions,
  change: (attributes: AttributeAdministration) => Effect.Effect<ChangedAttribute, unknown>,
): Promise<void> => {
  const [changed, users] = await withAttributes(session, name, (attributes) =>
    Effect.flatMap(change(attributes), (made) => Effect.map(finish(attributes), (count) => [made, count] as const)),
  );
  const { version, attribute } = changed;
  if (json === true) print(attributeJson(attribute, { version, users }));
  else print(`Attributes of ${name}, version ${version}: ${attributeText(attribute)}`);
  if (users > 0) remark(`${countOf(users, 'user')} brought up to the change`);
};

// What requests and answers look like.
import { Type, type TSchema } from 'typebox';
import { OWN_MUTABILITY, OWN_RETURNED, OWN_TYPES } from '@looop-scim/provisioning/attributes';
import { JOB_STATES } from '@looop-scim/provisioning/directory';
import { FIELD_TYPES } from '@looop-scim/provisioning/mapping';
import { MAX_REVISIONS } from '@looop-scim/provisioning/ports';
import { FieldTrace, MappingSet, MappingSetSent } from './mapping-schemas.ts';
import { PROBLEM_KINDS } from './problem-kinds.ts';
import { literals, ProfileValue, strict, text, time } from './schema-parts.ts';

/** No parameters. */
export const NONE = strict({});

export const Profile = Type.Record(Type.String(), ProfileValue, {
  description: 'Values by field; a field without a value is absent.',
});

export const Issue = strict({
  field: Type.String(),
  issue: literals(['missing', 'cut'], 'A required field without a value, or a value that was cut.'),
});

const COMMON = {
  id: text('Never changes.'),
  externalId: Type.Optional(text("The identity provider's own id.")),
  version: Type.Integer({ description: 'Grows with every change: drop what is older than what you have.' }),
  createdAt: time('When the resource was created.'),
  updatedAt: time('When it was changed last.'),
};

/** A person. */
export const User = strict({
  ...COMMON,
  userName: Type.String(),
  active: Type.Boolean({ description: 'False once the identity provider has deactivated the person.' }),
  profile: Profile,
  issues: Type.Array(Issue),
  mappingVersion: Type.Integer({
    description: 'Version of the mapping set that made the profile; 0 is the default set.',
  }),
});

/** A group. */
export const Group = strict({ ...COMMON, displayName: Type.String() });

/** A member of a group. */
export const Member = strict({
  type: literals(['User', 'Group'], 'What the member is.'),
  id: Type.String(),
  display: Type.Optional(text('displayName, else userName.')),
});

/** A page of a list. */
export const pageOf = (name: string, item: TSchema) =>
  strict({
    [name]: Type.Array(item),
    hasMore: Type.Boolean(),
    next: Type.Optional(text('Send it as cursor to get the next page. Absent on the last page.')),
  });

/** A page of people or groups, with the position of the feed. */
export const listOf = (name: string, item: TSchema) =>
  strict({
    ...pageOf(name, item).properties,
    feedPosition: Type.Integer({
      minimum: 0,
      description: 'Where the feed stood before the first page: read all pages, then the events after it.',
    }),
    total: Type.Optional(
      Type.Integer({ description: 'How many there are in all; only on the first page of a filtered list.' }),
    ),
  });

/** What a page has at most where no limit is asked for. */
export const PAGE_LIMIT = 100;
export const HISTORY_LIMIT = 20;

/** The parameters of a page. */
export const PageQuery = strict({
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 4096, description: 'next of the page before.' })),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: PAGE_LIMIT, description: 'A page may be shorter.' }),
  ),
});

/** The parameters of a page of a list that may be filtered. */
export const ListQuery = strict({
  ...PageQuery.properties,
  filter: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4096,
      description: 'A SCIM filter, RFC 7644 section 3.4.2.2; the same on every page.',
    }),
  ),
});

/** An id in a path. */
export const id = (name: string) => strict({ [name]: Type.String({ minLength: 1 }) });

export const ProfileChange = Type.Record(Type.String(), Type.Union([ProfileValue, Type.Null()]), {
  minProperties: 1,
  maxProperties: 64,
  description: 'New values by field; null clears a field. A JSON merge patch (RFC 7396).',
});

const SAVED = {
  version: Type.Integer({ minimum: 0, description: '0 is the default set, which nobody saved.' }),
  savedAt: Type.Optional(time('When it was saved.')),
  author: Type.Optional(text('Who saved it.')),
  restoredFrom: Type.Optional(Type.Integer({ description: 'The version that was restored.' })),
};

/** A version of the mapping set. */
export const MappingVersion = strict({ ...SAVED, set: MappingSet });

/** The history. */
export const MappingHistory = pageOf('versions', MappingVersion);

/** The parameters of a page of the history. */
export const HistoryQuery = strict({
  cursor: Type.Optional(Type.Integer({ minimum: 1, description: 'next of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_REVISIONS, default: HISTORY_LIMIT })),
});

/** A version in a path. */
export const VersionParams = strict({ version: Type.Integer({ minimum: 0 }) });

const WHICH_SET = {
  set: Type.Optional(MappingSetSent),
  version: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Instead of set: a saved version; 0 is the default set.' }),
  ),
};

/** What a preview is asked for. */
export const PreviewRequest = Type.Union(
  [
    strict({ user: text('Id or userName of a person.'), ...WHICH_SET }),
    strict({
      resource: Type.Record(Type.String(), Type.Unknown(), { description: 'A SCIM User as it would be sent.' }),
      ...WHICH_SET,
    }),
  ],
  {
    description:
      'A person or a pasted resource, and a set that is not saved or the version of one that is; without either, the one in force.',
  },
);

/** Fields that differ. */
export const ProfileDifference = Type.Array(
  strict({ field: Type.String(), before: Type.Optional(ProfileValue), after: Type.Optional(ProfileValue) }),
  { description: 'The fields that differ: absent is without a value.' },
);

/** A preview. */
export const Preview = strict({
  user: Type.Optional(strict({ id: Type.String(), userName: Type.Optional(Type.String()) })),
  profile: Profile,
  issues: Type.Array(Issue),
  difference: ProfileDifference,
  fields: Type.Array(FieldTrace, {
    description: 'For each field the sources that were tried, the steps, and the result.',
  }),
  ignored: Type.Array(
    strict({
      attribute: text('As it was sent.'),
      reason: literals(['unknown', 'readOnly', 'unreadable'], 'Why it is left out.'),
    }),
    { description: 'What no schema has of a pasted resource.' },
  ),
});

/** A person as SCIM shows one. */
export const UserResource = strict({
  resource: Type.Record(Type.String(), Type.Unknown(), {
    description: 'A SCIM User with its groups, as an identity provider reads it.',
  }),
});

const Count = (description: string) => Type.Integer({ minimum: 0, description });

/** How many people have what the mapping set in force needs. */
export const Coverage = strict({
  people: Count('People who were looked at.'),
  fields: Type.Array(
    strict({
      field: Type.String(),
      people: Count('People who have a value, be it the one that stands in for a missing one.'),
      otherwise: Count('People for whom the other value stands in.'),
      attributes: Type.Array(strict({ attribute: Type.String(), people: Count('People who have a value of it.') })),
      unknownValues: Type.Array(strict({ value: Type.String(), people: Count('People who have it.') }), {
        description: 'Values that a table does not know, at most 20.',
      }),
    }),
    { description: 'In the order of the mappings.' },
  ),
  hasMore: Type.Boolean(),
  next: Type.Optional(text('Send it as cursor: the sum over all pages is the answer for everybody.')),
});

/** What a mapping set can be made of. */
export const MappingCatalogue = strict({
  fields: Type.Array(strict({ name: Type.String(), type: literals(FIELD_TYPES, 'What values it has.') }), {
    description: 'The fields that every organisation has.',
  }),
  attributes: Type.Array(
    strict({
      path: text('Attribute path, as a source has it.'),
      schema: text('URN of the schema.'),
      name: text('Without the URN.'),
      type: Type.String(),
      description: Type.String(),
      isList: Type.Boolean({ description: 'Whether a person has several values.' }),
      types: Type.Optional(Type.Array(Type.String(), { description: 'Types by which an element can be picked.' })),
    }),
    { description: 'The attributes that can be mapped.' },
  ),
});

const Characteristics = strict({
  schema: text("URN of the extension; default: Looop's own extension."),
  name: text('1 to 64 letters, digits, - and _, a letter first; no other attribute of users has it.'),
  type: literals(OWN_TYPES, 'RFC 7643 section 2.3; default: string.'),
  multiValued: Type.Boolean(),
  description: Type.String(),
  canonicalValues: Type.Array(Type.String(), {
    description: 'The only values that are accepted; none: any value. Of strings.',
  }),
  caseExact: Type.Boolean(),
  mutability: literals(OWN_MUTABILITY, 'RFC 7643 section 7; default: readWrite.'),
  returned: literals(OWN_RETURNED, 'RFC 7643 section 7; default: default.'),
  lookedUp: Type.Boolean({ description: 'Whether people are looked up by it: filters go by an index. Of strings.' }),
});

/** The definition of an own attribute, or what is to change of it; the domain checks what is in it. */
export const AttributeDefinition = Type.Partial(Characteristics, { additionalProperties: false });

/** An own attribute. */
const Attribute = strict({
  path: text('How filters and mappings spell it.'),
  ...Characteristics.properties,
  state: literals(
    ['visible', 'removed', 'purging'],
    'Served; hidden with its values; hidden while its values are taken away.',
  ),
});

const DEFINITIONS_VERSION = Type.Integer({ minimum: 0, description: 'Counts the changes of all definitions.' });

/** All own attributes. */
export const AttributeList = strict({ version: DEFINITIONS_VERSION, attributes: Type.Array(Attribute) });

/** An own attribute after a change. */
export const AttributeVersion = strict({ version: DEFINITIONS_VERSION, attribute: Attribute });

/** The path of an attribute in a path. */
export const AttributeParams = strict({
  path: Type.String({ minLength: 1, description: 'URN of the extension, a colon, and the name.' }),
});

const JOB = {
  id: Type.String(),
  state: literals(JOB_STATES, 'receiving: its body is on its way; queued: it waits.'),
  author: text('Who asked for it.'),
  createdAt: time('When it was asked for.'),
  finishedAt: Type.Optional(time('When it ended; it can be read for 7 days.')),
  failure: Type.Optional(text('Why it failed.')),
};

/** A job in a path. */
export const JobParams = strict({ jobId: Type.String({ minLength: 1, maxLength: 100 }) });

/** The parameters of an import. */
export const ImportQuery = strict({
  of: Type.Optional(Type.Enum(['users', 'groups'], { description: 'Default: users.' })),
  match: Type.Optional(
    Type.Enum(['userName', 'displayName', 'externalId'], {
      description: 'How a line finds its person or group; default: userName, of groups displayName.',
    }),
  ),
  dryRun: Type.Optional(Type.Boolean({ description: 'Write nothing, and say what would change.' })),
  clearBlank: Type.Optional(Type.Boolean({ description: 'A blank cell clears its attribute.' })),
  maxErrors: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Stop when so many lines are refused; default: go on.' }),
  ),
  deactivateMissing: Type.Optional(
    Type.Boolean({
      description:
        'Deactivate the active people whom no line is about, but for those who came after the job; of users only. When lines were refused, or there are none, nobody is. A dry run says how many it would be.',
    }),
  ),
  deactivateAtMost: Type.Optional(
    Type.Integer({
      minimum: 0,
      description:
        'With deactivateMissing: how many people may be deactivated, such as the number of a dry run. When they are more, nobody is, and the job fails; default: any number.',
    }),
  ),
  delimiter: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 3,
      pattern: '^([^"\\r\\n]|tab)$',
      description: 'Of CSV: one character, or the word tab; default: a comma.',
    }),
  ),
});

const Lines = Type.Integer({ minimum: 0 });

/** A line that changed something. */
const LineExample = strict({
  line: Type.Integer({ minimum: 1 }),
  kind: literals(['created', 'changed'], 'What became of its resource.'),
  name: text('userName or displayName.'),
  changes: Type.Array(
    strict({
      attribute: text('Attribute path.'),
      before: Type.Optional(Type.Unknown({ description: 'Absent: it had no value.' })),
      after: Type.Optional(Type.Unknown({ description: 'Absent: it has no value.' })),
    }),
  ),
  membersAdded: Type.Optional(Lines),
  membersRemoved: Type.Optional(Lines),
});

/** An import. */
export const ImportJobBody = strict({
  ...JOB,
  of: Type.String(),
  match: Type.String(),
  dryRun: Type.Boolean(),
  clearBlank: Type.Boolean(),
  format: Type.String(),
  delimiter: Type.String(),
  maxErrors: Type.Optional(Type.Integer()),
  deactivateMissing: Type.Optional(Type.Boolean()),
  deactivateAtMost: Type.Optional(Type.Integer()),
  report: strict({
    ...{ lines: Lines, created: Lines, changed: Lines, unchanged: Lines, refused: Lines },
    errors: Type.Array(strict({ line: Type.Integer(), column: Type.Optional(Type.String()), reason: Type.String() }), {
      description: 'The first 500 refused lines; refused counts all of them.',
    }),
    examples: Type.Array(LineExample, { description: 'The first 20 lines that changed something.' }),
    missing: Type.Optional(
      Type.Union([
        strict({ count: Lines, names: Type.Array(Type.String(), { description: 'At most 20 of their userNames.' }) }),
        strict({ unknown: literals(['refusedLines', 'noLines'], 'Why it cannot be told who is missing.') }),
      ]),
    ),
  }),
});

/** The impact of a mapping set. */
export const ImpactJobBody = strict({
  ...JOB,
  report: strict({
    people: Type.Integer({ description: 'How many were looked at so far.' }),
    changed: Type.Integer({ description: 'How many of them would have another profile.' }),
    fields: Type.Record(Type.String(), Type.Integer(), { description: 'By field.' }),
    examples: Type.Array(strict({ id: Type.String(), userName: Type.String(), difference: ProfileDifference }), {
      description: 'The first 20 of them.',
    }),
  }),
});

/** A problem (RFC 9457). */
export const Problem = strict({
  type: text('Names the kind of problem.'),
  code: literals(Object.keys(PROBLEM_KINDS), 'The kind of problem, for programs.'),
  title: Type.String(),
  status: Type.Integer(),
  detail: text('What is wrong and what to do.'),
  instance: text('The request: urn:uuid: and the id of the header X-Request-Id.'),
  errors: Type.Optional(
    Type.Array(Type.Record(Type.String(), Type.String()), { description: 'Every fault, with its place.' }),
  ),
});

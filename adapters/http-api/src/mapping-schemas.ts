// What mapping sets, their faults and their traces look like.
import { Type } from 'typebox';
import { FIELD_TYPES, MAPPING_FAULT_KINDS } from '@looop-scim/provisioning/mapping';
import { literals, ProfileValue, strict, text } from './schema-parts.ts';

const Flag = (description: string) => Type.Optional(Type.Boolean({ description: `${description} Default: false.` }));

const PICK_WORDS = ['primary', 'only', 'first'] as const;
const PickedType = strict({ type: text('The type of the element.') });

const AttributeSource = strict({
  attribute: text('Attribute path, perhaps with one eq in brackets: emails[type eq "work"].value.'),
  pick: Type.Optional(
    Type.Array(Type.Union([literals(PICK_WORDS, 'Which element is taken.'), PickedType]), {
      description: 'Of a list: tried in order. Default: primary, the type work, only.',
    }),
  ),
});

const ConstantSource = strict({ constant: ProfileValue });

const JoinSource = strict({
  join: Type.Array(Type.Union([AttributeSource, ConstantSource])),
  separator: Type.String(),
});

const Source = Type.Union([AttributeSource, ConstantSource, JoinSource]);

const Cell = Type.Union([Type.String(), Type.Boolean()]);

const Lookup = strict({
  table: Type.Record(Type.String(), Cell),
  unknown: Type.Union([
    literals(['keep', 'empty'], 'What becomes of a text that the table does not have.'),
    strict({ value: Cell }),
  ]),
  caseless: Flag('Whether texts that differ in case alone are the same.'),
});

const Step = Type.Union([
  literals(['trim', 'lower', 'upper'], 'Spaces at both ends go; small letters; capital letters.'),
  strict({ before: text('Leaves the part before the first separator, or the whole text.') }),
  strict({ after: text('Leaves the part behind the first separator, or nothing.') }),
  strict({ truncate: Type.Integer({ minimum: 1, description: 'Leaves so many characters.' }) }),
  strict({ lookup: Lookup }),
]);

const Mapping = strict({
  field: text('The field of the profile.'),
  from: Type.Array(Source, { description: 'The first one that has a value counts.' }),
  steps: Type.Optional(Type.Array(Step, { description: 'One after the other.' })),
  otherwise: Type.Optional(
    Type.Union([literals(['empty'], 'The field is absent.'), strict({ value: ProfileValue })], {
      description: 'When all sources have no value. Default: empty.',
    }),
  ),
  required: Flag('Whether a person without a value has an issue.'),
  writeBack: Flag('Whether the platform may write the field.'),
});

const ProfileField = strict({ name: Type.String(), type: literals(FIELD_TYPES, 'What values it has.') });

/** A mapping set. */
export const MappingSet = strict({
  fields: Type.Optional(Type.Array(ProfileField, { description: 'Own fields beside the standard ones.' })),
  mappings: Type.Array(Mapping, { description: 'How each field comes to its value.' }),
});

/** A mapping set that is sent: the domain checks what is in it, and names every fault with its place. */
export const MappingSetSent = Type.Record(Type.String(), Type.Unknown(), {
  description: 'A mapping set, as it is read: fields and mappings. Every fault is named with its place.',
});

/** What a check says. */
export const MappingCheck = strict({
  valid: Type.Boolean(),
  errors: Type.Array(
    strict({
      detail: text('What is wrong.'),
      kind: literals(MAPPING_FAULT_KINDS, 'The kind of fault.'),
      at: text('The place in the set, such as mappings[2].from[0].attribute; empty for the set itself.'),
      field: Type.Optional(text('The field whose mapping is at fault.')),
      attribute: Type.Optional(text('The attribute path as it was written.')),
      suggestion: Type.Optional(text('What was probably meant.')),
    }),
    { description: 'Empty when the set is valid.' },
  ),
});

const TRACED = {
  source: Source,
  value: Type.Optional(ProfileValue),
  picked: Type.Optional(
    strict({
      by: Type.Union([literals([...PICK_WORDS, 'filter'], 'What selected the value.'), PickedType]),
      matches: Type.Integer({ minimum: 1, description: 'How many elements it selects; the first one is taken.' }),
    }),
  ),
  isCut: Type.Optional(Type.Boolean({ description: 'The value was longer than values may be.' })),
};

/** How one field came to its value. */
export const FieldTrace = strict({
  field: Type.String(),
  sources: Type.Array(strict({ ...TRACED, parts: Type.Optional(Type.Array(strict(TRACED))) }), {
    description: 'Those that were tried, in order: up to the first one that has a value.',
  }),
  steps: Type.Array(
    strict({
      step: Step,
      input: ProfileValue,
      output: Type.Optional(ProfileValue),
      isCut: Type.Optional(Type.Boolean()),
    }),
  ),
  otherwise: Type.Optional(ProfileValue),
  result: Type.Optional(ProfileValue),
});

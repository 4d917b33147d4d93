// Attribute mappings as data: which profile field comes from which attributes, and what is done to the value on the way. There
// is no expression language: the list of sources, picks and steps is closed, so that every set can be checked when it is saved.
import type { ProfileField, ProfileValue } from './profile.ts';

/** Bounds of a set. Lengths in UTF-16 units. */
export const MAPPING_LIMITS = {
  mappings: 64,
  /** Of one mapping, the parts of joins included. */
  sources: 16,
  picks: 16,
  steps: 16,
  tableRows: 1000,
  /** Characters of one value, in a set and in a profile; a longer value is cut. */
  valueCharacters: 4096,
  /** Texts of a list in a profile, and elements of an attribute that are looked at; a longer list is cut. */
  listValues: 1000,
  /** Characters of all texts of a list in a profile. */
  listCharacters: 65_536,
  /** Characters of a set as JSON. */
  setCharacters: 1_048_576,
  /** Faults that a refusal lists. */
  faults: 100,
  fieldNameCharacters: 64,
} as const;

/**
 * Which element of a multi-valued attribute is taken: the one of a type, the primary one, the only one, or the first as stored.
 * Order means nothing in RFC 7643 section 2.4, hence `first` is never a default.
 */
export type Pick = { readonly type: string } | 'primary' | 'only' | 'first';

/** An attribute of the resource. */
export interface AttributeSource {
  /** Attribute path, with the URN of an extension, perhaps with one `eq` in brackets: `emails[type eq "work"].value`. */
  readonly attribute: string;
  /** Tried in order, for multi-valued attributes. Default: `primary`, the type `work`, `only`, as far as the attribute has them. */
  readonly pick?: readonly Pick[];
}

/** A value that is the same for everybody. */
export interface ConstantSource {
  readonly constant: ProfileValue;
}

/** Texts put together; those without a value are left out. Without any attribute that has a value there is no text. */
export interface JoinSource {
  readonly join: readonly (AttributeSource | ConstantSource)[];
  readonly separator: string;
}

/** Where a value comes from. */
export type Source = AttributeSource | ConstantSource | JoinSource;

/** What a lookup makes of a text that its table does not have. */
export type Unknown = 'keep' | 'empty' | { readonly value: string | boolean };

/** A table from texts to texts, or from texts to true and false. */
export interface Lookup {
  readonly table: Readonly<Record<string, string | boolean>>;
  readonly unknown: Unknown;
  /** Whether texts that differ in case alone are the same. */
  readonly caseless: boolean;
}

/**
 * What is done to a value. `before` leaves the part before the first separator, or the whole text without one; `after` leaves
 * the part behind it, or nothing without one; `truncate` leaves so many characters at most.
 */
export type Step =
  | 'trim'
  | 'lower'
  | 'upper'
  | { readonly before: string }
  | { readonly after: string }
  | { readonly truncate: number }
  | { readonly lookup: Lookup };

/** How one field comes to its value. */
export interface Mapping {
  readonly field: string;
  /** The first one that has a value counts. */
  readonly from: readonly Source[];
  /** One after the other; on a list, on each of its texts. */
  readonly steps: readonly Step[];
  /** The value when all sources have none, or the steps leave none. */
  readonly otherwise: 'empty' | { readonly value: ProfileValue };
  /** Whether a person without a value has an issue. It never refuses a SCIM request. */
  readonly required: boolean;
  /** Whether the platform may write the field back to its attribute. */
  readonly writeBack: boolean;
}

/**
 * The mappings of an organisation. A field that has a mapping belongs to the identity provider, any other to the platform.
 */
export interface MappingSet {
  /** The organisation's own fields, beside `STANDARD_FIELDS`. */
  readonly fields: readonly ProfileField[];
  /** At most one for each field. */
  readonly mappings: readonly Mapping[];
}

/** Whether a source is an attribute. */
export const isAttributeSource = (source: Source): source is AttributeSource => 'attribute' in source;

/** Whether a source joins others. */
export const isJoinSource = (source: Source): source is JoinSource => 'join' in source;

const printMapping = ({ field, from, steps, otherwise, required, writeBack }: Mapping): object => ({
  field,
  from,
  ...(steps.length > 0 && { steps: steps.map(printStep) }),
  ...(otherwise !== 'empty' && { otherwise }),
  ...(required && { required }),
  ...(writeBack && { writeBack }),
});

const printStep = (step: Step): unknown => {
  if (typeof step === 'string' || !('lookup' in step)) return step;
  const { table, unknown, caseless } = step.lookup;
  return { lookup: { table, unknown, ...(caseless && { caseless }) } };
};

/** The JSON form of a set, without what is as by default. `readMappingSet` reads it back. */
export const printMappingSet = ({ fields, mappings }: MappingSet): unknown => ({
  ...(fields.length > 0 && { fields }),
  mappings: mappings.map(printMapping),
});

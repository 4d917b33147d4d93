// The characteristics that a schema gives to an attribute (RFC 7643 section 7), as types and defaults.

/** Data types of attributes. RFC 7643 section 2.3. */
export type AttributeType =
  'string' | 'boolean' | 'decimal' | 'integer' | 'dateTime' | 'binary' | 'reference' | 'complex';

/** Who may set an attribute, and when. RFC 7643 section 7. */
export type Mutability = 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';

/** When an attribute is part of an answer. RFC 7643 section 7. */
export type Returned = 'always' | 'never' | 'default' | 'request';

/** Within which bounds a value must not occur twice. RFC 7643 section 7. */
export type UniquenessScope = 'none' | 'server' | 'global';

/** One attribute of a schema with all characteristics stated. RFC 7643 section 7. */
export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly canonicalValues: readonly string[];
  readonly caseExact: boolean;
  readonly mutability: Mutability;
  readonly returned: Returned;
  readonly uniqueness: UniquenessScope;
  readonly referenceTypes: readonly string[];
  /** Characters (UTF-16 code units) of the longest string that a client may write. Not published: the RFC has no such characteristic. */
  readonly maxLength: number;
  /** Whether the canonical values are the only ones that are accepted. Not published: RFC 7643 section 7 only suggests them. */
  readonly restricted: boolean;
  readonly subAttributes: readonly AttributeDefinition[];
}

/**
 * Lengths of strings, in characters. `name`: what identifies or names a resource, and is repeated by indexes and by every
 * membership. `text`: any other string. References and binary values are as long as the resource may be.
 */
export const STRING_LIMITS = { name: 1024, text: 65_536 } as const;

/** What a schema author writes: everything but the name may be left to its default. RFC 7643 section 2.2. */
export type AttributeSource = { readonly name: string } & Partial<
  Omit<AttributeDefinition, 'name' | 'subAttributes'> & { readonly subAttributes: readonly AttributeSource[] }
>;

/**
 * Completes an attribute with the default characteristics of RFC 7643 section 2.2: optional, single-valued string,
 * case-insensitive, readWrite, returned by default, not unique. Strings have the length of `STRING_LIMITS.text`.
 */
export const attribute = (source: AttributeSource): AttributeDefinition => ({
  type: 'string',
  multiValued: false,
  description: '',
  required: false,
  canonicalValues: [],
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  referenceTypes: [],
  restricted: false,
  maxLength: source.type === undefined || source.type === 'string' ? STRING_LIMITS.text : Number.MAX_SAFE_INTEGER,
  ...source,
  subAttributes: (source.subAttributes ?? []).map(attribute),
});

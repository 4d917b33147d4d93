// An organisation's own attributes of users, as data: further attributes of Looop's extension, or of an extension under a URN of
// the organisation's own.

/** Data types that an own attribute may have. It is simple: complex attributes come with the protocol alone. RFC 7643 section 2.3. */
export const OWN_TYPES = ['string', 'boolean', 'integer', 'decimal', 'dateTime', 'reference', 'binary'] as const;

/** When an own attribute is part of an answer. RFC 7643 section 7. */
export const OWN_RETURNED = ['always', 'default', 'request', 'never'] as const;

/** Who may set an own attribute: readOnly is missing, since nobody could set it then. RFC 7643 section 7. */
export const OWN_MUTABILITY = ['readWrite', 'immutable'] as const;

/** Bounds of an organisation's own attributes. Lengths in UTF-16 units. */
export const ATTRIBUTE_LIMITS = {
  /** Attributes of an organisation, removed ones that are not purged included. */
  attributes: 100,
  /** Extensions under URNs of the organisation's own. */
  schemas: 5,
  /** Attributes by which users are looked up. */
  lookedUp: 10,
  nameCharacters: 64,
  urnCharacters: 200,
  descriptionCharacters: 500,
  canonicalValues: 200,
  canonicalCharacters: 128,
} as const;

/** The characteristics of an own attribute. RFC 7643 section 7. */
export interface OwnAttribute {
  /** URN of the extension that it belongs to, in the spelling that is published. */
  readonly schema: string;
  readonly name: string;
  readonly type: (typeof OWN_TYPES)[number];
  readonly multiValued: boolean;
  readonly description: string;
  /** The only values that are accepted; none: any value. For strings alone. */
  readonly canonicalValues: readonly string[];
  readonly caseExact: boolean;
  readonly mutability: (typeof OWN_MUTABILITY)[number];
  readonly returned: (typeof OWN_RETURNED)[number];
  /** Whether users are looked up by it: comparisons go by an index. For strings alone. */
  readonly lookedUp: boolean;
}

/** `visible`: served. `removed`: hidden, its values are kept. `purging`: its values are being removed. */
export type AttributeState = 'visible' | 'removed' | 'purging';

/** An own attribute as the organisation keeps it. */
export interface DefinedAttribute extends OwnAttribute {
  readonly state: AttributeState;
  /** Version of the definitions since which every write keeps the index; 0 for an attribute that nobody is looked up by. */
  readonly lookedUpSince: number;
  /** Version of the definitions with which the attribute came to its state. */
  readonly stateSince: number;
}

/** The definitions of an organisation at one time. */
export interface AttributeDefinitions {
  /** 0 before the first one. */
  readonly version: number;
  readonly attributes: readonly DefinedAttribute[];
}

/** The definitions of an organisation that never had any. */
export const NO_DEFINITIONS: AttributeDefinitions = { version: 0, attributes: [] };

/** The path of an own attribute, as filters and mappings spell it. */
export const pathOf = ({ schema, name }: Pick<OwnAttribute, 'schema' | 'name'>): string => `${schema}:${name}`;

/** Whether two own attributes have the same path, in any case. RFC 7643 section 2.1. */
export const isSameAttribute = (
  left: Pick<OwnAttribute, 'schema' | 'name'>,
  right: Pick<OwnAttribute, 'schema' | 'name'>,
): boolean => pathOf(left).toLowerCase() === pathOf(right).toLowerCase();

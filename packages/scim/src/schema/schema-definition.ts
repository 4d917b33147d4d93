// Schemas and resource types as data (RFC 7643 sections 6 and 7). An organisation's own extension is one more value.
import type { AttributeDefinition } from './characteristics.ts';

/** A schema: its URN and its attributes. RFC 7643 section 7. */
export interface SchemaDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDefinition[];
}

/** A resource type: where it is served and which schemas its resources have. RFC 7643 section 6. */
export interface ResourceTypeDefinition {
  /** Name and id at once, for example `User`. */
  readonly name: string;
  readonly description: string;
  /** Path below the base URL, for example `/Users`. */
  readonly endpoint: string;
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string; readonly required: boolean }[];
  /**
   * The attribute that shows memberships, kept as rows outside the document: `side` group holds them (Group.members),
   * `side` member is derived from them and readOnly (User.groups).
   */
  readonly membership?: { readonly attribute: string; readonly side: 'group' | 'member' };
}

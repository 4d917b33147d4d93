// Documents of resources and the resources that they stand for.
import type { Complex, MembershipReference, Resource } from '@looop-scim/scim/attribute';
import { comparableDocument } from '@looop-scim/scim/filter';
import type { ResourceType } from '@looop-scim/scim/schema';
import { displayOf } from '@looop-scim/provisioning';
import type { BoundSchema } from '@looop-scim/provisioning/storage-support';
import type { ResourceDocument } from './collections.ts';
import { encodeComparable } from './encoding/encode-comparable.ts';
import { lookupValues } from './encoding/lookup-values.ts';

/** What is read of a resource. */
export type StoredResource = Pick<
  ResourceDocument,
  '_id' | 'id' | 'type' | 'rev' | 'version' | 'created' | 'lastModified' | 'document' | 'intent'
>;

/** The fields of a `StoredResource`. */
export const RESOURCE_FIELDS = {
  id: 1,
  type: 1,
  rev: 1,
  version: 1,
  created: 1,
  lastModified: 1,
  document: 1,
  intent: 1,
} as const;

/** The resource of a document, with memberships if they were read. */
export const resourceOf = (stored: StoredResource, memberships?: readonly MembershipReference[]): Resource => ({
  resourceType: stored.type,
  id: stored.id,
  version: stored.version,
  created: stored.created,
  lastModified: stored.lastModified,
  // Written by `documentFields`, never by anybody else.
  document: JSON.parse(stored.document) as Complex,
  ...(memberships && { memberships }),
});

/** What is read of the resource at the other end of a membership. */
export type OtherEnd = Pick<ResourceDocument, '_id' | 'id' | 'type' | 'display' | 'intent'>;

/** The fields of an `OtherEnd`. */
export const OTHER_END_FIELDS = { id: 1, type: 1, display: 1, intent: 1 } as const;

/** How a membership shows the resource. */
export const referenceTo = ({ id, type, display }: OtherEnd): MembershipReference => ({
  id,
  resourceType: type,
  ...(display !== undefined && { display: JSON.parse(display) as string }),
});

/** The fields that follow from the document of a resource. */
export type DocumentFields = Pick<ResourceDocument, 'document' | 'c' | 'lookups' | 'display' | 'sv'>;

/** Makes the fields that follow from a document. Texts that are read back stand as JSON, which keeps lone surrogates. */
export const documentFields = (schema: BoundSchema, type: ResourceType, document: Complex): DocumentFields => {
  const comparable = comparableDocument(type, document);
  const display = displayOf(document);
  return {
    document: JSON.stringify(document),
    c: encodeComparable(comparable),
    lookups: lookupValues(schema, type, comparable),
    sv: schema.version,
    ...(display !== undefined && { display: JSON.stringify(display) }),
  };
};

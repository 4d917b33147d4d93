// What laws are held over: implementations of a part of SCIM, whoever wrote them. They are asked in plain JSON.
import type { PatchOperation } from '@looop-scim/scim/patch';
import type { SchemaDefinition } from '@looop-scim/scim/schema';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A resource type as a server publishes it: its name, and its schemas with the core schema first. RFC 7643 sections 6 and 7. */
export interface SubjectType {
  readonly name: string;
  readonly schemas: readonly SchemaDefinition[];
}

/** The request is not carried out; `scimType` is a keyword of RFC 7644 section 3.12 where the implementation has one. */
export interface Refusal {
  readonly ok: false;
  readonly scimType?: string;
}

/** The document after a PATCH, or a refusal. */
export type PatchOutcome = { readonly ok: true; readonly document: JsonObject } | Refusal;

/** An implementation of PATCH. RFC 7644 section 3.5.2. */
export interface Patcher {
  /**
   * Applies the operations of one request in order, all or none. `document` has attributes of the schemas in their spelling,
   * without `schemas`, `id` and `meta`; it and the operations belong to the callee, which may change them. Must not throw or
   * reject: what cannot be applied is refused.
   */
  readonly apply: (
    type: SubjectType,
    document: JsonObject,
    operations: readonly PatchOperation[],
  ) => PatchOutcome | Promise<PatchOutcome>;
}

/** Whether a filter holds, or a refusal. */
export type FilterOutcome = { readonly ok: true; readonly matches: boolean } | Refusal;

/** An implementation of filters. RFC 7644 section 3.4.2.2. */
export interface FilterEngine {
  /**
   * Says whether the text of a filter holds for a full representation of a resource. Must not throw or reject: what is no filter
   * is refused.
   */
  readonly matches: (
    type: SubjectType,
    representation: JsonObject,
    filter: string,
  ) => FilterOutcome | Promise<FilterOutcome>;
}

/** Names of attributes as the query parameters have them; at most one of both. RFC 7644 section 3.9. */
export interface ProjectionParameters {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** An implementation of `attributes` and `excludedAttributes`. RFC 7644 section 3.9. */
export interface Projector {
  /** The part of a full representation that an answer shows. */
  readonly project: (
    type: SubjectType,
    representation: JsonObject,
    parameters: ProjectionParameters,
  ) => JsonObject | Promise<JsonObject>;
}

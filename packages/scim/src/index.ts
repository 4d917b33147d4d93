export {
  CircularReference,
  EndpointNotFound,
  ExpiredCursor,
  Forbidden,
  InvalidCount,
  InvalidCursor,
  InvalidFilter,
  InvalidPath,
  InvalidSyntax,
  InvalidValue,
  InvalidVersion,
  MethodNotAllowed,
  Mutability,
  NoTarget,
  NotImplemented,
  PayloadTooLarge,
  PreconditionFailed,
  ResourceNotFound,
  Sensitive,
  StorageUnavailable,
  SubjectNotFound,
  TooMany,
  TooManyRequests,
  HeadersTooLarge,
  RequestTimedOut,
  Unauthorized,
  Uniqueness,
  UnsupportedContentCoding,
  UnsupportedMediaType,
  type ScimFailure,
} from './errors.ts';
export { attribute, type AttributeDefinition, type AttributeSource } from './schema/characteristics.ts';
export { multiValuedAncestor, type AttributeHome, type AttributeNode } from './schema/attribute-node.ts';
export { type ResourceType } from './schema/resource-type.ts';
export { type ResourceTypeDefinition, type SchemaDefinition } from './schema/schema-definition.ts';
export { makeSchemaRegistry, standardRegistry, type SchemaRegistry } from './schema/schema-registry.ts';
export { coreUserSchema, userResourceType } from './schema/core-user.ts';
export { coreGroupSchema, groupResourceType } from './schema/core-group.ts';
export { enterpriseUserSchema, looopUserSchema } from './schema/user-extensions.ts';
export {
  ENTERPRISE_USER_SCHEMA,
  ERROR,
  GROUP_SCHEMA,
  LIST_RESPONSE,
  LOOOP_USER_SCHEMA,
  PATCH_OP,
  SEARCH_REQUEST,
  USER_SCHEMA,
} from './schema/urns.ts';
export { resolveAttribute, resolveSubAttribute } from './attribute/attribute-path.ts';
export { compareScalars, compareStrings, comparable, foldCase } from './attribute/compare.ts';
export { parseDateTime } from './attribute/date-time.ts';
export {
  isComplex,
  isList,
  sameValue,
  valueAt,
  type Complex,
  type Element,
  type Scalar,
  type Value,
} from './attribute/value.ts';
export {
  interopPolicy,
  LENIENCIES,
  PROFILE_NAMES,
  strictPolicy,
  zollner02Policy,
  type InteropPolicy,
  type Leniency,
  type ProfileName,
} from './interop/leniencies.ts';
export { type ComparisonOperator, type Filter, type FilterLiteral } from './filter/filter-ast.ts';
export { type BoundComparison, type BoundFilter, type BoundOperator } from './filter/bound-filter.ts';
export { FILTER_LIMITS } from './filter/filter-limits.ts';
export { parseFilter, type FilterOptions } from './filter/filter-parser.ts';
export { parseValuePath, type ValuePath } from './filter/value-path-parser.ts';
export { printFilter } from './filter/filter-printer.ts';
export { bindElementFilter, bindFilter, type BindOptions } from './filter/bind-filter.ts';
export { combine as combineFilters } from './filter/combine-bound.ts';
export { evaluateFilter } from './filter/evaluate-filter.ts';
export { comparableDocument } from './filter/comparable-document.ts';
export { type IgnoredAttribute, type MembershipReference, type Resource } from './resource/resource.ts';
export { readDocument, type ReadDocument } from './resource/read-document.ts';
export { readMemberIds } from './resource/read-members.ts';
export { readElement, readValue, type ReadValue } from './resource/read-value.ts';
export { checkRequired } from './resource/required.ts';
export { replaceDocument } from './resource/replace-document.ts';
export { diffDocuments } from './resource/diff-documents.ts';
export { represent, type Locate } from './resource/represent.ts';
export { entityTag, matchesEntityTag } from './resource/entity-tag.ts';
export { type MembershipStep } from './resource/membership-step.ts';
export { type AttributeChange } from './resource/attribute-change.ts';
export {
  bindProjection,
  isProjected,
  withSpecified,
  type Projection,
  type ProjectionNames,
} from './resource/projection.ts';
export { project } from './resource/project.ts';
export { bindSort, compareBySort, type SortOrder } from './resource/sort.ts';
export { afterPosition, canBeWalked, positionOf, type WalkPosition } from './resource/walk.ts';
export {
  defectMessage,
  errorMessage,
  isScimFailure,
  type ErrorAnswer,
  type ScimErrorMessage,
  type ScimType,
} from './message/error-response.ts';
export { listResponse, type ListPage, type ListResponseMessage } from './message/list-response.ts';
export {
  CURSOR_LIFETIME_SECONDS,
  PAGE_SIZES,
  parseListQuery,
  parseProjectionQuery,
  type ListQuery,
} from './message/query.ts';
export { PATCH_LIMITS, type PatchOperation, type PatchOperationName } from './patch/patch-operation.ts';
export { type PatchFailure } from './patch/patch-failure.ts';
export { parsePatch } from './patch/parse-patch.ts';
export { bindPatchPath, type PatchPath } from './patch/patch-path.ts';
export { applyPatch, type PatchedResource } from './patch/apply-patch.ts';
export { joinSteps } from './patch/membership-steps.ts';
export { serviceProviderConfig, type ServiceSettings } from './discovery/service-provider-config.ts';
export { representResourceType, representSchema } from './discovery/represent-schema.ts';
export { parseSearchRequest } from './message/search-request.ts';
export {
  BULK_LIMITS,
  bulkResponse,
  parseBulkRequest,
  type BulkMethod,
  type BulkOperation,
  type BulkRequest,
  type BulkResponseMessage,
  type BulkResult,
} from './bulk/bulk-message.ts';
export { referencesOf, resolveReferences } from './bulk/bulk-reference.ts';

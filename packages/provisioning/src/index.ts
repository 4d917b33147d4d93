export { displayOf, nameOf } from './rules/resource-rules.ts';
export { surplusOf, unknownEndpoint } from './rules/unknown-endpoint.ts';
export {
  JsonText,
  UnreadBody,
  type BulkCall,
  type ChangeRequest,
  type DeleteRequest,
  type ListAllRequest,
  type ListRequest,
  type ProjectionRequest,
  type ReadRequest,
  type ResourceAnswer,
  type SearchRequest,
  type WriteRequest,
} from './ports/inbound/requests.ts';
export {
  type QueryFailure,
  type ScimService,
  type ServedScimService,
  type ServiceDescription,
} from './ports/inbound/scim-service.ts';
export { type NoteRead, type ScimDependencies } from './use-cases/dependencies.ts';
export { makeScimService } from './use-cases/scim-service.ts';

export {
  BULK_LIMITS,
  bulkResponse,
  parseBulkRequest,
  type BulkMethod,
  type BulkOperation,
  type BulkRequest,
  type BulkResponseMessage,
  type BulkResult,
} from './bulk-message.ts';
export { referencesOf, resolveReferences } from './bulk-reference.ts';

export {
  defectMessage,
  errorSummary,
  errorMessage,
  isScimFailure,
  type ErrorAnswer,
  type ErrorSummary,
  type ScimErrorMessage,
  type ScimType,
} from './error-response.ts';
export { listResponse, type ListPage, type ListResponseMessage } from './list-response.ts';
export { parseSearchRequest } from './search-request.ts';

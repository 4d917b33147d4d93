// What one operation of a bulk request is answered (RFC 7644 section 3.7.3).
import * as Result from 'effect/Result';
import { entityTag } from '@looop-scim/scim/attribute';
import { resolveReferences, type BulkMethod, type BulkOperation, type BulkResult } from '@looop-scim/scim/bulk';
import type { ScimFailure } from '@looop-scim/scim/errors';
import { errorMessage } from '@looop-scim/scim/message';
import type { ResourceAnswer } from '../ports/inbound/requests.ts';

/** What is kept of an operation that succeeded until all are done: the resource itself, which may be large, is not among it. */
export interface Done {
  readonly location: string;
  /** Absent after a deletion, as `version`. */
  readonly id?: string;
  readonly version?: number;
  /** Whether the operation alone would have been answered without a body. */
  readonly noContent: boolean;
}

/** The outcome of an operation. A deletion has only the location where the resource was. */
export type BulkOutcome = Result.Result<Done, ScimFailure>;

/** The outcome without the resource. */
export const doneOf = ({ id, location, version, representation }: ResourceAnswer): Done => ({
  id,
  location,
  version,
  noContent: representation === undefined,
});

const SUCCESS: Readonly<Record<BulkMethod, string>> = { POST: '201', PUT: '200', PATCH: '200', DELETE: '204' };

/** The path of an operation as segments. */
export const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

/** The path with ids in place of references. */
export const resolvedPath = (path: string, ids: ReadonlyMap<string, string>): string =>
  ['', ...segmentsOf(path).map((segment) => String(resolveReferences(segment, ids)))].join('/');

/** The result of an operation: its location but for a POST that failed, the version that it left, the error if there was one. */
export const resultOf = (
  { method, bulkId, path }: BulkOperation,
  outcome: BulkOutcome,
  {
    baseUrl,
    ids,
    requestId,
  }: { readonly baseUrl: string; readonly ids: ReadonlyMap<string, string>; readonly requestId: string },
): BulkResult => {
  const common = { method, ...(bulkId !== undefined && { bulkId }) };
  if (Result.isFailure(outcome)) {
    const { body } = errorMessage(outcome.failure, requestId);
    const location = method === 'POST' ? {} : { location: `${baseUrl}${resolvedPath(path, ids)}` };
    return { ...common, ...location, status: body.status, response: body };
  }
  const { location, version, noContent } = outcome.success;
  return {
    ...common,
    ...(version !== undefined && { version: entityTag(version) }),
    location,
    status: noContent ? '204' : SUCCESS[method],
  };
};

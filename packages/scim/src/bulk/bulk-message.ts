// Many operations in one request (RFC 7644 section 3.7): the messages, not yet what the operations do.
import * as Result from 'effect/Result';
import { InvalidSyntax, PayloadTooLarge } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import type { ScimErrorMessage } from '../message/error-response.ts';
import {
  byLowerCase,
  isJsonObject,
  kindOfJson,
  listsUrn,
  truncatedName,
  whyNoObject,
} from '../attribute/json-value.ts';
import { BULK_REQUEST, BULK_RESPONSE } from '../schema/urns.ts';

/** What one request may hold; the payload in bytes. RFC 7644 section 3.7.4. */
export const BULK_LIMITS = { maxOperations: 1000, maxPayloadSize: 1_048_576 } as const;

/** Methods of operations. RFC 7644 section 3.7. */
export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation as sent. */
export interface BulkOperation {
  readonly method: BulkMethod;
  /** Below the base URL: `/Users` for POST, `/Users/{id}` otherwise. */
  readonly path: string;
  /** There for every POST. */
  readonly bulkId?: string;
  /** Counts as If-Match. */
  readonly version?: string;
  readonly data?: unknown;
}

/** A request as sent. */
export interface BulkRequest {
  readonly operations: readonly BulkOperation[];
  /** Number of errors after which no further operation is begun; absent for no such number. */
  readonly failOnErrors?: number;
}

/** What became of one operation. RFC 7644 section 3.7.3. */
export interface BulkResult {
  readonly method: BulkMethod;
  readonly bulkId?: string;
  readonly version?: string;
  readonly location?: string;
  /** The HTTP status as a string. */
  readonly status: string;
  /** The error, when there was one. */
  readonly response?: ScimErrorMessage;
}

/** Answer to a request of many operations. RFC 7644 section 3.7.3. */
export interface BulkResponseMessage {
  readonly schemas: readonly [typeof BULK_RESPONSE];
  readonly Operations: readonly BulkResult[];
}

/** The BulkResponse message. RFC 7644 section 3.7.3. */
export const bulkResponse = (results: readonly BulkResult[]): BulkResponseMessage => ({
  schemas: [BULK_RESPONSE],
  Operations: results,
});

type Parsed<Value> = Result.Result<Value, InvalidSyntax>;

const refuse = (reason: string) => Result.fail(new InvalidSyntax({ reason }));

const METHODS: ReadonlyMap<unknown, BulkMethod> = new Map(
  (['POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => [method, method]),
);

/** A text of an operation; undefined when it has none. */
const parseText = (value: unknown, name: string, place: string): Parsed<string | undefined> =>
  value === undefined || (typeof value === 'string' && value !== '')
    ? Result.succeed(value)
    : refuse(`${place}: ${name} must be a string`);

const parseMethod = (value: unknown, place: string): Parsed<BulkMethod> => {
  const method = METHODS.get(typeof value === 'string' ? value.toUpperCase() : value);
  return method === undefined ? refuse(`${place} needs a method: POST, PUT, PATCH or DELETE`) : Result.succeed(method);
};

const parseOperation = (json: unknown, place: string): Parsed<BulkOperation> =>
  Result.gen(function* () {
    if (!isJsonObject(json)) return yield* refuse(`${place} must be an object, not ${kindOfJson(json)}`);
    const received = byLowerCase(json);
    const at = (name: string): unknown => received.get(name.toLowerCase())?.value ?? undefined;
    const method = yield* parseMethod(at('method'), place);
    const path = yield* parseText(at('path'), 'path', place);
    const bulkId = yield* parseText(at('bulkId'), 'bulkId', place);
    const version = yield* parseText(at('version'), 'version', place);
    if (path === undefined) return yield* refuse(`${place} needs a path`);
    if (method === 'POST' && bulkId === undefined) return yield* refuse(`${place} is a POST and needs a bulkId`);
    return {
      method,
      path,
      ...(bulkId !== undefined && { bulkId }),
      ...(version !== undefined && { version }),
      ...(received.has('data') && { data: at('data') }),
    };
  });

const parseOperations = (list: readonly unknown[]): Parsed<readonly BulkOperation[]> => {
  const operations: BulkOperation[] = [];
  const bulkIds = new Set<string>();
  for (const [index, json] of list.entries()) {
    const parsed = parseOperation(json, `operation ${index + 1} of ${list.length}`);
    if (Result.isFailure(parsed)) return Result.fail(parsed.failure);
    const { method, bulkId } = parsed.success;
    if (method === 'POST' && bulkId !== undefined) {
      if (bulkIds.has(bulkId)) {
        const reason = 'a bulkId must stand at one operation alone';
        return Result.fail(new InvalidSyntax({ reason, received: truncatedName(bulkId) }));
      }
      bulkIds.add(bulkId);
    }
    operations.push(parsed.success);
  }
  return Result.succeed(operations);
};

const parseFailOnErrors = (value: unknown): Parsed<number | undefined> => {
  if (value === undefined) return Result.succeed(undefined);
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 1;
  return fits ? Result.succeed(value) : refuse('failOnErrors must be a whole number of at least 1');
};

/**
 * Parses the body of a bulk request; the data of the operations is not looked into.
 * Fails: `InvalidSyntax` naming the operation (no object, method, path or bulkId; a bulkId twice; the URN missing under a
 * strict policy); `PayloadTooLarge` beyond `BULK_LIMITS.maxOperations`. RFC 7644 sections 3.7 and 3.7.4.
 */
export const parseBulkRequest = (
  json: unknown,
  policy: InteropPolicy,
): Result.Result<BulkRequest, InvalidSyntax | PayloadTooLarge> =>
  Result.gen(function* () {
    if (!isJsonObject(json)) return yield* refuse(whyNoObject(json));
    const received = byLowerCase(json);
    const named = listsUrn(received.get('schemas')?.value, BULK_REQUEST);
    if (!named && !policy.ignoreForeignSchemas) return yield* refuse(`schemas must list ${BULK_REQUEST}`);
    const list = received.get('operations')?.value;
    if (list === undefined) return yield* refuse('Operations is missing; send a list of operations');
    if (!Array.isArray(list)) return yield* refuse(`Operations must be a list of operations, not ${kindOfJson(list)}`);
    if (list.length > BULK_LIMITS.maxOperations) {
      const maximum = BULK_LIMITS.maxOperations;
      return yield* Result.fail(new PayloadTooLarge({ limit: 'bulk', maximum, received: list.length }));
    }
    const failOnErrors = yield* parseFailOnErrors(received.get('failonerrors')?.value ?? undefined);
    const operations = yield* parseOperations(list);
    return { operations, ...(failOnErrors !== undefined && { failOnErrors }) };
  });

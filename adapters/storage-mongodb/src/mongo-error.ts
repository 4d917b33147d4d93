// The one place that knows MongoDB's error codes: what says nothing of the request is `StorageUnavailable`, everything else that
// is thrown is a defect of this adapter.
import {
  MongoClientClosedError,
  MongoBulkWriteError,
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { StorageUnavailable } from '@looop-scim/scim/errors';

/** Seconds after which a client may try again: an election of a new primary takes a few. */
const RETRY_AFTER_SECONDS = 5;

const DUPLICATE_KEY = 11_000;
const MAX_TIME_EXPIRED = 50;

/** Server codes that say nothing of the request. */
const UNAVAILABLE = new Set([
  // Timeouts, lost connections, shutdown, a full disk, too much to do.
  ...[6, 7, 50, 89, 91, 202, 262, 290, 314, 365, 391, 9001, 11_600, 14_031],
  // No primary, an election, not enough members for the concerns.
  ...[64, 79, 100, 133, 134, 189, 246, 10_058, 10_107, 11_602, 13_435, 13_436],
  // Chunks that move between shards.
  ...[63, 150, 13_388],
  // What another one, or an operator, has got in the way of; a cursor whose server was restarted.
  ...[43, 112, 175, 237, 11_601],
]);

/** Whether a unique index refused the write. */
export const isDuplicateKey = (cause: unknown): boolean =>
  cause instanceof MongoServerError && cause.code === DUPLICATE_KEY;

/** Whether the server has stopped a query that took longer than it was given. */
export const isOutOfTime = (cause: unknown): boolean =>
  cause instanceof MongoServerError && cause.code === MAX_TIME_EXPIRED;

/** Positions of the documents that a unique index refused; undefined when the bulk write failed for another reason. */
export const refusedPositions = (cause: unknown): readonly number[] | undefined => {
  if (!(cause instanceof MongoBulkWriteError)) return undefined;
  const errors = [cause.writeErrors].flat();
  return errors.length > 0 && errors.every(({ code }) => code === DUPLICATE_KEY)
    ? errors.map(({ index }) => index)
    : undefined;
};

/** The failure that callers see while the storage cannot serve them. */
export const unavailable = (cause: unknown): StorageUnavailable =>
  new StorageUnavailable({ cause, retryAfterSeconds: RETRY_AFTER_SECONDS });

/** Errors of the driver that tell of the connection, the pool or the servers, not of the request. */
const TRANSIENT = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoNotConnectedError,
  MongoClientClosedError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
];
/** The driver does not export the class. */
const NO_CONNECTION_IN_TIME = 'MongoWaitQueueTimeoutError';
const TRANSIENT_LABELS = [
  MongoErrorLabel.RetryableWriteError,
  MongoErrorLabel.PoolRequestedRetry,
  MongoErrorLabel.SystemOverloadedError,
];

const isTransient = (cause: MongoError): boolean =>
  TRANSIENT.some((kind) => cause instanceof kind) ||
  cause.name === NO_CONNECTION_IN_TIME ||
  TRANSIENT_LABELS.some((label) => cause.hasErrorLabel(label)) ||
  (cause instanceof MongoServerError && typeof cause.code === 'number' && UNAVAILABLE.has(cause.code));

/** A connection that breaks while the driver writes to it: the driver lets the error of the socket through as it is. */
const isOfSocket = (cause: unknown): boolean => cause instanceof Error && 'syscall' in cause && 'code' in cause;

/** A bulk write that fails as a whole wraps what happened, and does not take over its kind or labels. */
const causeOf = (thrown: unknown): unknown => {
  if (!(thrown instanceof MongoBulkWriteError)) return thrown;
  const wrapped: unknown = thrown.errorResponse;
  return wrapped instanceof Error ? wrapped : thrown;
};

/** What was thrown as `StorageUnavailable`, or undefined when it is a defect of this adapter. */
export const asUnavailable = (thrown: unknown): StorageUnavailable | undefined => {
  if (thrown instanceof StorageUnavailable) return thrown;
  const cause = causeOf(thrown);
  const isPassing = cause instanceof MongoError ? isTransient(cause) : isOfSocket(cause);
  return isPassing ? unavailable(cause) : undefined;
};

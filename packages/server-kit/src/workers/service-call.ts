// What goes between the server's thread and its workers: one call of an organisation's service, and what became of it, as
// values that can be copied from thread to thread.
import type { IncompleteRead } from '@looop-scim/provisioning/insight';
import type { Organisation } from '@looop-scim/provisioning/organisation';
import type { BulkResult } from '@looop-scim/scim/bulk';
import * as errors from '@looop-scim/scim/errors';
import type { ScimFailure } from '@looop-scim/scim/errors';
import { isScimFailure } from '@looop-scim/scim/message';

/** The calls that workers take. */
export type ServiceMethod =
  'get' | 'list' | 'listAllTypes' | 'search' | 'create' | 'replace' | 'patch' | 'remove' | 'bulk';

/** One call of a service. Resource types are named, since compiled ones cannot be copied. */
export interface ServiceCall {
  readonly organisation: Organisation;
  /** Version of the organisation's own attributes that the server has; a worker serves with this one or a newer one. */
  readonly schemaVersion: number;
  /** Base of every location. */
  readonly baseUrl: string;
  readonly method: ServiceMethod;
  /** Name of the resource type; absent for calls that concern all types. */
  readonly type?: string;
  /** The request without its type; a body that was not parsed yet is in `body`. */
  readonly request: unknown;
  /** The body as received. */
  readonly body?: Uint8Array;
}

/** What a call was answered, with everything large as JSON text in UTF-8. */
export type ServiceAnswer =
  | { readonly kind: 'page'; readonly json: Uint8Array }
  | {
      readonly kind: 'resource';
      readonly id: string;
      readonly location: string;
      readonly version: number;
      readonly json?: Uint8Array;
    }
  | { readonly kind: 'done' }
  | { readonly kind: 'bulk'; readonly results: readonly BulkResult[] };

/** A failure as facts, which can be copied from thread to thread. */
export interface FailureFacts {
  readonly tag: ScimFailure['_tag'];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What became of a call. */
export type ServiceOutcome =
  | {
      readonly kind: 'answered';
      readonly answer: ServiceAnswer;
      /** Reads of which something was left out: the server's thread records them. */
      readonly incompleteReads: readonly IncompleteRead[];
    }
  | { readonly kind: 'failed'; readonly failure: FailureFacts }
  | { readonly kind: 'defect'; readonly cause: unknown };

/** What a worker says: once that it takes calls, then what became of each. */
export type WorkerMessage = { readonly kind: 'ready' } | ServiceOutcome;

/** The facts of a failure. */
export const factsOf = (failure: ScimFailure): FailureFacts => {
  const { _tag: tag, ...facts } = { ...failure };
  return { tag, facts };
};

/** The failure that the facts are of. @throws TypeError when there is no such failure: a mistake of the programmer. */
export const failureOf = ({ tag, facts }: FailureFacts): ScimFailure => {
  const Failure = (errors as Readonly<Record<string, unknown>>)[tag];
  const made: unknown = typeof Failure === 'function' ? Reflect.construct(Failure, [facts]) : undefined;
  if (!isScimFailure(made)) throw new TypeError(`There is no failure ${tag}`);
  return made;
};

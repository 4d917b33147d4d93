// The state of a bulk request while it runs, and what can be told from it.
import * as Result from 'effect/Result';
import { referencesOf, type BulkOperation } from '@looop-scim/scim/bulk';
import { CircularReference, InvalidValue, type ScimFailure } from '@looop-scim/scim/errors';
import type { Caller } from '../activity/activity-record.ts';
import type { BulkOutcome } from './bulk-outcome.ts';

/** The state of one run. */
export interface Run {
  readonly operations: readonly BulkOperation[];
  readonly caller: Caller;
  /** What the data of each operation refers to. */
  readonly references: readonly ReadonlySet<string>[];
  /** By index of the operation; `running` while what it refers to is made first. */
  readonly states: Map<number, 'running' | BulkOutcome>;
  /** Operations that make a resource, by bulkId. */
  readonly makers: ReadonlyMap<string, number>;
  /** Ids that were given out, by bulkId. */
  readonly ids: Map<string, string>;
  /** What had to be left out of a create, because it refers to a resource that refers back and has no id yet. */
  readonly links: Link[];
}

/** Values that are added to what a create made, once all that they refer to has an id. */
export interface Link {
  readonly index: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** The bulkIds that had no id. */
  readonly missing: ReadonlySet<string>;
}

const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/**
 * The body without the values that refer to a resource which has no id yet, and these values. A value with such a reference is
 * left out as a whole.
 */
export const withoutReferences = (data: unknown, unresolved: ReadonlySet<string>) => {
  if (!isObject(data)) return { body: data, links: {} };
  const refers = ([, value]: readonly [string, unknown]) => [...referencesOf(value)].some((one) => unresolved.has(one));
  const entries = Object.entries(data);
  return {
    body: Object.fromEntries(entries.filter((entry) => !refers(entry))),
    links: Object.fromEntries(entries.filter(refers)),
  };
};

/** How many operations have failed. */
export const errorsOf = ({ states }: Run): number =>
  [...states.values()].filter((state) => state !== 'running' && Result.isFailure(state)).length;

/** Why a reference cannot be used. */
export const refused = (bulkId: string, reason: string) =>
  new InvalidValue({ attribute: `bulkId:${bulkId.slice(0, 128)}`, reason });

/** Why a reference to an operation that failed cannot be used. */
export const notCreated = (bulkId: string) => refused(bulkId, 'stands for a resource that could not be created');

/** The failure of a create whose references cannot be added. RFC 7644 section 3.7.1 answers a circle with 409. */
export const notLinked = (bulkId: string, failure: ScimFailure): ScimFailure =>
  failure._tag === 'InvalidValue'
    ? new CircularReference({ bulkId, reason: `${failure.attribute}: ${failure.reason}` })
    : failure;

/** The resource that a create of the run made, as long as it stands. */
export const madeBy = (run: Run, index: number): string | undefined => {
  const state = run.states.get(index);
  const operation = run.operations[index];
  if (operation?.method !== 'POST' || state === undefined || state === 'running' || Result.isFailure(state)) {
    return undefined;
  }
  return state.success.id;
};

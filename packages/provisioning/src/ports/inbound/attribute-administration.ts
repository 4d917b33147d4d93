// The inbound port of whoever looks after an organisation's own attributes: operators, and the platform. It is made for one
// organisation, so no method takes an organisation.
import type * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type {
  AttributeHasValues,
  AttributeMapped,
  InvalidAttribute,
  NoSuchAttribute,
} from '../../attributes/attribute-fault.ts';
import type { AttributeDefinitions, DefinedAttribute } from '../../attributes/own-attribute.ts';
import type { VersionConflict } from '../outbound/revision-store.ts';

/** Who changes the definitions, and which version is meant to be replaced. */
export interface AttributeAuthor {
  /** As a person reads it; cut to 200 characters. */
  readonly author: string;
  /** The version that the author has seen; absent: the newest one, whichever it is. */
  readonly expectedVersion?: number;
}

/** An attribute after a change, with the version of the definitions that has it. */
export interface ChangedAttribute {
  readonly version: number;
  readonly attribute: DefinedAttribute;
}

/** What a step of the upkeep has done. */
export interface UpkeepStep {
  /** Users that were brought up to the definitions of today. */
  readonly users: number;
  /** False when nothing is left to do. */
  readonly hasMore: boolean;
}

type SaveFailure = VersionConflict | StorageUnavailable;

/**
 * Looks after the own attributes of one organisation. What is saved is served by this process at once, and by others within 5
 * seconds. `upkeep` has to be called until nothing is left, after every change; filters are right meanwhile.
 */
export interface AttributeAdministration {
  /** All attributes, those that were removed and not purged included. */
  readonly list: () => Effect.Effect<AttributeDefinitions, StorageUnavailable>;

  /**
   * Adds an attribute, by its JSON form. One that was removed comes back with the values that it had.
   * Fails: `InvalidAttribute`; `AttributeHasValues` when values that are kept do not fit.
   */
  readonly add: (
    json: unknown,
    author: AttributeAuthor,
  ) => Effect.Effect<ChangedAttribute, InvalidAttribute | AttributeHasValues | SaveFailure>;

  /**
   * Changes characteristics of an attribute: those that the JSON object has.
   * Fails: `NoSuchAttribute`; `InvalidAttribute`; `AttributeHasValues` when stored values do not fit; `AttributeMapped` when the mapping
   * set in force does not.
   */
  readonly change: (
    path: string,
    json: unknown,
    author: AttributeAuthor,
  ) => Effect.Effect<
    ChangedAttribute,
    NoSuchAttribute | InvalidAttribute | AttributeHasValues | AttributeMapped | SaveFailure
  >;

  /**
   * Removes an attribute: it is served no longer, and its values are kept.
   * Fails: `NoSuchAttribute`; `AttributeMapped` when the mapping set in force reads it.
   */
  readonly remove: (
    path: string,
    author: AttributeAuthor,
  ) => Effect.Effect<ChangedAttribute, NoSuchAttribute | AttributeMapped | SaveFailure>;

  /** Lets the upkeep take the values of a removed attribute away, for good. Fails: `NoSuchAttribute` also when it is not removed. */
  readonly purge: (
    path: string,
    author: AttributeAuthor,
  ) => Effect.Effect<ChangedAttribute, NoSuchAttribute | SaveFailure>;

  /**
   * One step: indexes users who were stored before an attribute was looked up by, and takes purged values away. Any process may do
   * any step at any time.
   */
  readonly upkeep: (limit: number) => Effect.Effect<UpkeepStep, StorageUnavailable>;
}

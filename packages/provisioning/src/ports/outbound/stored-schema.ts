// What a storage is told of the attributes that an organisation's resources have.
import * as Data from 'effect/Data';
import type { SchemaRegistry } from '@looop-scim/scim/schema';

/** The attributes that the resources of an organisation are stored with, at one version of their definitions. */
export interface StoredSchema {
  /** Counts the changes of the definitions; 0 before the first one. */
  readonly version: number;
  /** With attributes that are not served but whose values are kept. */
  readonly registry: SchemaRegistry;
  /**
   * Paths of further attributes of users that have an index, beside those that every organisation has, with the version since
   * which writes keep it. A filter has to look at resources that were stored under an older version as well.
   */
  readonly lookups: Readonly<Record<string, number>>;
  /** Users that were stored under an older version have to be refreshed; 0 when none has to be. */
  readonly refreshBelow: number;
}

/** The schema of an organisation without attributes of its own. */
export const plainSchema = (registry: SchemaRegistry): StoredSchema => ({
  version: 0,
  registry,
  lookups: {},
  refreshBelow: 0,
});

/**
 * A write under definitions that are older than those which the resource was stored under; nothing was changed. The cause of a
 * `StorageUnavailable`, for whoever does not try again with newer definitions.
 */
export class SchemaOutdated extends Data.TaggedError('SchemaOutdated')<{
  readonly known: number;
  readonly stored: number;
}> {}

// The definitions of own attributes as revisions: each revision is the JSON form of all of them.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { Revision, RevisionStore, VersionConflict } from '../ports/outbound/revision-store.ts';
import { NO_DEFINITIONS, type AttributeDefinitions, type DefinedAttribute } from './own-attribute.ts';

const KIND = 'ownAttributes';

const definitionsOf = ({ version, content }: Revision): AttributeDefinitions => {
  // Written by `save` below, never by anybody else.
  const { attributes } = JSON.parse(content) as { readonly attributes: readonly DefinedAttribute[] };
  return { version, attributes };
};

/** Who changes the definitions, and when. */
export interface DefinitionAuthor {
  readonly at: number;
  readonly author: string;
}

/** The definitions of one organisation. */
export interface AttributeRepository {
  readonly current: () => Effect.Effect<AttributeDefinitions, StorageUnavailable>;
  /** Saves what `change` makes of the definitions, which must still be these. Fails: `VersionConflict`. */
  readonly save: (
    definitions: AttributeDefinitions,
    author: DefinitionAuthor,
  ) => Effect.Effect<AttributeDefinitions, VersionConflict | StorageUnavailable>;
}

/** Makes the repository over the revisions of an organisation. `save` takes definitions with the version that comes next. */
export const makeAttributeRepository = (revisions: RevisionStore): AttributeRepository => ({
  current: () =>
    Effect.map(revisions.newest(KIND), (revision) =>
      revision === undefined ? NO_DEFINITIONS : definitionsOf(revision),
    ),
  save: ({ version, attributes }, { at, author }) =>
    Effect.map(
      revisions.append(KIND, { at, author, content: JSON.stringify({ attributes }) }, version - 1),
      definitionsOf,
    ),
});

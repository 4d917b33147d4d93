// Mapping sets as revisions: the content of a revision is the JSON form of a set, and where it was restored from.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { MappingRepository, SavedMappingSet } from '../ports/outbound/mapping-repository.ts';
import type { Revision, RevisionStore } from '../ports/outbound/revision-store.ts';
import { printMappingSet } from './mapping-set.ts';
import { readMappingSet } from './read-mapping-set.ts';

interface Content {
  readonly set: unknown;
  readonly restoredFrom?: number;
}

const contentOf = ({ set, restoredFrom }: Omit<SavedMappingSet, 'version'>): string => {
  const content: Content = { set: printMappingSet(set), ...(restoredFrom !== undefined && { restoredFrom }) };
  return JSON.stringify(content);
};

/** The set of a revision. What cannot be read was not written by this software: that is a defect. */
const savedOf = ({ version, at, author, content }: Revision): SavedMappingSet => {
  const { set, restoredFrom } = JSON.parse(content) as Content;
  return {
    version,
    at,
    author,
    ...(restoredFrom !== undefined && { restoredFrom }),
    set: Result.getOrThrow(readMappingSet(set)),
  };
};

const savedIfAny = (revision: Revision | undefined): SavedMappingSet | undefined =>
  revision === undefined ? undefined : savedOf(revision);

/** Makes the repository of an organisation's mapping sets over its revisions. */
export const makeMappingRepository = (revisions: RevisionStore): MappingRepository => ({
  save: (saved, expected) => {
    const { at, author } = saved;
    const appended = revisions.append('mappingSet', { at, author, content: contentOf(saved) }, expected);
    return Effect.map(appended, ({ version }) => ({ ...saved, version }));
  },
  current: () => Effect.map(revisions.newest('mappingSet'), savedIfAny),
  version: (version) => Effect.map(revisions.read('mappingSet', version), savedIfAny),
  history: (page) => Effect.map(revisions.page('mappingSet', page), (found) => found.map(savedOf)),
});

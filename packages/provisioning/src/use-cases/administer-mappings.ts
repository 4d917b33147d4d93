// Makes the administration of an organisation's attribute mappings: the implementation of its inbound port.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import type { Complex, IgnoredAttribute } from '@looop-scim/scim/attribute';
import type { InvalidSyntax, InvalidValue, StorageUnavailable, TooMany } from '@looop-scim/scim/errors';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import { readDocument } from '@looop-scim/scim/read';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import { beginningOf } from '../activity/samples.ts';
import type { BoundMappingSet } from '../mapping/bound-mapping-set.ts';
import { mappingCatalogueOf } from '../mapping/catalogue.ts';
import { bindSavedSet } from '../mapping/bind-saved-set.ts';
import { acceptMappingSet, checkMappingSet } from '../mapping/check-mapping-set.ts';
import { fullMappingSet } from '../mapping/default-mapping-sets.ts';
import { applyMappingSet, explainMapping } from '../mapping/explain.ts';
import type { InvalidMappingSet } from '../mapping/mapping-fault.ts';
import { makeMappingRepository } from '../mapping/mapping-revisions.ts';
import type { MappingSet } from '../mapping/mapping-set.ts';
import { profileDifference } from '../mapping/profile.ts';
import {
  NoSuchMappingVersion,
  type MappingAdministration,
  type MappingAuthor,
  type MappingChangeFailure,
  type MappingPreview,
  type MappingVersion,
  type PreviewRequest,
  type PreviewSubject,
} from '../ports/inbound/mapping-administration.ts';
import type { MappingRepository, SavedMappingSet } from '../ports/outbound/mapping-repository.ts';
import { NoSuchEntry } from '../ports/outbound/organisation-store.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { MAX_REVISIONS, type RevisionStore } from '../ports/outbound/revision-store.ts';
import { nameOf } from '../rules/resource-rules.ts';
import { findUserId } from './find-user.ts';
import { readOne } from './read-one.ts';

/** What the administration of mappings works with. */
export interface MappingDependencies {
  readonly registry: SchemaRegistry;
  /** How a resource is read that somebody pastes. */
  readonly policy: InteropPolicy;
  readonly resources: ResourceRepository;
  readonly revisions: RevisionStore;
  /** Told when a set was saved: people are still to be told of by it. */
  readonly saved?: () => void;
}

const LONGEST_AUTHOR = 200;

const DEFAULT_VERSION: MappingVersion = { version: 0, set: fullMappingSet };

/** The type whose resources become profiles. */
const userTypeOf = (registry: SchemaRegistry): ResourceType => {
  const type = registry.resourceType('User');
  if (type === undefined) throw new TypeError('The registry has no User');
  return type;
};

const makeReadCurrent = (repository: MappingRepository): MappingAdministration['current'] => {
  return () => Effect.map(repository.current(), (saved) => saved ?? DEFAULT_VERSION);
};

/** Makes what saves. `store` takes sets that are checked against the attributes that there are. */
const makeChanges = (type: ResourceType, repository: MappingRepository, told: () => void) => {
  const store = Effect.fnUntraced(function* (
    set: MappingSet,
    { author, expectedVersion }: MappingAuthor,
    restoredFrom?: number,
  ): Effect.fn.Return<SavedMappingSet, MappingChangeFailure> {
    const expected = expectedVersion ?? (yield* repository.current())?.version ?? 0;
    const saved = {
      at: yield* Clock.currentTimeMillis,
      author: beginningOf(author, LONGEST_AUTHOR),
      ...(restoredFrom !== undefined && { restoredFrom }),
      set,
    };
    const version = yield* repository.save(saved, expected);
    told();
    return version;
  });

  const version: MappingAdministration['version'] = Effect.fnUntraced(function* (wanted: number) {
    if (wanted === 0) return DEFAULT_VERSION;
    return (yield* repository.version(wanted)) ?? (yield* new NoSuchMappingVersion({ version: wanted }));
  });

  return {
    version,
    save: (json: unknown, author: MappingAuthor) =>
      Effect.flatMap(Effect.fromResult(acceptMappingSet(type, json)), ({ set }) => store(set, author)),
    restore: (wanted: number, author: MappingAuthor) =>
      Effect.flatMap(version(wanted), ({ set }) =>
        // Attributes may have gone since.
        Effect.andThen(Effect.fromResult(checkMappingSet(type, set)), store(set, author, wanted)),
      ),
  };
};

/** A document with what a preview says of where it is from. */
interface Previewed extends Pick<MappingPreview, 'user' | 'ignored'> {
  readonly document: Complex;
}

const makeFindSubject = (type: ResourceType, { resources, policy }: MappingDependencies) => {
  const storedUser = Effect.fnUntraced(function* (
    name: string,
  ): Effect.fn.Return<Previewed, NoSuchEntry | TooMany | StorageUnavailable> {
    const id = yield* findUserId(type, resources, name);
    const { document } = yield* readOne(resources, type.name, id).pipe(
      // Deleted in between.
      Effect.catchTag('ResourceNotFound', () => new NoSuchEntry({ what: 'user', name })),
    );
    const userName = nameOf(document);
    return { document, user: { id, ...(userName !== undefined && { name: userName }) }, ignored: [] };
  });

  const pasted = (
    json: unknown,
  ): Effect.Effect<{ document: Complex; ignored: readonly IgnoredAttribute[] }, InvalidSyntax | InvalidValue> =>
    Effect.map(Effect.fromResult(readDocument(type, json, policy)), ({ document, ignored }) => ({ document, ignored }));

  return (
    subject: PreviewSubject,
  ): Effect.Effect<Previewed, NoSuchEntry | InvalidSyntax | InvalidValue | TooMany | StorageUnavailable> =>
    'user' in subject ? storedUser(subject.user) : pasted(subject.resource);
};

/** Makes the administration of one organisation's mappings. */
export const makeMappingAdministration = (deps: MappingDependencies): MappingAdministration => {
  const type = userTypeOf(deps.registry);
  const repository = makeMappingRepository(deps.revisions);
  const current = makeReadCurrent(repository);
  const { version, save, restore } = makeChanges(type, repository, deps.saved ?? (() => undefined));
  const findSubject = makeFindSubject(type, deps);

  const accept = (json: unknown): Effect.Effect<BoundMappingSet, InvalidMappingSet> =>
    Effect.fromResult(acceptMappingSet(type, json));

  const history: MappingAdministration['history'] = Effect.fnUntraced(function* ({ before, limit }) {
    const bounded = Math.min(Math.max(limit, 1), MAX_REVISIONS);
    // One more than is asked for tells whether there is another page.
    const found = yield* repository.history({ limit: bounded + 1, ...(before !== undefined && { before }) });
    const versions = found.slice(0, bounded);
    const next = found.length > bounded ? versions.at(-1)?.version : undefined;
    return { versions, ...(next !== undefined && { next }) };
  });

  const preview: MappingAdministration['preview'] = Effect.fnUntraced(function* ({
    subject,
    proposed,
    version: saved,
  }: PreviewRequest) {
    const proposal =
      proposed !== undefined
        ? yield* accept(proposed)
        : saved !== undefined
          ? yield* Effect.fromResult(checkMappingSet(type, (yield* version(saved)).set))
          : undefined;
    const { document, ...about } = yield* findSubject(subject);
    const inForce = bindSavedSet(type, (yield* current()).set);
    const explanation = explainMapping(proposal ?? inForce, document);
    const before = applyMappingSet(inForce, document).profile;
    return { ...explanation, ...about, difference: profileDifference(before, explanation.profile) };
  });

  return {
    current,
    version,
    catalogue: () => mappingCatalogueOf(type),
    check: (json) => Effect.map(accept(json), ({ set }) => set),
    save,
    restore,
    history,
    preview,
  };
};

// Makes the administration of an organisation's own attributes: the implementation of its inbound port.
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import { beginningOf } from '../activity/samples.ts';
import {
  AttributeHasValues,
  AttributeMapped,
  InvalidAttribute,
  NoSuchAttribute,
} from '../attributes/attribute-fault.ts';
import { makeAttributeRepository } from '../attributes/attribute-revisions.ts';
import { checkAttribute } from '../attributes/check-attribute.ts';
import { organisationSchema, type OrganisationSchema } from '../attributes/organisation-schema.ts';
import {
  isSameAttribute,
  pathOf,
  type AttributeDefinitions,
  type AttributeState,
  type DefinedAttribute,
  type OwnAttribute,
} from '../attributes/own-attribute.ts';
import { readAttribute } from '../attributes/read-attribute.ts';
import { countMisfits } from '../attributes/stored-values.ts';
import { withoutUndefined } from '../attributes/veil.ts';
import { checkMappingSet } from '../mapping/check-mapping-set.ts';
import { makeMappingRepository } from '../mapping/mapping-revisions.ts';
import type {
  AttributeAdministration,
  AttributeAuthor,
  ChangedAttribute,
} from '../ports/inbound/attribute-administration.ts';
import type { ResourceRepository } from '../ports/outbound/resource-repository.ts';
import { VersionConflict, type RevisionStore } from '../ports/outbound/revision-store.ts';
import { typeNamed } from './directory-parts.ts';

/** What the administration of own attributes works with. */
export interface AttributeDependencies {
  /** The registry that every organisation has. */
  readonly base: SchemaRegistry;
  readonly revisions: RevisionStore;
  /** What is stored, under a schema of the organisation. */
  readonly resourcesUnder: (schema: OrganisationSchema) => ResourceRepository;
  /** Told of what is saved, so that this process serves it at once. */
  readonly changed: (schema: OrganisationSchema) => void;
}

const LONGEST_AUTHOR = 200;
/** Who finishes a purge, in the history. */
const UPKEEP = 'upkeep';

/** The definitions before a change and after it, with the attribute that it is about. */
interface Change {
  readonly before: AttributeDefinitions;
  readonly after: AttributeDefinitions;
  readonly attribute: DefinedAttribute;
}

const found = (
  { attributes }: AttributeDefinitions,
  path: string,
  state: AttributeState,
): Effect.Effect<DefinedAttribute, NoSuchAttribute> => {
  const wanted = path.toLowerCase();
  const attribute = attributes.find((one) => pathOf(one).toLowerCase() === wanted && one.state === state);
  return attribute === undefined ? Effect.fail(new NoSuchAttribute({ path })) : Effect.succeed(attribute);
};

/** An attribute keeps its place among the others. */
const changeTo = (before: AttributeDefinitions, attribute: DefinedAttribute): Change => {
  const isThere = before.attributes.some((other) => isSameAttribute(other, attribute));
  const replaced = before.attributes.map((other) => (isSameAttribute(other, attribute) ? attribute : other));
  const attributes = isThere ? replaced : [...before.attributes, attribute];
  return { before, attribute, after: { version: before.version + 1, attributes } };
};

/** The attribute as it is kept from a version on: an index that was kept all the time stays as good as it was. */
const defined = (own: OwnAttribute, version: number, earlier: DefinedAttribute | undefined): DefinedAttribute => ({
  ...own,
  state: 'visible',
  stateSince: earlier?.state === 'visible' ? earlier.stateSince : version,
  lookedUpSince: own.lookedUp ? (earlier?.lookedUp === true ? earlier.lookedUpSince : version) : 0,
});

const refusal = (reason: string): InvalidAttribute =>
  new InvalidAttribute({ faults: [{ kind: 'taken', at: 'name', reason }] });

/** Why an attribute cannot be added beside the one of the same path that there is. */
const inTheWay = (earlier: DefinedAttribute | undefined, own: OwnAttribute): InvalidAttribute | undefined => {
  if (earlier === undefined) return undefined;
  if (earlier.state === 'visible') return refusal('the organisation has this attribute already');
  if (earlier.state === 'purging') return refusal('the values of the attribute of this name are still being purged');
  return pathOf(earlier) === pathOf(own) ? undefined : refusal(`the removed attribute is spelled ${pathOf(earlier)}`);
};

/** Makes what checks and saves a change. */
const makeStore = ({ base, revisions, resourcesUnder, changed }: AttributeDependencies) => {
  const repository = makeAttributeRepository(revisions);
  const mappings = makeMappingRepository(revisions);

  const checkValues = Effect.fnUntraced(function* ({
    before,
    after,
    attribute,
  }: Change): Effect.fn.Return<void, AttributeHasValues | StorageUnavailable> {
    const [was, is] = [organisationSchema(base, before), organisationSchema(base, after)];
    const registries = { before: was.stored.registry, after: is.stored.registry };
    const { users, reason } = yield* countMisfits(resourcesUnder(was), attribute, registries);
    if (users > 0) yield* new AttributeHasValues({ path: pathOf(attribute), users, reason });
  });

  const checkMappings = Effect.fnUntraced(function* ({
    after,
    attribute,
  }: Change): Effect.fn.Return<void, AttributeMapped | StorageUnavailable> {
    const saved = yield* mappings.current();
    if (saved === undefined) return;
    const type = typeNamed(organisationSchema(base, after).registry, 'User');
    const checked = checkMappingSet(type, saved.set);
    if (Result.isSuccess(checked)) return;
    const fields = new Set(checked.failure.faults.flatMap(({ field }) => field ?? []));
    yield* new AttributeMapped({ path: pathOf(attribute), fields: [...fields] });
  });

  const save = Effect.fnUntraced(function* (
    { after, attribute }: Pick<Change, 'after' | 'attribute'>,
    author: string,
  ): Effect.fn.Return<ChangedAttribute, VersionConflict | StorageUnavailable> {
    const at = yield* Clock.currentTimeMillis;
    const saved = yield* repository.save(after, { at, author: beginningOf(author, LONGEST_AUTHOR) });
    changed(organisationSchema(base, saved));
    return { version: saved.version, attribute };
  });

  /** Saves a change that values have to fit; those that were written while it was checked are looked at as well. */
  const saveFitting = Effect.fnUntraced(function* (
    change: Change,
    author: string,
  ): Effect.fn.Return<ChangedAttribute, AttributeHasValues | VersionConflict | StorageUnavailable> {
    yield* checkValues(change);
    const saved = yield* save(change, author);
    const { before, after, attribute } = change;
    yield* Effect.tapError(checkValues(change), (failure) =>
      failure._tag === 'AttributeHasValues'
        ? save({ attribute, after: { ...before, version: after.version + 1 } }, author)
        : Effect.void,
    );
    return saved;
  });

  /** The definitions that the author means to change. */
  const current = Effect.fnUntraced(function* ({
    expectedVersion,
  }: AttributeAuthor): Effect.fn.Return<AttributeDefinitions, VersionConflict | StorageUnavailable> {
    const definitions = yield* repository.current();
    const { version } = definitions;
    if (expectedVersion !== undefined && expectedVersion !== version) {
      return yield* new VersionConflict({ expected: expectedVersion, current: version });
    }
    return definitions;
  });

  return { repository, current, save, saveFitting, checkMappings };
};

type Store = ReturnType<typeof makeStore>;

const makeAddAndChange = (store: Store): Pick<AttributeAdministration, 'add' | 'change'> => ({
  add: Effect.fnUntraced(function* (json: unknown, author: AttributeAuthor) {
    const own = yield* Effect.fromResult(readAttribute(json));
    const definitions = yield* store.current(author);
    const earlier = definitions.attributes.find((other) => isSameAttribute(other, own));
    const refused = inTheWay(earlier, own);
    if (refused !== undefined) return yield* refused;
    yield* Effect.fromResult(checkAttribute(own, definitions));
    const attribute = defined(own, definitions.version + 1, earlier);
    return yield* store.saveFitting(changeTo(definitions, attribute), author.author);
  }),
  change: Effect.fnUntraced(function* (path: string, json: unknown, author: AttributeAuthor) {
    const definitions = yield* store.current(author);
    const earlier = yield* found(definitions, path, 'visible');
    const { state: _state, stateSince: _since, lookedUpSince: _lookup, ...was } = earlier;
    const asked = typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...was, ...json } : json;
    const own = yield* Effect.fromResult(readAttribute(asked));
    if (pathOf(own) !== pathOf(earlier)) return yield* refusal('schema and name of an attribute stay as they are');
    yield* Effect.fromResult(checkAttribute(own, definitions));
    const change = changeTo(definitions, defined(own, definitions.version + 1, earlier));
    yield* store.checkMappings(change);
    return yield* store.saveFitting(change, author.author);
  }),
});

const makeRemoveAndPurge = (store: Store): Pick<AttributeAdministration, 'remove' | 'purge'> => {
  const turned = Effect.fnUntraced(function* (
    path: string,
    author: AttributeAuthor,
    [from, to]: readonly [AttributeState, AttributeState],
  ): Effect.fn.Return<Change, NoSuchAttribute | VersionConflict | StorageUnavailable> {
    const definitions = yield* store.current(author);
    const attribute = yield* found(definitions, path, from);
    return changeTo(definitions, { ...attribute, state: to, stateSince: definitions.version + 1 });
  });
  return {
    remove: Effect.fnUntraced(function* (path: string, author: AttributeAuthor) {
      const change = yield* turned(path, author, ['visible', 'removed']);
      yield* store.checkMappings(change);
      return yield* store.save(change, author.author);
    }),
    purge: Effect.fnUntraced(function* (path: string, author: AttributeAuthor) {
      return yield* store.save(yield* turned(path, author, ['removed', 'purging']), author.author);
    }),
  };
};

/** Makes the administration of one organisation's own attributes. */
export const makeAttributeAdministration = (deps: AttributeDependencies): AttributeAdministration => {
  const { base, resourcesUnder } = deps;
  const store = makeStore(deps);

  const upkeep: AttributeAdministration['upkeep'] = Effect.fnUntraced(function* (limit: number) {
    const definitions = yield* store.repository.current();
    const schema = organisationSchema(base, definitions);
    if (schema.stored.refreshBelow === 0) return { users: 0, hasMore: false };
    const users = yield* resourcesUnder(schema).refresh({
      resourceType: 'User',
      limit,
      revise: (document) => withoutUndefined(schema.stored.registry, document),
    });
    if (users > 0) return { users, hasMore: true };
    const purged = definitions.attributes.find(({ state }) => state === 'purging');
    if (purged === undefined) return { users: 0, hasMore: false };
    const left = definitions.attributes.filter(({ state }) => state !== 'purging');
    const after = { version: definitions.version + 1, attributes: left };
    // Whoever has changed the definitions meanwhile leaves the rest to the next step.
    yield* Effect.catchTag(
      Effect.asVoid(store.save({ after, attribute: purged }, UPKEEP)),
      'VersionConflict',
      () => Effect.void,
    );
    return { users: 0, hasMore: true };
  });

  return { list: store.repository.current, ...makeAddAndChange(store), ...makeRemoveAndPurge(store), upkeep };
};

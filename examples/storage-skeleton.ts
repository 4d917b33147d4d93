// A storage adapter to begin from: users, groups, memberships and what is recorded of writes, on a Map. Put your database in its
// place, method by method; the storage contract of @looop-scim/laws says when you are done. Not here: organisations and tokens,
// two small tables more, and what goes with time (`Storage.purgeRemoved`, `Storage.trimLogs`).
import * as Clock from 'effect/Clock';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { represent } from '@looop-scim/scim/answer';
import type { MembershipReference, Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound, StorageUnavailable, type Uniqueness } from '@looop-scim/scim/errors';
import { evaluateFilter } from '@looop-scim/scim/filter';
import { compareBySort } from '@looop-scim/scim/list';
import type { ResourceType, SchemaRegistry } from '@looop-scim/scim/schema';
import { displayOf } from '@looop-scim/provisioning';
import type { ActivityRecord } from '@looop-scim/provisioning/activity';
import type { SequencedEvent } from '@looop-scim/provisioning/events';
import {
  MAX_REVISIONS,
  MembershipCycle,
  VersionConflict,
  type ActivityEntry,
  type ActivityLog,
  type Decision,
  type MembershipFailure,
  type OrganisationStorage,
  type ResourceRepository,
  type ResourceTarget,
  type RecordContent,
  type RecordKind,
  type RecordStore,
  type ResourceWrite,
  type Revision,
  type RevisionKind,
  type RevisionStore,
  type StoredRecord,
  type UniqueKey,
  type WriteOutcome,
} from '@looop-scim/provisioning/ports';
import {
  applyMembershipSteps,
  byId,
  countedByHour,
  deletionOutcome,
  makePageMeter,
  makeTypeOf,
  membershipCharacters,
  membershipTypes,
  namedMembers,
  NO_MEMBERSHIP_CHANGE,
  outcomeOf,
  parsePosition,
  printPosition,
  retellOutcome,
  selectsRecord,
  taken,
  unborn,
  type MembersAfter,
} from '@looop-scim/provisioning/storage-support';

/** A row of the table of resources. A database has a unique index on each key: never look before you write. */
interface Row {
  readonly resource: Resource;
  readonly keys: readonly UniqueKey[];
  /** Of a user: the mapping set by which the events told of it last. A database has an index on it. */
  readonly mappingVersion: number;
  /** Ids of the members of a group. A database has one row a membership, so that a change costs what it changes. */
  readonly members: readonly string[];
}

/** The tables of one organisation. */
interface Tables {
  readonly rows: Map<string, Row>;
  readonly activity: ActivityRecord[];
  readonly events: SequencedEvent[];
  readonly revisions: Map<RevisionKind, readonly Revision[]>;
  readonly records: Map<RecordKind, readonly StoredRecord[]>;
}

/** Runs one transaction. Map: nothing else runs meanwhile. Yours: BEGIN, the step, COMMIT, and the failures of the driver. */
export type Transaction = <Answer, Failure>(
  step: () => Result.Result<Answer, Failure>,
) => Effect.Effect<Answer, Failure | StorageUnavailable>;

/** Makes transactions of a database that may be closed: then every call fails, and throws nothing. */
export const makeTransactions =
  (isOpen: () => boolean): Transaction =>
  <Answer, Failure>(step: () => Result.Result<Answer, Failure>) =>
    Effect.suspend((): Effect.Effect<Answer, Failure | StorageUnavailable> =>
      isOpen()
        ? Effect.fromResult(step())
        : Effect.fail(new StorageUnavailable({ cause: 'the storage is closed', retryAfterSeconds: 5 })),
    );

/** What is stored is a copy, and what is returned is one: no caller can change it from outside. */
const copy = <Value>(value: Value): Value => structuredClone(value);

const sameKey = (left: UniqueKey, right: UniqueKey): boolean =>
  left.attribute === right.attribute && left.key === right.key;

const keyed = (references: readonly MembershipReference[]): ReadonlyMap<string, MembershipReference> =>
  new Map(references.map((reference) => [reference.id, reference]));

/** What is read of memberships. Names are those that the resources have now. */
const makeMemberships = (registry: SchemaRegistry, rows: ReadonlyMap<string, Row>) => {
  const memberTypes = membershipTypes(registry);
  const referencesTo = (ids: readonly string[]): readonly MembershipReference[] =>
    ids
      .flatMap((id) => rows.get(id)?.resource ?? [])
      .filter(({ resourceType }) => memberTypes.has(resourceType))
      .map(({ id, resourceType, document }) => {
        const display = displayOf(document);
        return { id, resourceType, ...(display !== undefined && { display }) };
      })
      .toSorted(byId);
  const groupsOf = (id: string): readonly Row[] => [...rows.values()].filter(({ members }) => members.includes(id));
  /** Whether a group is among the members of a member, at any depth. */
  const reaches = (from: string, group: string, seen = new Set<string>()): boolean => {
    if (from === group) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (rows.get(from)?.members ?? []).some((member) => reaches(member, group, seen));
  };
  /** A resource with its members or its groups, if they are asked for. */
  const shownWith = ({ resource, members }: Row, type: ResourceType, asked: boolean): Resource => {
    const { membership } = type.definition;
    if (!asked || membership === undefined) return resource;
    const ids = membership.side === 'group' ? members : groupsOf(resource.id).map((group) => group.resource.id);
    return { ...resource, memberships: referencesTo(ids) };
  };
  return { referencesTo, groupsOf, reaches, shownWith };
};

/** What a write has to fulfil: its unique keys are free, and what becomes of the members. */
const makeChecks = (registry: SchemaRegistry, { rows }: Tables) => {
  const typeOf = makeTypeOf(registry);
  const { referencesTo, reaches } = makeMemberships(registry, rows);

  /** The steps say what becomes of the members; they are never told as a whole list. A group may not contain itself. */
  const changeMembers = ({ resource: before, members }: Row, given: ResourceWrite) => {
    const display = displayOf(given.document);
    const itself = { id: before.id, resourceType: before.resourceType, ...(display !== undefined && { display }) };
    const known = keyed([...referencesTo(namedMembers(given.memberships)), itself]);
    const applied = applyMembershipSteps(
      typeOf(before.resourceType),
      { current: keyed(referencesTo(members)), known },
      given,
    );
    return Result.flatMap(applied, (after): Result.Result<MembersAfter, MembershipFailure> => {
      const memberId = after.added.find((added) => reaches(added, before.id));
      return memberId === undefined ? Result.succeed(after) : Result.fail(new MembershipCycle({ memberId }));
    });
  };

  const checkKeys = (
    { id, resourceType }: Resource,
    { uniqueKeys }: ResourceWrite,
  ): Result.Result<void, Uniqueness> => {
    const others = [...rows.values()].filter(
      ({ resource }) => resource.id !== id && resource.resourceType === resourceType,
    );
    for (const key of uniqueKeys) {
      const holder = others.find(({ keys }) => keys.some((other) => sameKey(key, other)));
      if (holder !== undefined) return Result.fail(taken(resourceType, key, holder.resource));
    }
    return Result.void;
  };

  return { changeMembers, checkKeys };
};

/** The writes. Each computes everything first and commits at its end. */
const makeWrites = (registry: SchemaRegistry, tables: Tables) => {
  const { rows, activity, events } = tables;
  const typeOf = makeTypeOf(registry);
  const { groupsOf, shownWith } = makeMemberships(registry, rows);
  const { changeMembers, checkKeys } = makeChecks(registry, tables);

  /** Stores a write with its activity and events, all or nothing: what can throw, `describe`, comes first. */
  const commit = (
    outcome: WriteOutcome,
    { describe }: Pick<ResourceWrite, 'describe'>,
    ...changes: readonly (Row | { readonly removed: string })[]
  ): WriteOutcome => {
    const made = copy(describe(outcome));
    for (const change of changes) {
      if ('removed' in change) rows.delete(change.removed);
      else rows.set(change.resource.id, copy(change));
    }
    activity.push(made.activity);
    for (const event of made.events) events.push({ sequence: events.length + 1, event });
    return outcome;
  };

  /** `outcomeOf` is the version rule: a write that changes nothing keeps version and lastModified. */
  const write = (before: Row, given: ResourceWrite): Result.Result<WriteOutcome, Uniqueness | MembershipFailure> =>
    Result.gen(function* () {
      yield* checkKeys(before.resource, given);
      const change = yield* changeMembers(before, given);
      const outcome = outcomeOf(before.resource, given, change);
      const after = {
        resource: outcome.resource,
        keys: given.uniqueKeys,
        mappingVersion: (outcome.changed ? given.mappingVersion : undefined) ?? before.mappingVersion,
        members: [...change.members.keys()],
      };
      const resource = shownWith(after, typeOf(before.resource.resourceType), given.withMemberships);
      return commit({ ...outcome, resource }, given, after);
    });

  /** Frees the keys, and ends memberships on both sides: groups that lose a member get a new version. */
  const remove = (
    { resource: before }: Row,
    decision: Extract<Decision, { readonly kind: 'delete' }>,
  ): WriteOutcome => {
    const groups = groupsOf(before.id).map((group) => {
      const loss = { ...NO_MEMBERSHIP_CHANGE, removed: [before.id] };
      const { resource } = outcomeOf(group.resource, { at: decision.at, document: group.resource.document }, loss);
      return { ...group, resource, members: group.members.filter((member) => member !== before.id) };
    });
    return commit(deletionOutcome(before), decision, { removed: before.id }, ...groups);
  };

  /** Tells of a user by another mapping set: nothing else changes, and no activity is recorded. */
  const retell = (
    before: Row,
    { mappingVersion, events: told }: Extract<Decision, { readonly kind: 'retell' }>,
  ): WriteOutcome => {
    rows.set(before.resource.id, { ...before, mappingVersion });
    for (const event of copy(told)) events.push({ sequence: events.length + 1, event });
    return retellOutcome(before.resource);
  };

  return { write, remove, retell };
};

/** The ways through everything, part by part. */
const makeWalks = (
  registry: SchemaRegistry,
  { rows }: Tables,
  transaction: Transaction,
): Pick<ResourceRepository, 'walk' | 'walkMembers'> => {
  const { referencesTo } = makeMemberships(registry, rows);
  return {
    // By the index on the id, from `from` on: no more is read than the answer has, and nothing is counted.
    walk: ({ resourceType, from = '', limit, maxCharacters }) =>
      transaction(() => {
        const takes = makePageMeter(maxCharacters);
        const rest = [...rows.values()]
          .map(({ resource }) => resource)
          .filter((resource) => resource.resourceType === resourceType && resource.id >= from)
          .toSorted(byId);
        const end = rest.findIndex(({ document }, index) => index >= limit || !takes(JSON.stringify(document).length));
        const next = end === -1 ? undefined : rest[end]?.id;
        return Result.succeed({
          resources: rest.slice(0, end === -1 ? rest.length : end).map(copy),
          ...(next !== undefined && { next }),
        });
      }),

    // Any order that stays is right; yours is the one in which membership rows are stored.
    walkMembers: ({ groupId, after = '', limit }) =>
      transaction(() => {
        const rest = referencesTo(rows.get(groupId)?.members ?? []).filter(({ id }) => id > after);
        const members = rest.slice(0, limit);
        const last = members.at(-1);
        return Result.succeed({ members, ...(rest.length > limit && last !== undefined && { next: last.id }) });
      }),
  };
};

const newborn = ({ resourceType, id }: ResourceTarget, at: number): Row => ({
  ...{ resource: unborn(resourceType, id, at), keys: [], mappingVersion: 0, members: [] },
});

const makeResources = (registry: SchemaRegistry, tables: Tables, transaction: Transaction): ResourceRepository => {
  const { rows } = tables;
  const typeOf = makeTypeOf(registry);
  const { shownWith } = makeMemberships(registry, rows);
  const { write, remove, retell } = makeWrites(registry, tables);

  /** An id of another type is not found, and neither is one of another organisation: it is in other tables. */
  const find = ({ resourceType, id }: ResourceTarget): Result.Result<Row, ResourceNotFound> => {
    const row = rows.get(id);
    return row?.resource.resourceType === resourceType
      ? Result.succeed(row)
      : Result.fail(new ResourceNotFound({ resourceType, id }));
  };

  return {
    read: (target, withMemberships) =>
      transaction(() =>
        Result.map(find(target), (row) => copy(shownWith(row, typeOf(target.resourceType), withMemberships))),
      ),

    // Compile the bound filter to your query language instead, and let the database sort and cut. The answer has to equal this.
    list: ({ resourceType, filter, sort, offset, limit, maxCharacters = Infinity, withMemberships }) =>
      transaction(() => {
        const type = typeOf(resourceType);
        const found = [...rows.values()]
          .filter(({ resource }) => resource.resourceType === resourceType)
          .toSorted((left, right) => byId(left.resource, right.resource))
          .map((row) => ({ row, shown: represent(type, shownWith(row, type, true), (_type, id) => id) }))
          .filter(({ shown }) => filter === undefined || evaluateFilter(filter, shown));
        // Ties stay ordered by id.
        const ordered =
          sort === undefined ? found : found.toSorted((left, right) => compareBySort(sort, left.shown, right.shown));
        // A page ends when its documents and memberships come to too many characters.
        const takes = makePageMeter(maxCharacters);
        const page = ordered.slice(offset, offset + limit).map(({ row }) => shownWith(row, type, withMemberships));
        const end = page.findIndex(({ document, memberships = [] }) => {
          const ofMemberships = memberships.reduce((sum, membership) => sum + membershipCharacters(membership), 0);
          return !takes(JSON.stringify(document).length + ofMemberships);
        });
        const resources = page.slice(0, end === -1 ? page.length : end).map(copy);
        return Result.succeed({ total: ordered.length, resources });
      }),

    ...makeWalks(registry, tables, transaction),

    create: (target, given) => transaction(() => write(newborn(target, given.at), given)),

    // One transaction, or compare-and-set on the version and again: `decide` is pure and may be called more than once.
    change: (target, decide) =>
      transaction(() =>
        Result.gen(function* () {
          const before = yield* find(target);
          const decision = yield* decide(copy(before.resource), before.mappingVersion);
          if (decision.kind === 'retell') return retell(before, decision);
          return decision.kind === 'write' ? yield* write(before, decision) : remove(before, decision);
        }),
      ),

    behindMapping: (version, limit) =>
      transaction(() => {
        const users = [...rows.values()].filter(({ resource }) => resource.resourceType === 'User');
        const behind = users.filter(({ mappingVersion }) => mappingVersion < version);
        return Result.succeed(behind.slice(0, limit).map(({ resource }) => resource.id));
      }),
    // Nothing, as long as no organisation has attributes of its own. Yours stores `StoredSchema.version` with documents, lets `change` refuse a document of a newer version, and indexes what `StoredSchema.lookups` names.
    refresh: () => transaction(() => Result.succeed(0)),
  };
};

/** Records by time and by the order of storing; a position is both. */
const entryOf = (record: ActivityRecord, index: number): ActivityEntry => ({
  position: printPosition({ at: record.at, key: String(index) }),
  record: copy(record),
});

/**
 * Yours also counts refusals that repeat, removes what is older than `Storage.trimLogs` is told, and takes the values of a
 * deleted person out of the records (`eraseActivity`) and out of the events (`eraseEvent`, `eraseDeletion`).
 */
const makeActivityLog = ({ activity }: Tables, transaction: Transaction): ActivityLog => ({
  append: (record) =>
    transaction(() => {
      activity.push(copy(record));
      return Result.void;
    }),
  page: ({ position, limit, ...filter }) =>
    transaction(() =>
      Result.gen(function* () {
        const from = position === undefined ? undefined : yield* parsePosition(position);
        return activity
          .map((record, index) => ({ record, index }))
          .filter(({ record }) => selectsRecord(filter, record))
          .toSorted((left, right) => right.record.at - left.record.at || right.index - left.index)
          .filter(
            ({ record: { at }, index }) =>
              from === undefined || at < from.at || (at === from.at && index < Number(from.key)),
          )
          .slice(0, Math.max(limit, 0))
          .map(({ record, index }) => entryOf(record, index));
      }),
    ),
  // Yours keeps the counts, or has an index on time and outcome.
  countByHour: (since, until) => transaction(() => Result.succeed(countedByHour(activity, since, until))),
  after: ({ position, limit }) =>
    transaction(() =>
      Result.map(position === undefined ? Result.succeed(undefined) : parsePosition(position), (from) =>
        activity
          .map(entryOf)
          .slice(from === undefined ? 0 : Number(from.key) + 1)
          .slice(0, Math.max(limit, 0)),
      ),
    ),
});

/** Settings whose history is kept. A database has a unique index on kind and version: of several savers at once one succeeds. */
const makeRevisions = ({ revisions }: Tables, transaction: Transaction): RevisionStore => {
  const ofKind = (kind: RevisionKind): readonly Revision[] => revisions.get(kind) ?? [];
  return {
    append: (kind, revision, expected) =>
      transaction(() => {
        const current = ofKind(kind).at(-1)?.version ?? 0;
        if (current !== expected) return Result.fail(new VersionConflict({ expected, current }));
        const stored = { version: current + 1, ...revision };
        revisions.set(kind, [...ofKind(kind), stored].slice(-MAX_REVISIONS));
        return Result.succeed(copy(stored));
      }),
    newest: (kind) => transaction(() => Result.succeed(copy(ofKind(kind).at(-1)))),
    read: (kind, version) =>
      transaction(() => Result.succeed(copy(ofKind(kind).find((each) => each.version === version)))),
    page: (kind, { before = Infinity, limit }) =>
      transaction(() => {
        const earlier = ofKind(kind).filter(({ version }) => version < before);
        return Result.succeed(copy(earlier.toReversed().slice(0, limit)));
      }),
  };
};

const hasEnded = ({ expiresAt }: RecordContent, now: number): boolean => expiresAt !== undefined && expiresAt <= now;

/** Records of low volume. A database has a unique index on kind and key, and writes where the version is still the expected one. */
const makeRecords = ({ records }: Tables, transaction: Transaction): RecordStore => {
  const timed = <Answer, Failure>(step: (now: number) => Result.Result<Answer, Failure>) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => transaction(() => step(now)));
  const keptAt = (kind: RecordKind, now: number) => (records.get(kind) ?? []).filter((each) => !hasEnded(each, now));
  /** The other records of the kind, if the one of the key has the expected version. */
  const besides = (kind: RecordKind, key: string, expected: number, now: number) => {
    const kept = keptAt(kind, now);
    const current = kept.find((each) => each.key === key)?.version ?? 0;
    return current === expected
      ? Result.succeed(kept.filter((each) => each.key !== key))
      : Result.fail(new VersionConflict({ expected, current }));
  };
  return {
    read: (kind, key) => timed((now) => Result.succeed(copy(keptAt(kind, now).find((each) => each.key === key)))),
    write: (kind, key, record, expected) =>
      timed((now) =>
        Result.map(besides(kind, key, expected, now), (others) => {
          const stored = { key, version: expected + 1, ...record };
          records.set(
            kind,
            [...others, stored].toSorted((one, other) => (one.key < other.key ? -1 : 1)),
          );
          return copy(stored);
        }),
      ),
    remove: (kind, key, expected) =>
      timed((now) =>
        expected < 1
          ? Result.fail(new VersionConflict({ expected, current: 0 }))
          : Result.map(besides(kind, key, expected, now), (others) => void records.set(kind, others)),
      ),
    page: (kind, { after = '', prefix = '', limit }) =>
      timed((now) => {
        const found = keptAt(kind, now).filter(({ key }) => key > after && key.startsWith(prefix));
        return Result.succeed(copy(found.slice(0, limit)));
      }),
  };
};

/** Makes the ports of one organisation. No method takes an organisation's id: the tables are those of one. */
export const makeOrganisationStorage = (registry: SchemaRegistry, transaction: Transaction): OrganisationStorage => {
  const tables: Tables = { rows: new Map(), activity: [], events: [], revisions: new Map(), records: new Map() };
  return {
    resources: makeResources(registry, tables, transaction),
    activity: makeActivityLog(tables, transaction),
    events: {
      after: (sequence, limit) =>
        transaction(() =>
          Result.succeed(copy(tables.events.filter((entry) => entry.sequence > sequence).slice(0, limit))),
        ),
      // Yours removes old events from the beginning of the log, and never gives a number out again.
      last: () => transaction(() => Result.succeed(tables.events.length)),
      oldest: () => transaction(() => Result.succeed(1)),
    },
    earlierEvents: { after: () => transaction(() => Result.succeed([])) },
    revisions: makeRevisions(tables, transaction),
    records: makeRecords(tables, transaction),
  };
};

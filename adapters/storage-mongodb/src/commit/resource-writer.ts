// Creation, change and deletion of a resource. The commit is one statement on the resource's own document: an insert, or a
// compare-and-set on `rev`. What the write does elsewhere stands in the document as its pending effects until it is done.
import { ResourceNotFound, type StorageUnavailable, type Uniqueness } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import { nameOf } from '@looop-scim/provisioning';
import type { OrganisationId } from '@looop-scim/provisioning/organisation';
import {
  MembershipCycle,
  type Decide,
  type Decision,
  type MembershipFailure,
  type RefreshStep,
  type ResourceTarget,
  type ResourceWrite,
  type WriteOutcome,
} from '@looop-scim/provisioning/ports';
import {
  deletionOutcome,
  outdatedBy,
  retellOutcome,
  unborn,
  type BoundSchema,
} from '@looop-scim/provisioning/storage-support';
import * as Result from 'effect/Result';
import { resourceKey, type Collections, type ResourceDocument } from '../collections.ts';
import type { Recorder } from '../logs/recorder.ts';
import { unavailable } from '../mongo-error.ts';
import { makeBackoff } from '../backoff.ts';
import { removePieces } from '../pieces.ts';
import { resourceOf } from '../resource-documents.ts';
import { groupsAround } from './cycles.ts';
import type { Finisher } from './finisher.ts';
import type { Effects, PrepareEffects } from './pending-effects.ts';
import type { NestingGuard } from './nesting-guard.ts';
import type { PlanWrite, ResourceBefore } from './plan-write.ts';
import { AGAIN, makeStoreCommit, ownerOf, type Commit } from './store-commit.ts';
import { makeRefresh } from './refresh.ts';
import { keysOf } from './unique-keys.ts';

/** How a write can fail once it is decided. */
export type WriteFailure = Uniqueness | MembershipFailure | StorageUnavailable;

/** Writes of all organisations. */
export interface ResourceWriter {
  readonly create: (
    place: WritePlace,
    target: ResourceTarget,
    write: ResourceWrite,
  ) => Promise<Result.Result<WriteOutcome, WriteFailure>>;
  readonly change: <Failure>(
    place: WritePlace,
    target: ResourceTarget,
    decide: Decide<Failure>,
  ) => Promise<Result.Result<WriteOutcome, Failure | ResourceNotFound | WriteFailure>>;
  readonly refresh: (place: WritePlace, step: RefreshStep) => Promise<number>;
}

/** The organisation that is written in, with the schema of its resources. */
export interface WritePlace {
  readonly organisation: OrganisationId;
  readonly schema: BoundSchema;
}

/** What writing works with. */
export interface WriterAccess {
  readonly collections: Collections;
  readonly nextWriteId: () => string;
  readonly prepareEffects: PrepareEffects;
  readonly finisher: Finisher;
  readonly recorder: Recorder;
  readonly planWrite: PlanWrite;
  readonly guard: NestingGuard;
}

/** A pending write that reappears more often after it was finished has lost its payload, for example because a backup lacks it. */
const MAX_TIMES_MET = 8;

type Attempt<Failure> = Result.Result<WriteOutcome, Failure> | typeof AGAIN;

type Deletion = Extract<Decision, { readonly kind: 'delete' }>;
type Retelling = Extract<Decision, { readonly kind: 'retell' }>;

const sameKeys = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((key, index) => key === right[index]);

/** Makes the writer. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeResourceWriter = (access: WriterAccess): ResourceWriter => {
  const { collections, nextWriteId, prepareEffects, finisher, recorder, planWrite, guard } = access;
  const { resources } = collections;
  const { store } = makeStoreCommit(collections, finisher.finish);

  const commit = async (made: Commit, effects: Effects): Promise<Attempt<WriteFailure>> => {
    const refused = await store(made);
    const { before, pending, planned } = made;
    const { organisation, _id, id } = ownerOf(before);
    if (refused === undefined) {
      await finisher.begin({ _id, o: organisation, id, intent: pending }, effects).visible;
      return Result.succeed(planned.outcome);
    }
    if (pending.payload === undefined) await removePieces(collections, { o: organisation, key: pending.w });
    return refused === AGAIN ? AGAIN : Result.fail(refused);
  };

  /** Commits while no other process nests groups, so that every group which contains this one can be seen. */
  const commitNested = (made: Commit, effects: Effects): Promise<Attempt<WriteFailure>> => {
    const { before, pending, planned } = made;
    const { organisation, rev } = before;
    const { _id, id } = ownerOf(before);
    return guard.hold({ organisation, w: pending.w, group: _id, rev }, async () => {
      await finisher.showAll(organisation);
      const around = await groupsAround(collections, organisation, id);
      const cyclic = planned.nested.find((member) => around.has(member));
      return cyclic === undefined
        ? await commit(made, effects)
        : Result.fail(new MembershipCycle({ memberId: cyclic }));
    });
  };

  /** Whether a group is still as it was read. A write that commits finds out by its compare-and-set, this one does not commit. */
  const isUnchanged = async (before: ResourceBefore): Promise<boolean> => {
    if (before.type.definition.membership?.side !== 'group') return true;
    const { organisation, _id } = ownerOf(before);
    return (await resources.countDocuments({ _id, o: organisation, rev: before.rev }, { limit: 1 })) === 1;
  };

  const write = async (before: ResourceBefore, wanted: ResourceWrite): Promise<Attempt<WriteFailure>> => {
    const plan = await planWrite(before, wanted);
    if (Result.isFailure(plan)) return Result.fail(plan.failure);
    const planned = plan.success;
    const outdated = planned.rewritten ? outdatedBy(before.schema, before.storedUnder) : undefined;
    if (outdated !== undefined) return Result.fail(outdated);
    const { outcome, recorded, nested } = planned;
    const { activity, events } = recorded;
    const keysStay = sameKeys(before.keys, keysOf(ownerOf(before), wanted.uniqueKeys));
    if (!outcome.changed && keysStay && events.length === 0) {
      if (!(await isUnchanged(before))) return AGAIN;
      await recorder.record(before.organisation, { w: nextWriteId(), activity, events });
      return Result.succeed(outcome);
    }
    const { membersAdded: add, membersRemoved: remove } = outcome;
    const effects: Effects = { kind: 'change', add, remove, at: wanted.at, activity, events };
    const pending = await prepareEffects(before.organisation, before.rev + 1, effects);
    const made = { before, write: wanted, planned, pending };
    // Nothing contains a group that does not exist yet.
    return nested.length > 0 && before.resource.version > 0
      ? await commitNested(made, effects)
      : await commit(made, effects);
  };

  const remove = async (document: ResourceDocument, { at, erases, describe }: Deletion): Promise<Attempt<never>> => {
    const { _id, o: organisation, id, rev } = document;
    const outcome = deletionOutcome(resourceOf(document));
    const name = nameOf(outcome.resource.document);
    const effects: Effects = {
      ...{ kind: 'delete', add: [], remove: [], at, ...describe(outcome) },
      ...(erases && { erases: name === undefined ? {} : { name } }),
    };
    const pending = await prepareEffects(organisation, rev + 1, effects);
    const { matchedCount } = await resources.updateOne(
      { _id, o: organisation, rev },
      {
        $set: { type: '', deleted: at, gone: Date.now(), ...(erases && { erases }), intent: pending },
        $inc: { rev: 1 },
      },
    );
    if (matchedCount === 0) return AGAIN;
    await finisher.begin({ _id, o: organisation, id, intent: pending }, effects).visible;
    return Result.succeed(outcome);
  };

  const retell = async (
    { _id, o: organisation, id, rev, ...document }: ResourceDocument,
    { mappingVersion, events }: Retelling,
  ): Promise<Attempt<never>> => {
    const effects: Effects = { kind: 'change', add: [], remove: [], at: document.lastModified, events };
    const pending = events.length === 0 ? undefined : await prepareEffects(organisation, rev + 1, effects);
    const { matchedCount } = await resources.updateOne(
      { _id, o: organisation, rev },
      { $set: { mappingVersion, ...(pending && { intent: pending }) }, $inc: { rev: 1 } },
    );
    if (matchedCount === 0) return AGAIN;
    if (pending !== undefined) await finisher.begin({ _id, o: organisation, id, intent: pending }, effects).visible;
    return Result.succeed(retellOutcome(resourceOf({ ...document, _id, id, rev })));
  };

  /** The document, once nothing of earlier writes is pending; undefined when there is no such resource. */
  const findFinished = async (
    organisation: OrganisationId,
    id: string,
    type: ResourceType,
  ): Promise<ResourceDocument | undefined> => {
    let met = { w: '', times: 0 };
    for (;;) {
      const document = await resources.findOne({ _id: resourceKey(organisation, id), o: organisation });
      if (document?.intent === undefined) return document?.type === type.name ? document : undefined;
      const { intent: pending } = document;
      met = { w: pending.w, times: pending.w === met.w ? met.times + 1 : 1 };
      if (met.times > MAX_TIMES_MET) throw unavailable(new Error(`The write ${met.w} of ${id} cannot be finished`));
      await finisher.finish({ ...document, intent: pending });
    }
  };

  const changeOnce = async <Failure>(
    { organisation, schema }: WritePlace,
    { resourceType, id }: ResourceTarget,
    decide: Decide<Failure>,
  ): Promise<Attempt<Failure | ResourceNotFound | WriteFailure>> => {
    const type = schema.typeOf(resourceType);
    const document = await findFinished(organisation, id, type);
    if (document === undefined) return Result.fail(new ResourceNotFound({ resourceType, id }));
    const resource = resourceOf(document);
    const decided = decide(resource, document.mappingVersion ?? 0);
    if (Result.isFailure(decided)) return Result.fail(decided.failure);
    const decision = decided.success;
    if (decision.kind === 'delete') return await remove(document, decision);
    if (decision.kind === 'retell') return await retell(document, decision);
    const { rev, keys, sv: storedUnder = 0 } = document;
    return await write({ organisation, type, schema, resource, storedUnder, rev, keys }, decision);
  };

  const persist = async <Failure>(attempt: () => Promise<Attempt<Failure>>) => {
    const wait = makeBackoff();
    await finisher.waitForCapacity();
    for (;;) {
      const answer = await attempt();
      if (answer !== AGAIN) return answer;
      await wait('other processes change the same resource');
    }
  };

  return {
    create: ({ organisation, schema }, { resourceType, id }, wanted) =>
      persist(() => {
        const type = schema.typeOf(resourceType);
        const before = { organisation, type, schema, resource: unborn(resourceType, id, wanted.at) };
        return write({ ...before, storedUnder: 0, rev: 0, keys: [] }, wanted);
      }),
    change: (place, target, decide) => persist(() => changeOnce(place, target, decide)),
    refresh: makeRefresh(resources, findFinished),
  };
};

// Creation, change and deletion of a resource. The commit is one statement on the resource's own document: an insert, or a
// compare-and-set on `rev`. What the write does elsewhere stands in the document as an intent until it is done.
import type { Resource } from '@looop-scim/scim/attribute';
import { ResourceNotFound, type Uniqueness } from '@looop-scim/scim/errors';
import type { ResourceType } from '@looop-scim/scim/schema';
import {
  MembershipCycle,
  type Decision,
  type MembershipFailure,
  type ResourceTarget,
  type ResourceWrite,
  type WriteOutcome,
} from '@looop-scim/provisioning';
import * as Result from 'effect/Result';
import { resourceKey, type Collections, type ResourceDocument } from '../collections.ts';
import type { TypeOf } from '../resource-types.ts';
import type { Recorder } from '../logs/recorder.ts';
import { unavailable } from '../mongo-error.ts';
import { makePatience } from '../patience.ts';
import { removePieces } from '../pieces.ts';
import { resourceOf } from '../resource-documents.ts';
import { groupsAround } from './cycles.ts';
import type { Finisher } from './finisher.ts';
import type { IntentPayload, PrepareIntent } from './intent.ts';
import type { NestingGuard } from './nesting-guard.ts';
import type { PlanWrite, ResourceBefore } from './plan-write.ts';
import { AGAIN, makeStoreCommit, ownerOf, type Commit } from './store-commit.ts';
import { keysOf } from './unique-keys.ts';

/** How a write can fail once it is decided. */
export type WriteFailure = Uniqueness | MembershipFailure;

/** Writes of all organisations. */
export interface ResourceWriter {
  readonly create: (
    o: string,
    target: ResourceTarget,
    write: ResourceWrite,
  ) => Promise<Result.Result<WriteOutcome, WriteFailure>>;
  readonly change: <Failure>(
    o: string,
    target: ResourceTarget,
    decide: (current: Resource) => Result.Result<Decision, Failure>,
  ) => Promise<Result.Result<WriteOutcome, Failure | ResourceNotFound | WriteFailure>>;
}

/** What writing works with. */
export interface WriterAccess {
  readonly collections: Collections;
  readonly typeOf: TypeOf;
  readonly nextWriteId: () => string;
  readonly prepareIntent: PrepareIntent;
  readonly finisher: Finisher;
  readonly recorder: Recorder;
  readonly planWrite: PlanWrite;
  readonly guard: NestingGuard;
}

/** An intent that is met more often after it was finished lacks what is needed for it, such as pieces that no backup has. */
const MOST_TIMES_MET = 8;

type Attempt<Failure> = Result.Result<WriteOutcome, Failure> | typeof AGAIN;

type Deletion = Extract<Decision, { readonly kind: 'delete' }>;

const newResource = (o: string, type: ResourceType, id: string, at: number): ResourceBefore => ({
  ...{ o, type, id, rev: 0, version: 0, created: at, lastModified: at },
  document: {},
  keys: [],
});

const sameKeys = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((key, index) => key === right[index]);

/** Makes the writer. */
// oxlint-disable-next-line max-lines-per-function -- a factory: the functions are its closures
export const makeResourceWriter = (access: WriterAccess): ResourceWriter => {
  const { collections, typeOf, nextWriteId, prepareIntent, finisher, recorder, planWrite, guard } = access;
  const { resources } = collections;
  const { store } = makeStoreCommit(collections, finisher.finish);

  const commit = async (made: Commit, payload: IntentPayload): Promise<Attempt<WriteFailure>> => {
    const refused = await store(made);
    const { before, intent, planned } = made;
    if (refused === undefined) {
      await finisher.begin({ ...ownerOf(before), intent }, payload).visible;
      return Result.succeed(planned.outcome);
    }
    if (intent.payload === undefined) await removePieces(collections, { o: before.o, key: intent.w });
    return refused === AGAIN ? AGAIN : Result.fail(refused);
  };

  /** While no other process nests groups: every group that contains this one can be seen. */
  const commitNested = (made: Commit, payload: IntentPayload): Promise<Attempt<WriteFailure>> => {
    const { before, intent, planned } = made;
    const { o, id, rev } = before;
    return guard.hold({ o, w: intent.w, group: resourceKey(o, id), rev }, async () => {
      await finisher.showAll(o);
      const around = await groupsAround(collections, o, id);
      const cyclic = planned.nested.find((member) => around.has(member));
      return cyclic === undefined
        ? await commit(made, payload)
        : Result.fail(new MembershipCycle({ memberId: cyclic }));
    });
  };

  /** Whether a group is as it was read: where nothing is committed, nothing else tells that its members belong to its version. */
  const isStill = async ({ o, id, rev, type }: ResourceBefore): Promise<boolean> =>
    type.definition.membership?.side !== 'group' ||
    (await resources.countDocuments({ _id: resourceKey(o, id), o, rev }, { limit: 1 })) === 1;

  const write = async (before: ResourceBefore, wanted: ResourceWrite): Promise<Attempt<WriteFailure>> => {
    const plan = await planWrite(before, wanted);
    if (Result.isFailure(plan)) return Result.fail(plan.failure);
    const planned = plan.success;
    const { outcome, recorded, nested } = planned;
    const { activity, events } = recorded;
    const keysStay = sameKeys(before.keys, keysOf(ownerOf(before), wanted.uniqueKeys));
    if (!outcome.changed && keysStay && events.length === 0) {
      if (!(await isStill(before))) return AGAIN;
      await recorder.record(before.o, { w: nextWriteId(), activity, events });
      return Result.succeed(outcome);
    }
    const { membersAdded: add, membersRemoved: remove } = outcome;
    const payload: IntentPayload = { kind: 'change', add, remove, at: wanted.at, activity, events };
    const intent = await prepareIntent(before.o, before.rev + 1, payload);
    const made = { before, write: wanted, planned, intent };
    // Nothing contains a group that does not exist yet.
    return nested.length > 0 && before.version > 0 ? await commitNested(made, payload) : await commit(made, payload);
  };

  const remove = async (document: ResourceDocument, { at, describe }: Deletion): Promise<Attempt<never>> => {
    const { _id, o, id, rev } = document;
    const none = { membersAdded: [], membersRemoved: [], membersUnknown: [] };
    const outcome: WriteOutcome = { resource: resourceOf(document), changed: true, ...none };
    const payload: IntentPayload = { kind: 'delete', add: [], remove: [], at, ...describe(outcome) };
    const intent = await prepareIntent(o, rev + 1, payload);
    const { matchedCount } = await resources.updateOne(
      { _id, o, rev },
      { $set: { type: '', deleted: at, gone: Date.now(), intent }, $inc: { rev: 1 } },
    );
    if (matchedCount === 0) return AGAIN;
    await finisher.begin({ _id, o, id, intent }, payload).visible;
    return Result.succeed(outcome);
  };

  /** The document without anything left to be done; undefined when there is no such resource. */
  const current = async (o: string, id: string, type: ResourceType): Promise<ResourceDocument | undefined> => {
    let met = { w: '', times: 0 };
    for (;;) {
      const document = await resources.findOne({ _id: resourceKey(o, id), o });
      if (document?.intent === undefined) return document?.type === type.name ? document : undefined;
      const { intent } = document;
      met = { w: intent.w, times: intent.w === met.w ? met.times + 1 : 1 };
      if (met.times > MOST_TIMES_MET) throw unavailable(new Error(`The write ${met.w} of ${id} cannot be finished`));
      await finisher.finish({ ...document, intent });
    }
  };

  const changeOnce = async <Failure>(
    o: string,
    { resourceType, id }: ResourceTarget,
    decide: (current: Resource) => Result.Result<Decision, Failure>,
  ): Promise<Attempt<Failure | ResourceNotFound | WriteFailure>> => {
    const type = typeOf(resourceType);
    const document = await current(o, id, type);
    if (document === undefined) return Result.fail(new ResourceNotFound({ resourceType, id }));
    const resource = resourceOf(document);
    const decided = decide(resource);
    if (Result.isFailure(decided)) return Result.fail(decided.failure);
    const decision = decided.success;
    if (decision.kind === 'delete') return await remove(document, decision);
    return await write({ ...resource, o, type, rev: document.rev, keys: document.keys }, decision);
  };

  const persist = async <Failure>(attempt: () => Promise<Attempt<Failure>>) => {
    const wait = makePatience();
    await finisher.room();
    for (;;) {
      const answer = await attempt();
      if (answer !== AGAIN) return answer;
      await wait('other processes change the same resource');
    }
  };

  return {
    create: (o, { resourceType, id }, wanted) =>
      persist(() => write(newResource(o, typeOf(resourceType), id, wanted.at), wanted)),
    change: (o, target, decide) => persist(() => changeOnce(o, target, decide)),
  };
};

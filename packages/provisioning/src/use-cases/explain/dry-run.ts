// Runs a request through the very use cases that serve it, on a storage that is only read.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { ScimFailure, StorageUnavailable } from '@looop-scim/scim/errors';
import { StorageUnavailable as StorageFailure } from '@looop-scim/scim/errors';
import type { InteropPolicy } from '@looop-scim/scim/interop';
import type { ResourceType } from '@looop-scim/scim/schema';
import type { ActivityOperation } from '../../activity/activity-record.ts';
import type { ActivityLog } from '../../ports/outbound/activity-log.ts';
import { makeCreateResource } from '../create-resource.ts';
import { makeDeleteResource } from '../delete-resource.ts';
import type { ScimDependencies } from '../dependencies.ts';
import { makePatchResource } from '../patch-resource.ts';
import { makeReplaceResource } from '../replace-resource.ts';
import type { DryFacts } from './dry-facts.ts';
import { makeDryRepository, type DryWrite } from './dry-repository.ts';

/** A request that writes, with its place found. */
export interface DryRequest {
  readonly operation: Exclude<ActivityOperation, 'read' | 'authenticate'>;
  readonly type: ResourceType;
  /** Empty for a creation. */
  readonly id: string;
  readonly body: unknown;
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
}

/** What a request would do: what it would store, or why it would be refused. */
export type DryOutcome = Result.Result<DryWrite, ScimFailure>;

/** The id of what is never created. */
const NO_ID = '00000000-0000-7000-8000-000000000000';
const NOBODY = { tokenFingerprint: 'explain', requestId: '' } as const;

/** Takes what is recorded and forgets it. */
const silent = (activity: ActivityLog): ActivityLog => ({ ...activity, append: () => Effect.void });

const answered = <Failure extends ScimFailure>(write: Effect.Effect<unknown, Failure>) =>
  Effect.result(Effect.asVoid(write)) as Effect.Effect<Result.Result<void, ScimFailure>>;

/** Makes the dry run of one organisation's requests; `policy` is that under which it is run. */
export const makeDryRun =
  (deps: ScimDependencies, facts: DryFacts) =>
  ({ operation, type, id, body, ...preconditions }: DryRequest, policy: InteropPolicy) =>
    Effect.gen(function* (): Effect.fn.Return<DryOutcome, StorageUnavailable> {
      const dry = makeDryRepository({ facts, registry: deps.registry, storage: deps.resources });
      const inner: ScimDependencies = {
        ...deps,
        policy,
        resources: dry.resources,
        activity: silent(deps.activity),
        ids: { next: Effect.succeed(NO_ID) },
        noteRead: () => Effect.void,
      };
      const write = { type, body, caller: NOBODY, projection: {}, id, ...preconditions };
      const runs = {
        create: () => answered(makeCreateResource(inner)(write)),
        replace: () => answered(makeReplaceResource(inner)(write)),
        patch: () => answered(makePatchResource(inner)(write)),
        delete: () => answered(makeDeleteResource(inner)(write)),
      };
      const outcome = yield* runs[operation]();
      if (Result.isFailure(outcome)) {
        if (outcome.failure instanceof StorageFailure) return yield* outcome.failure;
        return Result.fail(outcome.failure);
      }
      const written = dry.written();
      if (written === undefined) return yield* Effect.die(new TypeError('the request was served without a write'));
      return Result.succeed(written);
    });

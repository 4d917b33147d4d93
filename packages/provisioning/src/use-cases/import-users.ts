// The import of users: each line finds its user, or makes one.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Resource } from '@looop-scim/scim/attribute';
import { InvalidValue, type ScimFailure, type StorageUnavailable } from '@looop-scim/scim/errors';
import type { LineFault } from '../directory/apply-line.ts';
import { bodyOf, planLine, type LinePlan } from '../directory/plan-line.ts';
import { nameOf } from '../rules/resource-rules.ts';
import type { LineOutcome } from '../ports/inbound/directory-import.ts';
import { makeChangeResource } from './change-resource.ts';
import { makeCreateResource } from './create-resource.ts';
import {
  attempting,
  findMatch,
  makeUniqueValues,
  refusedWrite,
  written,
  type Attempt,
  type BoundLine,
  type ImportParts,
  type Subject,
} from './import-lines.ts';
import { callerOf, refusedLine } from './import-run.ts';
import { makeRecordRefusals } from './refusals.ts';

/** Lines that are written at once, so that a store may share one flush among their writes. */
const CONCURRENCY = 16;

const KINDS = { create: 'created', change: 'changed', unchanged: 'unchanged' } as const;

type Planned = LinePlan & { readonly current: Resource | undefined };

const outcomeOf = ({ line }: Subject, { kind, document, changes }: Planned): LineOutcome => ({
  line: line.line,
  kind: KINDS[kind],
  name: nameOf(document) ?? '',
  changes,
});

/** Makes what writes a plan. */
const makeWrite = ({ deps, context, settings, seen }: ImportParts) => {
  const { type } = context;
  const create = makeCreateResource(deps);
  const change = makeChangeResource(deps);
  const recordRefusals = makeRecordRefusals(deps);
  const caller = callerOf(settings);

  return ({ line }: Subject, { current, document }: Planned): Effect.Effect<void, ScimFailure> => {
    if (current === undefined) {
      const creating = create({ type, caller, projection: {}, body: bodyOf(type, document) });
      return Effect.map(creating, ({ id }) => void seen.add(id));
    }
    const changing = change(
      { type, id: current.id, caller, projection: {}, body: undefined },
      {
        operation: 'patch',
        withMemberships: false,
        // Planned anew: somebody else may have changed the user since.
        revise: (_type, now) =>
          Result.mapBoth(planLine(context, line.columns, line.cells, now), {
            onFailure: ({ column = type.name, reason }) => new InvalidValue({ attribute: column, reason }),
            onSuccess: (planned) => ({ document: planned.document, memberships: [], ignored: [] }),
          }),
      },
    );
    const refused = { caller, operation: 'patch', resourceType: type.name, resourceId: current.id } as const;
    return Effect.asVoid(recordRefusals(refused, changing));
  };
};

/** Makes the import of lines about users. */
export const makeImportUsers = (parts: ImportParts) => {
  const { context, settings, seen } = parts;
  const values = makeUniqueValues(parts);
  const write = makeWrite(parts);

  const plan = Effect.fnUntraced(function* ({
    line,
    matchValue,
  }: Subject): Effect.fn.Return<Result.Result<Planned, LineFault>, StorageUnavailable> {
    const found = yield* findMatch(parts, matchValue);
    if (Result.isFailure(found)) return Result.fail(found.failure);
    const current = found.success;
    if (current !== undefined) seen.add(current.id);
    const planned = planLine(context, line.columns, line.cells, current?.document);
    if (Result.isFailure(planned)) return Result.fail(planned.failure);
    if (planned.success.kind === 'unchanged') return Result.succeed({ ...planned.success, current });
    const fault = yield* values.taken(planned.success.document, current?.document);
    return fault === undefined ? Result.succeed({ ...planned.success, current }) : Result.fail(fault);
  });

  const attempt = Effect.fnUntraced(function* (
    subject: Subject,
  ): Effect.fn.Return<Attempt<LineOutcome>, StorageUnavailable> {
    const planned = yield* plan(subject);
    if (Result.isFailure(planned)) return { answer: refusedLine(subject.line, planned.failure) };
    const answer = outcomeOf(subject, planned.success);
    if (planned.success.kind === 'unchanged') return { answer };
    if (settings.dryRun) {
      values.release(planned.success.current?.document, planned.success.document);
      return { answer };
    }
    const wrote = yield* written(write(subject, planned.success));
    if (Result.isSuccess(wrote)) return { answer };
    return { failure: wrote.failure, refused: refusedWrite(subject.line, wrote.failure) };
  });

  return {
    claim: (line: BoundLine) => values.claim(line, false),
    perform: (subject: Subject) => attempting(() => attempt(subject)),
    /** How many lines may be performed at once. */
    concurrency: values.isIndependent && !settings.dryRun ? CONCURRENCY : 1,
  };
};

// Users that a file does not have: counted, and deactivated when the operator says so.
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import type { Resource } from '@looop-scim/scim/attribute';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { nameOf } from '../rules/resource-rules.ts';
import { IncompleteImport, type ImportRun } from '../ports/inbound/directory-import.ts';
import { makeChangeResource } from './change-resource.ts';
import { callerOf } from './import-run.ts';
import { written, type ImportParts } from './import-lines.ts';
import { makeRecordRefusals } from './refusals.ts';

/** Users and characters of a step: few enough that requests between the steps are not kept waiting. */
const STEP = { limit: 200, maxCharacters: 262_144 } as const;
const NAMED = 20;
/** Writes at once. */
const CONCURRENCY = 16;

/** How many lines an import has taken so far. */
export interface Tally {
  readonly lines: number;
  readonly refused: number;
}

/** Makes the deactivation of one user. The result is whether it was done: nobody can be deactivated who was deleted meanwhile. */
const makeDeactivate = ({ deps, context, settings }: Pick<ImportParts, 'deps' | 'context' | 'settings'>) => {
  const { type } = context;
  const caller = callerOf(settings);
  const change = makeChangeResource(deps);
  const recordRefusals = makeRecordRefusals(deps);
  return ({ id }: Resource): Effect.Effect<boolean, StorageUnavailable> => {
    const changing = change(
      { type, id, caller, projection: {}, body: undefined },
      {
        operation: 'patch',
        withMemberships: false,
        revise: (_type, document) =>
          Result.succeed({ document: { ...document, active: false }, memberships: [], ignored: [] }),
      },
    );
    const refused = { caller, operation: 'patch', resourceType: type.name, resourceId: id } as const;
    return Effect.map(written(recordRefusals(refused, changing)), Result.isSuccess);
  };
};

/** Makes the deactivation of those that no line of an import was about. `begun` is when the import began. */
export const makeDeactivateMissing = (
  { deps, context, settings, seen }: ImportParts,
  begun: number,
  tally: () => Tally,
): Pick<ImportRun, 'missing' | 'deactivateMissing'> => {
  const { type } = context;
  const deactivate = makeDeactivate({ deps, context, settings });

  const isMissing = ({ id, created, document }: Resource): boolean =>
    document['active'] !== false && created < begun && !seen.has(id);

  /** Visits the missing users part by part; the result is the sum of what each visit counts. */
  const eachPart = Effect.fnUntraced(function* (
    visit: (missing: readonly Resource[]) => Effect.Effect<number, StorageUnavailable>,
    between: Effect.Effect<void>,
  ): Effect.fn.Return<number, IncompleteImport | StorageUnavailable> {
    const { lines, refused } = tally();
    if (refused > 0 || lines === 0) return yield* new IncompleteImport({ lines, refused });
    if (settings.of === 'groups') return 0;
    let count = 0;
    let from: string | undefined;
    do {
      yield* between;
      const part = yield* deps.resources.walk({
        resourceType: type.name,
        ...STEP,
        ...(from !== undefined && { from }),
      });
      count += yield* visit(part.resources.filter(isMissing));
      from = part.next;
      yield* Effect.yieldNow;
    } while (from !== undefined);
    return count;
  });

  const deactivateAll = (missing: readonly Resource[]): Effect.Effect<number, StorageUnavailable> =>
    settings.dryRun
      ? Effect.succeed(missing.length)
      : Effect.map(
          Effect.forEach(missing, deactivate, { concurrency: CONCURRENCY }),
          (done) => done.filter((isDone) => isDone).length,
        );

  return {
    missing: (between = Effect.void) =>
      Effect.gen(function* () {
        const names: string[] = [];
        const visit = (missing: readonly Resource[]) =>
          Effect.sync(() => {
            names.push(...missing.slice(0, NAMED - names.length).map(({ document, id }) => nameOf(document) ?? id));
            return missing.length;
          });
        return { count: yield* eachPart(visit, between), names };
      }),
    deactivateMissing: (between = Effect.void) => eachPart(deactivateAll, between),
  };
};

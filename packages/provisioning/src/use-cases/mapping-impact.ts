// How many people a mapping set would change, looked at in steps, so that it can be stopped between them.
import * as Effect from 'effect/Effect';
import type { StorageUnavailable } from '@looop-scim/scim/errors';
import { JOB_LIMITS, NO_PEOPLE, type ImpactExample, type ImpactReport } from '../jobs/job.ts';
import { bindSavedSet } from '../mapping/bind-saved-set.ts';
import { acceptMappingSet } from '../mapping/check-mapping-set.ts';
import { fullMappingSet } from '../mapping/default-mapping-sets.ts';
import { applyMappingSet } from '../mapping/explain.ts';
import type { InvalidMappingSet } from '../mapping/mapping-fault.ts';
import { makeMappingRepository } from '../mapping/mapping-revisions.ts';
import { profileDifference } from '../mapping/profile.ts';
import { nameOf } from '../rules/resource-rules.ts';
import type { MappingDependencies } from './administer-mappings.ts';
import { typeNamed } from './directory-parts.ts';

/** People and characters of a step: few enough that requests between the steps are not kept waiting. */
const STEP = { limit: 200, maxCharacters: 262_144 } as const;

/** A look at everybody under way. */
export interface ImpactRun {
  /** Looks at some more people; `isDone` when everybody was looked at. */
  readonly step: () => Effect.Effect<{ readonly report: ImpactReport; readonly isDone: boolean }, StorageUnavailable>;
}

/** Begins to look at everybody: from the set in force now to another one, in its JSON form. Fails: `InvalidMappingSet`. */
export type BeginImpact = (set: unknown) => Effect.Effect<ImpactRun, InvalidMappingSet | StorageUnavailable>;

/** Makes the impact of mapping sets of one organisation. */
export const makeMappingImpact = ({
  registry,
  resources,
  revisions,
}: Pick<MappingDependencies, 'registry' | 'resources' | 'revisions'>): BeginImpact => {
  const type = typeNamed(registry, 'User');
  return Effect.fnUntraced(function* (set: unknown) {
    const proposed = yield* Effect.fromResult(acceptMappingSet(type, set));
    const saved = yield* makeMappingRepository(revisions).current();
    const inForce = bindSavedSet(type, saved?.set ?? fullMappingSet);
    let report: ImpactReport = NO_PEOPLE;
    let from: string | undefined;

    const step: ImpactRun['step'] = Effect.fnUntraced(function* () {
      // Others get their turn first: a storage that answers at once is never waited for.
      yield* Effect.yieldNow;
      const part = yield* resources.walk({ resourceType: type.name, ...STEP, ...(from !== undefined && { from }) });
      let { changed } = report;
      const examples: ImpactExample[] = [...report.examples];
      const fields: Record<string, number> = { ...report.fields };
      for (const { id, document } of part.resources) {
        const before = applyMappingSet(inForce, document).profile;
        const difference = profileDifference(before, applyMappingSet(proposed, document).profile);
        if (difference.length === 0) continue;
        changed += 1;
        for (const { field } of difference) fields[field] = (fields[field] ?? 0) + 1;
        if (examples.length < JOB_LIMITS.examples) examples.push({ id, userName: nameOf(document) ?? '', difference });
      }
      report = { people: report.people + part.resources.length, changed, fields, examples };
      from = part.next;
      return { report, isDone: from === undefined };
    });
    return { step };
  });
};

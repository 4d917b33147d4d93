export { type Attention, type Health, type HealthState } from '../activity/health.ts';
export { type IncompleteRead } from '../activity/incomplete-read.ts';
export { LONGEST_SEARCH } from '../activity/mentions.ts';
export { MILESTONES, type Milestone, type Milestones } from '../activity/milestones.ts';
export {
  type Clause,
  type DryRun,
  type ExplainedOperation,
  type Explaining,
  type Explanation,
  type FiredLeniency,
  type PastedRequest,
} from '../ports/inbound/explanation.ts';
export { makeExplaining } from '../use-cases/explain/explain.ts';
export { makeDuplicateSearch, type SharedValues } from '../use-cases/find-duplicates.ts';
export { makeFindingsReading, type Findings, type FindingsDependencies } from '../use-cases/read-findings.ts';
export { makeHealthReading, type HealthDependencies } from '../use-cases/read-health.ts';
export { makeSetUpReading, type SetUpDependencies } from '../use-cases/read-set-up.ts';

// From a resource to a profile, with every step in between. What `applyMappingSet` answers is the last line of the explanation.
import type { Complex } from '@looop-scim/scim/attribute';
import type { BoundMapping, BoundMappingSet, BoundStep } from './bound-mapping-set.ts';
import type { Step } from './mapping-set.ts';
import { isTextList, type Profile, type ProfileValue } from './profile.ts';
import { readingOf, type Reading } from './reading.ts';
import { runStep } from './run-step.ts';
import { bounded, isShorter, presentValue, traceSource, type SourceTrace } from './select-value.ts';

/** One step at work. */
export interface StepTrace {
  readonly step: Step;
  readonly input: ProfileValue;
  /** Absent: the step left no value, and no further one was tried. */
  readonly output?: ProfileValue;
  /** The value was longer than values may be. */
  readonly isCut?: true;
}

/** How one field came to its value. */
export interface FieldTrace {
  readonly field: string;
  /** Those that were tried, in order: up to the first one that has a value. */
  readonly sources: readonly SourceTrace[];
  readonly steps: readonly StepTrace[];
  /** The value that stood in for one that was missing. */
  readonly otherwise?: ProfileValue;
  /** Absent: the field has no value. */
  readonly result?: ProfileValue;
}

/** What is wrong with a person's profile: a required field has no value, or a value was cut. */
export interface ProfileIssue {
  readonly field: string;
  readonly issue: 'missing' | 'cut';
}

/** A profile and what is wrong with it. */
export interface MappedProfile {
  readonly profile: Profile;
  readonly issues: readonly ProfileIssue[];
}

/** A profile with the way to each of its fields. */
export interface Explanation extends MappedProfile {
  /** In the order of the mappings. */
  readonly fields: readonly FieldTrace[];
}

const runOnValue = (step: BoundStep, value: ProfileValue): ProfileValue | undefined => {
  if (!isTextList(value)) return runStep(step, value);
  const texts = value.flatMap((text) => {
    const output = runStep(step, text);
    return typeof output === 'string' ? [output] : [];
  });
  return texts.length === 0 ? undefined : texts;
};

const traceStep = (bound: BoundStep, input: ProfileValue): StepTrace => {
  const whole = runOnValue(bound, input);
  const cut = whole === undefined ? undefined : bounded(whole);
  const output = presentValue(cut);
  const isCut = whole !== undefined && cut !== undefined && isShorter(cut, whole);
  return { step: bound.step, input, ...(output !== undefined && { output }), ...(isCut && { isCut }) };
};

const traceSteps = (steps: readonly BoundStep[], value: ProfileValue | undefined): readonly StepTrace[] => {
  const traces: StepTrace[] = [];
  let input = value;
  for (const step of steps) {
    if (input === undefined) break;
    const trace = traceStep(step, input);
    traces.push(trace);
    input = trace.output;
  }
  return traces;
};

const traceSources = ({ sources }: BoundMapping, reading: Reading): readonly SourceTrace[] => {
  const traces: SourceTrace[] = [];
  for (const source of sources) {
    const trace = traceSource(source, reading);
    traces.push(trace);
    if (trace.value !== undefined) break;
  }
  return traces;
};

const traceField = (bound: BoundMapping, reading: Reading): FieldTrace => {
  const { field, otherwise } = bound.mapping;
  const sources = traceSources(bound, reading);
  const found = sources.at(-1)?.value;
  const steps = traceSteps(bound.steps, found);
  const mapped = steps.length === 0 ? found : steps.at(-1)?.output;
  if (mapped !== undefined) return { field, sources, steps, result: mapped };
  if (otherwise === 'empty') return { field, sources, steps };
  return { field, sources, steps, otherwise: otherwise.value, result: otherwise.value };
};

const wasCut = ({ sources, steps }: FieldTrace): boolean =>
  sources.some(({ isCut, parts }) => isCut === true || parts?.some((part) => part.isCut === true)) ||
  steps.some(({ isCut }) => isCut === true);

const issuesOf = (mappings: readonly BoundMapping[], fields: readonly FieldTrace[]): readonly ProfileIssue[] => {
  const issues: ProfileIssue[] = [];
  for (const [index, trace] of fields.entries()) {
    const { field, result } = trace;
    if (result === undefined && mappings[index]?.mapping.required === true) issues.push({ field, issue: 'missing' });
    if (wasCut(trace)) issues.push({ field, issue: 'cut' });
  }
  return issues;
};

/**
 * How a set makes the profile of a resource: for each field the sources that were tried, what was picked, each step's input and
 * output, and the result. Pure and total on documents in canonical form; it depends on the set and the values of the document
 * alone, not on the order in which its keys are stored.
 */
export const explainMapping = (set: BoundMappingSet, document: Complex): Explanation => {
  const reading = readingOf(document);
  const fields = set.mappings.map((mapping) => traceField(mapping, reading));
  const values = fields.flatMap(({ field, result }) => (result === undefined ? [] : [[field, result] as const]));
  return { fields, profile: Object.fromEntries(values), issues: issuesOf(set.mappings, fields) };
};

/** The profile of a resource, and what is wrong with it. */
export const applyMappingSet = (set: BoundMappingSet, document: Complex): MappedProfile => {
  const { profile, issues } = explainMapping(set, document);
  return { profile, issues };
};

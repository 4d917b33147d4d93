// Laws of attribute mappings: what a set makes of a resource, and which sets are refused.
import fc from 'fast-check';
import {
  applyMappingSet,
  checkMappingSet,
  explainMapping,
  printMappingSet,
  profileDifference,
  readMappingSet,
  STANDARD_FIELDS,
  type FieldTrace,
  type FieldType,
  type Mapping,
  type Profile,
  type ProfileValue,
  type SourceTrace,
} from '@looop-scim/provisioning/mapping';
import { isComplex, isList, type Complex, type Value } from '@looop-scim/scim/attribute';
import type { ResourceType } from '@looop-scim/scim/schema';
import * as Result from 'effect/Result';
import { mappingOf } from '../arbitraries/mapping.ts';
import { law, type Law } from '../law.ts';
import { same, typeNamed } from './filter-case.ts';
import { boundOn, mappingCases, strangeCases, type MappingCase } from './mapping-case.ts';
import { sourceGives, stepGives } from './mapping-oracle.ts';
import { refusalLaws } from './mapping-refusal-laws.ts';
import { writeBackLaws } from './write-back-laws.ts';

const MOST_CHARACTERS = 4096;

const holds = (fact: boolean, statement: string): void => {
  if (!fact) throw new Error(statement);
};

const isTextList = (value: ProfileValue | undefined): value is readonly string[] => Array.isArray(value);

const typeOf = (value: ProfileValue): FieldType =>
  isTextList(value) ? 'stringList' : typeof value === 'boolean' ? 'boolean' : 'string';

/** The type of a field of a case. */
const typeOfField = ({ set }: MappingCase, field: string): FieldType | undefined =>
  [...STANDARD_FIELDS, ...set.fields].find(({ name }) => name === field)?.type;

/** Each line of a trace of sources follows from the document. */
const checkSources = (
  type: ResourceType,
  { from }: Mapping,
  traces: readonly SourceTrace[],
  document: Complex,
  takesAll: boolean,
) => {
  for (const [index, { source, value }] of traces.entries()) {
    same(source, from[index]);
    same(value, sourceGives(type, source, document, takesAll));
    holds(
      (value === undefined) === index < traces.length - 1 || index === from.length - 1,
      'sources are tried in order',
    );
  }
};

const stepsGive = (step: FieldTrace['steps'][number]): ProfileValue | undefined => {
  const { input } = step;
  if (!isTextList(input)) {
    const output = stepGives(step.step, input);
    return typeof output === 'string' && output.trim() === '' ? undefined : output;
  }
  const outputs = input.flatMap((text) => {
    const output = stepGives(step.step, text);
    return typeof output === 'string' && output.trim() !== '' ? [output] : [];
  });
  return outputs.length === 0 ? undefined : outputs;
};

/** Each line of a trace follows from the one before; answers the result that the last one stands for. */
const checkSteps = ({ steps }: Mapping, trace: FieldTrace): ProfileValue | undefined => {
  let value = trace.sources.at(-1)?.value;
  for (const [index, line] of trace.steps.entries()) {
    same(line.step, steps[index]);
    same(line.input, value);
    same(line.output, stepsGive(line));
    value = line.output;
  }
  holds(value === undefined || trace.steps.length === steps.length, 'every step is taken while there is a value');
  return value;
};

const checkField = (one: MappingCase, mapping: Mapping, trace: FieldTrace): void => {
  const takesAll = typeOfField(one, mapping.field) === 'stringList';
  checkSources(typeNamed(one.typeName), mapping, trace.sources, one.document, takesAll);
  const mapped = checkSteps(mapping, trace);
  const standIn = mapping.otherwise === 'empty' ? undefined : mapping.otherwise.value;
  same(trace.result, mapped ?? standIn);
  same(trace.otherwise, mapped === undefined ? standIn : undefined);
};

/** Keys at every depth in the reverse order. */
const reversedKeys = (value: Value): Value => {
  if (isList(value)) return value.map(reversedKeys) as Value;
  if (!isComplex(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversedKeys(inner)]),
  );
};

const isBounded = (value: ProfileValue): boolean =>
  isTextList(value) ? value.every(isBounded) : typeof value === 'boolean' || value.length <= MOST_CHARACTERS;

const isPresent = (value: ProfileValue): boolean =>
  isTextList(value) ? value.length > 0 && value.every(isPresent) : typeof value === 'boolean' || value.trim() !== '';

const profileOf = ({ typeName, set, document }: MappingCase): Profile =>
  applyMappingSet(boundOn(typeNamed(typeName), set), document).profile;

const applied = (before: Profile, changes: ReturnType<typeof profileDifference>): Profile => {
  const next = new Map(Object.entries(before));
  for (const { field, after } of changes) {
    if (after === undefined) next.delete(field);
    else next.set(field, after);
  }
  return Object.fromEntries(next);
};

const explanationLaws: readonly Law[] = [
  law(
    'each line of an explanation follows from the one before: sources from the document, steps from their input',
    fc.property(mappingCases, (one) => {
      const { fields } = explainMapping(boundOn(typeNamed(one.typeName), one.set), one.document);
      same(
        fields.map(({ field }) => field),
        one.set.mappings.map(({ field }) => field),
      );
      for (const [index, trace] of fields.entries()) {
        const mapping = one.set.mappings[index];
        if (mapping !== undefined) checkField(one, mapping, trace);
      }
    }),
  ),
  law(
    'apply(set, resource) is the last line of explain(set, resource)',
    fc.property(mappingCases, ({ typeName, set, document }) => {
      const bound = boundOn(typeNamed(typeName), set);
      const { fields, issues } = explainMapping(bound, document);
      const lines = fields.filter(({ result }) => result !== undefined).map(({ field, result }) => [field, result]);
      same(applyMappingSet(bound, document), { profile: Object.fromEntries(lines), issues });
    }),
  ),
  law(
    'a required field without a value is an issue, and nothing else is missing',
    fc.property(mappingCases, (one) => {
      const { profile, issues } = applyMappingSet(boundOn(typeNamed(one.typeName), one.set), one.document);
      const due = one.set.mappings.filter(({ field, required }) => required && !Object.hasOwn(profile, field));
      same(
        issues.filter(({ issue }) => issue === 'missing').map(({ field }) => field),
        due.map(({ field }) => field),
      );
    }),
  ),
];

const profileLaws: readonly Law[] = [
  law(
    'an accepted set never meets a type error: every value is of the type of its field, present and bounded, whatever is stored',
    fc.property(fc.oneof(mappingCases, strangeCases), (one) => {
      for (const [field, value] of Object.entries(profileOf(one))) {
        same(typeOf(value), typeOfField(one, field));
        holds(isPresent(value) && isBounded(value), `${field} is blank or too long`);
      }
    }),
  ),
  law(
    'a profile is a function of set and values: neither the order of stored keys nor an earlier call makes a difference',
    fc.property(mappingCases, (one) => {
      const bound = boundOn(typeNamed(one.typeName), one.set);
      const before = JSON.stringify(one.document);
      const first = explainMapping(bound, one.document);
      const reversed = reversedKeys(one.document) as Complex;
      same(explainMapping(boundOn(typeNamed(one.typeName), one.set), reversed), first);
      same(explainMapping(bound, one.document), first);
      same(JSON.stringify(one.document), before);
    }),
  ),
  law(
    'each field depends on its own mapping alone: the profile of a set is made of those of its mappings',
    fc.property(mappingCases, (one) => {
      const alone = one.set.mappings.map((mapping) => profileOf({ ...one, set: { ...one.set, mappings: [mapping] } }));
      same(profileOf(one), Object.assign({}, ...alone));
    }),
  ),
  law(
    'the difference of two profiles leads from one to the other, and is empty exactly when they are the same',
    fc.property(mappingCases, mappingCases, fc.boolean(), (one, other, isSame) => {
      const [before, after] = [profileOf(one), profileOf(isSame ? one : other)];
      const changes = profileDifference(before, after);
      same(applied(before, changes), after);
      if (isSame) same(changes, []);
      for (const { before: was, after: is } of changes) holds(JSON.stringify(was) !== JSON.stringify(is), 'no change');
    }),
  ),
];

const setLaws: readonly Law[] = [
  law(
    'read(print(set)) = set, and what is read is accepted as before',
    fc.property(mappingCases, ({ typeName, set }) => {
      const json: unknown = JSON.parse(JSON.stringify(printMappingSet(set)));
      const read = Result.getOrThrow(readMappingSet(json));
      same(read, set);
      same(Result.isSuccess(checkMappingSet(typeNamed(typeName), read)), true);
    }),
  ),
  law(
    'a mapping that is accepted alone is accepted beside others of other fields',
    fc.property(
      mappingCases.chain((one) =>
        fc.tuple(fc.constant(one), mappingOf(typeNamed(one.typeName), { name: 'extra', type: 'string' })),
      ),
      ([{ typeName, set }, mapping]) => {
        const fields = [...set.fields, { name: 'extra', type: 'string' } as const];
        boundOn(typeNamed(typeName), { fields, mappings: [...set.mappings, mapping] });
      },
    ),
  ),
];

/** Laws of attribute mappings. */
export const mappingLaws: readonly Law[] = [
  ...explanationLaws,
  ...profileLaws,
  ...setLaws,
  ...refusalLaws,
  ...writeBackLaws,
];

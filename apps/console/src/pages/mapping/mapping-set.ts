// The JSON form of a mapping set, as the pages edit it, and what is said of it in words.
import type {
  AttributeSource,
  Mapping,
  MappingSet,
  MappingVersion,
  ProfileValue,
  Source,
  Step,
} from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

export type {
  AttributeSource,
  FieldType,
  Lookup,
  Mapping,
  MappingSet,
  Pick,
  ProfileValue,
  Source,
  Step,
} from '@looop-scim/http-api/contract';

/** The set of a version. */
export const setOf = ({ set }: MappingVersion): MappingSet => set;

/** Whether two sets are the same. */
export const sameSet = (left: MappingSet, right: MappingSet): boolean => JSON.stringify(left) === JSON.stringify(right);

const { steps: stepWords, sources: sourceWords } = text.mapping;

const valueText = (value: ProfileValue): string =>
  typeof value === 'object' ? value.join(', ') : typeof value === 'boolean' ? String(value) : `"${value}"`;

/** A source in words. */
export const sourceLabel = (source: Source): string => {
  if ('attribute' in source) return source.attribute;
  if ('constant' in source) return sourceWords.constant(valueText(source.constant));
  return source.join.map(sourceLabel).join(source.separator.trim() === '' ? ' + ' : ` ${source.separator} `);
};

/** A step in words. */
export const stepLabel = (step: Step): string => {
  if (typeof step === 'string') return stepWords[step];
  if ('before' in step) return stepWords.before(step.before);
  if ('after' in step) return stepWords.after(step.after);
  return 'truncate' in step
    ? stepWords.truncate(step.truncate)
    : stepWords.lookup(Object.keys(step.lookup.table).length);
};

/** What stands in for a missing value, in words. */
export const otherwiseLabel = ({ otherwise }: Mapping): string | undefined =>
  otherwise === undefined || otherwise === 'empty' ? undefined : text.mapping.otherwise(valueText(otherwise.value));

/** The attributes of a source. */
export const attributesOf = (source: Source): readonly AttributeSource[] => {
  if ('attribute' in source) return [source];
  return 'join' in source ? source.join.flatMap(attributesOf) : [];
};

/** The fields whose mappings differ between two sets. */
export const changedFields = (before: MappingSet, after: MappingSet): readonly string[] => {
  const byField = ({ mappings }: MappingSet) => new Map(mappings.map((one) => [one.field, JSON.stringify(one)]));
  const [was, is] = [byField(before), byField(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((field) => was.get(field) !== is.get(field));
};

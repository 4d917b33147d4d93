// The JSON form of a mapping set, as the pages edit it, and what is said of it in words.
import type { MappingVersion } from '@looop-scim/http-api/contract';
import { text } from '../../text/en.ts';

export type FieldType = 'string' | 'boolean' | 'stringList';
export type ProfileValue = string | boolean | readonly string[];
export type Pick = { readonly type: string } | 'primary' | 'only' | 'first';

export interface AttributeSource {
  readonly attribute: string;
  readonly pick?: readonly Pick[];
}

export interface ConstantSource {
  readonly constant: ProfileValue;
}

export interface JoinSource {
  readonly join: readonly (AttributeSource | ConstantSource)[];
  readonly separator: string;
}

export type Source = AttributeSource | ConstantSource | JoinSource;

export interface Lookup {
  readonly table: Readonly<Record<string, string | boolean>>;
  readonly unknown: 'keep' | 'empty' | { readonly value: string | boolean };
  readonly caseless?: boolean;
}

export type Step =
  | 'trim'
  | 'lower'
  | 'upper'
  | { readonly before: string }
  | { readonly after: string }
  | { readonly truncate: number }
  | { readonly lookup: Lookup };

export interface Mapping {
  readonly field: string;
  readonly from: readonly Source[];
  readonly steps?: readonly Step[];
  readonly otherwise?: 'empty' | { readonly value: ProfileValue };
  readonly required?: boolean;
  readonly writeBack?: boolean;
}

export interface OwnField {
  readonly name: string;
  readonly type: FieldType;
}

export interface MappingSet {
  readonly fields?: readonly OwnField[];
  readonly mappings: readonly Mapping[];
}

/** The set of a version. The server has checked it before it was saved. */
export const setOf = ({ set }: MappingVersion): MappingSet => set as unknown as MappingSet;

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

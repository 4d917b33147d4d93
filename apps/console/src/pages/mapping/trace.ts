// How a field came to its value, as a preview explains it.
import type { Preview } from '@looop-scim/http-api/contract';
import { sourceLabel, type ProfileValue, type Source, type Step } from './mapping-set.ts';

export interface SourceTrace {
  readonly source: Source;
  readonly value?: ProfileValue;
  readonly picked?: {
    readonly by: 'filter' | 'primary' | 'only' | 'first' | { readonly type: string };
    readonly matches: number;
  };
}

export interface FieldTrace {
  readonly field: string;
  readonly sources: readonly SourceTrace[];
  readonly steps: readonly { readonly step: Step; readonly input: ProfileValue; readonly output?: ProfileValue }[];
  readonly otherwise?: ProfileValue;
  readonly result?: ProfileValue;
}

/** The traces of a preview, in the order of the mappings. */
export const tracesOf = (preview: Preview | undefined): readonly FieldTrace[] =>
  (preview?.fields ?? []) as unknown as readonly FieldTrace[];

/** The source that gave the value; empty when none did. */
export const sourceText = ({ sources, otherwise }: FieldTrace): string => {
  const last = sources.at(-1);
  return otherwise !== undefined || last?.value === undefined ? '' : sourceLabel(last.source);
};

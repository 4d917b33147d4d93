// How a field came to its value, as a preview explains it.
import type { FieldTrace, Preview } from '@looop-scim/http-api/contract';
import { sourceLabel } from './mapping-set.ts';

export type { FieldTrace } from '@looop-scim/http-api/contract';
export type SourceTrace = FieldTrace['sources'][number];

/** The traces of a preview, in the order of the mappings. */
export const tracesOf = (preview: Preview | undefined): readonly FieldTrace[] => preview?.fields ?? [];

/** The source that gave the value; empty when none did. */
export const sourceText = ({ sources, otherwise }: FieldTrace): string => {
  const last = sources.at(-1);
  return otherwise !== undefined || last?.value === undefined ? '' : sourceLabel(last.source);
};

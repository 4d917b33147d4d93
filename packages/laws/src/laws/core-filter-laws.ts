// All laws of filters in the core in one list.
import type { Law } from '../law.ts';
import { filterBindingLaws } from './filter-binding-laws.ts';
import { filterCompilationLaws } from './filter-compilation-laws.ts';
import { filterEvaluationLaws } from './filter-evaluation-laws.ts';
import { filterSyntaxLaws } from './filter-syntax-laws.ts';

/** Laws of filters: syntax, binding, evaluation, compilation. RFC 7644 section 3.4.2.2. */
export const coreFilterLaws: readonly Law[] = [
  ...filterSyntaxLaws,
  ...filterBindingLaws,
  ...filterEvaluationLaws,
  ...filterCompilationLaws,
];

// The difference that a write made, attribute by attribute: it feeds storage, activity and directory events.
import type { Value } from '../attribute/value.ts';

/** One attribute that differs; `before` or `after` is absent when the attribute was or became unassigned. */
export interface AttributeChange {
  /** Path in schema spelling: top-level attributes, sub-attributes of single complex ones, attributes of extensions. */
  readonly attribute: string;
  readonly before?: Value;
  readonly after?: Value;
}

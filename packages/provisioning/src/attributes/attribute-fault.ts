// Why the definition of an own attribute is refused: every fault at once.
import * as Data from 'effect/Data';
import type { OwnAttribute } from './own-attribute.ts';

/** Kinds of faults of a definition. */
export type AttributeFaultKind = 'shape' | 'name' | 'urn' | 'taken' | 'bound' | 'type';

/** One fault. */
export interface AttributeFault {
  readonly kind: AttributeFaultKind;
  /** The characteristic at fault. */
  readonly at: keyof OwnAttribute;
  readonly reason: string;
}

/** A definition that was refused, with at least one fault. */
export class InvalidAttribute extends Data.TaggedError('InvalidAttribute')<{
  readonly faults: readonly AttributeFault[];
}> {}

/** The organisation has no such own attribute, or not in the state that is needed. */
export class NoSuchAttribute extends Data.TaggedError('NoSuchAttribute')<{ readonly path: string }> {}

/** A definition that values which are stored would not fit. */
export class AttributeHasValues extends Data.TaggedError('AttributeHasValues')<{
  readonly path: string;
  /** What of the values does not fit. */
  readonly reason: string;
  /** Users who have such a value. */
  readonly users: number;
}> {}

/** An attribute that the mapping set in force reads. */
export class AttributeMapped extends Data.TaggedError('AttributeMapped')<{
  readonly path: string;
  /** Fields of the profile that come from it. */
  readonly fields: readonly string[];
}> {}

/** A fault in one line. */
export const attributeFaultText = ({ at, reason }: AttributeFault): string => `${at}: ${reason}`;

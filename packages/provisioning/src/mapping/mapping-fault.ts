// Why a mapping set is refused: every fault at once, each with its field and its place.
import * as Data from 'effect/Data';
import { printable } from '../activity/activity-sentence.ts';

/** Kinds of faults; every one can be provoked. */
export const MAPPING_FAULT_KINDS = [
  /** Not the JSON that is due: another kind of value, a member missing or unknown. */
  'shape',
  /** Beyond a limit. */
  'bound',
  /** The name cannot name a field. */
  'fieldName',
  /** A field that exists already. */
  'repeatedField',
  /** A mapping of a field that the profile does not have. */
  'unknownField',
  /** A second mapping of one field. */
  'repeatedMapping',
  /** Not an attribute path. */
  'path',
  /** The resource type has no such attribute. */
  'unknownAttribute',
  /** A filter other than one comparison by eq. */
  'filter',
  /** An attribute that cannot be mapped: complex, secret, a list in a list, or kept beside the document. */
  'notMappable',
  /** A pick that the attribute cannot have. */
  'pick',
  /** A value or step of another type than is due. */
  'type',
  /** Two rows of a table with one key. */
  'repeatedKey',
  /** Write-back onto an attribute that may not be changed. */
  'readOnly',
  /** Write-back through something that has no inverse. */
  'noInverse',
  /** Two write-backs onto one attribute. */
  'writeBackCollision',
] as const;

/** Kind of a fault. */
export type MappingFaultKind = (typeof MAPPING_FAULT_KINDS)[number];

/** One fault of a set. */
export interface MappingFault {
  readonly kind: MappingFaultKind;
  /** The place in the JSON form, such as `mappings[2].from[0].attribute`; empty for the set itself. */
  readonly at: string;
  /** The field whose mapping is at fault. */
  readonly field?: string;
  /** The attribute path as it was written. */
  readonly attribute?: string;
  readonly reason: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** A mapping set that was refused, with at least one and at most 100 faults. */
export class InvalidMappingSet extends Data.TaggedError('InvalidMappingSet')<{
  readonly faults: readonly MappingFault[];
}> {}

/** A fault in one line. */
export const mappingFaultText = ({ at, field, attribute, reason, suggestion }: MappingFault): string => {
  const subject = [...(field === undefined ? [] : [field]), ...(attribute === undefined ? [] : [attribute])];
  const named = subject.length === 0 ? '' : `${subject.join(', ')}: `;
  const meant = suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
  return printable(`${named}${reason}${meant}${at === '' ? '' : ` (at ${at})`}`);
};

// A place in the JSON form of a mapping set, and the way to report a fault there. Whoever finds a fault goes on, so that all of
// them are reported at once.
import { MAPPING_LIMITS } from './mapping-set.ts';
import type { MappingFault, MappingFaultKind } from './mapping-fault.ts';

/** A place where a fault may be. */
export interface FaultPlace {
  readonly at: string;
  readonly field?: string;
  readonly note: (fault: MappingFault) => void;
}

/** Details of a fault. */
export type FaultDetails = globalThis.Pick<MappingFault, 'attribute' | 'suggestion'>;

/** Characters of a name or path that a fault repeats. */
const SHOWN_CHARACTERS = 128;

/** A text of the set as far as a fault repeats it. */
export const shortened = (text: string): string =>
  text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}...`;

/** The place of a whole set; its faults are gathered in `faults`, up to a bound. */
export const wholeSet = (faults: MappingFault[]): FaultPlace => ({
  at: '',
  note: (fault) => {
    if (faults.length < MAPPING_LIMITS.faults) faults.push(fault);
  },
});

/** The place of a member or an element. */
export const inside = (place: FaultPlace, key: string | number): FaultPlace => {
  if (typeof key === 'number') return { ...place, at: `${place.at}[${key}]` };
  return { ...place, at: place.at === '' ? key : `${place.at}.${shortened(key)}` };
};

/** The same place, within the mapping of a field. */
export const ofField = (place: FaultPlace, field: string): FaultPlace => ({ ...place, field: shortened(field) });

/** Reports a fault. The answer stands for the value that there is not. */
export const refuse = (
  { at, field, note }: FaultPlace,
  kind: MappingFaultKind,
  reason: string,
  details: FaultDetails = {},
): undefined => {
  note({ kind, at, ...(field !== undefined && { field }), reason, ...details });
  return undefined;
};

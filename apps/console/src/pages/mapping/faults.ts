// Which faults of a set belong to what is being edited.
import type { Fault } from '../../api/problem.ts';
import { text } from '../../text/en.ts';

const isWithin = (at: string, place: string): boolean =>
  at === place || at.startsWith(`${place}.`) || at.startsWith(`${place}[`);

/** The faults of the mapping at a place in the set. */
export const faultsOfMapping = (faults: readonly Fault[], place: number): readonly Fault[] =>
  faults.filter(({ at = '' }) => isWithin(at, `mappings[${place}]`));

/** The faults of a part of a mapping, such as `from[0]`. */
export const faultsOfPart = (faults: readonly Fault[], place: number, part: string): readonly Fault[] =>
  faults.filter(({ at = '' }) => isWithin(at, `mappings[${place}].${part}`));

/** A fault in words. */
export const faultText = ({ detail = '', suggestion }: Fault): string =>
  suggestion === undefined ? detail : `${detail}. ${text.mapping.draft.suggestion(suggestion)}`;

/** Faults as the error below a field; undefined when there are none. */
export const errorOf = (faults: readonly Fault[]): string | undefined =>
  faults.length === 0 ? undefined : faults.map(faultText).join(' ');

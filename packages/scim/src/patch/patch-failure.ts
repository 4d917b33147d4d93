// How a PATCH request can be refused, and where in the request the fault lies.
import {
  InvalidFilter,
  InvalidPath,
  InvalidSyntax,
  InvalidValue,
  Mutability,
  NoTarget,
  type PayloadTooLarge,
} from '../errors.ts';

/** Every way in which parsing or applying a PATCH request can fail. RFC 7644 section 3.5.2. */
export type PatchFailure =
  InvalidSyntax | InvalidPath | InvalidFilter | InvalidValue | NoTarget | Mutability | PayloadTooLarge;

/** The same failure with the operation it belongs to, counted from 1; a request of one operation needs no number. */
export const inOperation = (failure: PatchFailure, index: number, count: number): PatchFailure => {
  if (count < 2 || failure._tag === 'PayloadTooLarge') return failure;
  const reason = `${failure.reason} (operation ${index + 1} of ${count})`;
  switch (failure._tag) {
    case 'InvalidSyntax':
      return new InvalidSyntax({ ...failure, reason });
    case 'InvalidPath':
      return new InvalidPath({ ...failure, reason });
    case 'InvalidFilter':
      return new InvalidFilter({ ...failure, reason });
    case 'InvalidValue':
      return new InvalidValue({ ...failure, reason });
    case 'NoTarget':
      return new NoTarget({ ...failure, reason });
    case 'Mutability':
      return new Mutability({ ...failure, reason });
  }
};

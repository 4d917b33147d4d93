// When the attribute of a mapping came last.
import type { Arrivals } from '@looop-scim/http-api/contract';

/** Whether a changed attribute is the one of a path, or what it is part of: `emails` of `emails[type eq "work"].value`. */
const isOf = (changed: string, path: string): boolean =>
  changed === path || path.startsWith(`${changed}.`) || path.startsWith(`${changed}[`);

/** When a request changed the attribute last; undefined where none did. */
export const arrivalOf = ({ arrivals }: Arrivals, path: string): string | undefined =>
  arrivals
    .filter(({ attribute }) => isOf(attribute, path))
    .map(({ at }) => at)
    .toSorted()
    .at(-1);

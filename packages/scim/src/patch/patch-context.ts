// What the application of one PATCH request keeps track of.
import * as Result from 'effect/Result';
import { PayloadTooLarge } from '../errors.ts';
import type { InteropPolicy } from '../interop/policy-rules.ts';
import { charactersOf, type Element } from '../attribute/value.ts';
import type { AttributeNode } from '../schema/attribute-node.ts';
import { startRead, type ReadContext } from '../read/read-context.ts';
import { PATCH_LIMITS } from './patch-operation.ts';

/** The context in which values are read, and what the operations of the request have done so far. */
export interface PatchContext extends ReadContext {
  /** How many elements of lists they have looked at. */
  readonly work: { visits: number };
  /** Attributes that they have written by name; none within lists. */
  readonly named: Set<AttributeNode>;
}

/** Begins the application of a request. */
export const startPatch = (policy: InteropPolicy): PatchContext => ({
  ...startRead(policy),
  work: { visits: 0 },
  named: new Set(),
});

const CHARACTERS_OF_AN_ELEMENT = 128;

/** As how many elements the elements of a list count when an operation looks at them: a long one as several. */
export const weightOf = (elements: readonly Element[]): number =>
  elements.reduce<number>(
    (sum, element) => sum + Math.max(1, Math.ceil(charactersOf(element) / CHARACTERS_OF_AN_ELEMENT)),
    0,
  );

/**
 * Counts elements that are about to be looked at, so that many operations on long lists cannot hold up the server.
 * Fails: `PayloadTooLarge` beyond `PATCH_LIMITS.maxElementVisits`. RFC 7644 section 7.
 */
export const visit = ({ work }: PatchContext, elements: number): Result.Result<void, PayloadTooLarge> => {
  work.visits += elements;
  if (work.visits <= PATCH_LIMITS.maxElementVisits) return Result.void;
  return Result.fail(new PayloadTooLarge({ limit: 'work', maximum: PATCH_LIMITS.maxElementVisits }));
};

/**
 * Decides on the characters of what an operation makes of a value that had `before`: whoever writes a little at a time, or one
 * text into many elements, must not make a resource that no body could have and no storage can hold.
 * Fails: `PayloadTooLarge` beyond `PATCH_LIMITS.maxCharacters`, unless it had as many before. RFC 7644 section 7.
 */
export const checkGrowth = (before: number, after: number): Result.Result<void, PayloadTooLarge> => {
  if (after <= Math.max(before, PATCH_LIMITS.maxCharacters)) return Result.void;
  return Result.fail(new PayloadTooLarge({ limit: 'resource', maximum: PATCH_LIMITS.maxCharacters, received: after }));
};
